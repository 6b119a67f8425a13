// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/question_index.h"

#include <algorithm>
#include <string>
#include <utility>

namespace aplomb::desk {
namespace {

/// Questions that are compared word by word: those that share most.
constexpr std::size_t kCompared = 32;
/// Words that one may be a typing error of.
constexpr std::size_t kMeant = 8;

void note(std::vector<std::uint32_t>& list, std::uint32_t number) {
  if (list.empty() || list.back() != number) list.push_back(number);
}

}  // namespace

QuestionIndex::QuestionIndex(std::vector<NumberedQuestion> questions)
    : questions_(std::move(questions)) {
  std::vector<Lexicon::Entry> entries;
  for (std::uint32_t i = 0; i < questions_.size(); ++i) {
    const Question& question = *questions_[i].question;
    for (const auto& word : question.words_) {
      for (const auto* const keys : {&word.own, &word.others})
        for (const std::uint64_t key : *keys) note(by_key_[key], i);
      if (!word.plain) continue;
      auto& list = by_form_[word.form];
      if (list.empty()) entries.push_back({word.form, 1, 0});
      note(list, i);
    }
    for (const auto& joint : question.joints_)
      for (const std::uint64_t key : joint.keys) note(by_key_[key], i);
  }
  forms_ = Lexicon(std::move(entries));
}

std::optional<QuestionIndex::Found> QuestionIndex::find(
    const Question& asked, const std::function<bool(std::int64_t)>& counts) const {
  if (questions_.empty()) return std::nullopt;
  std::vector<std::uint16_t> shared(questions_.size());
  std::vector<std::uint32_t> sharing;
  std::vector<std::uint32_t> last(questions_.size());  // the word that counted last
  std::uint32_t word_number = 0;
  const auto count = [&](const std::vector<std::uint32_t>& list) {
    for (const std::uint32_t i : list) {
      if (last[i] == word_number) continue;
      last[i] = word_number;
      if (shared[i]++ == 0) sharing.push_back(i);
    }
  };
  const auto count_keys = [&](const std::vector<std::uint64_t>& keys) {
    bool any = false;
    for (const std::uint64_t key : keys)
      if (const auto found = by_key_.find(key); found != by_key_.end()) {
        any = true;
        count(found->second);
      }
    return any;
  };
  for (const auto& word : asked.words_) {
    ++word_number;
    const bool known = count_keys(word.own);
    count_keys(word.others);
    if (known || !word.plain) continue;
    for (const auto& meant : forms_.corrections(word.form, {.limit = kMeant}))
      if (const auto found = by_form_.find(std::string(meant.word.form)); found != by_form_.end())
        count(found->second);
  }
  for (const auto& joint : asked.joints_) {
    ++word_number;
    count_keys(joint.keys);
  }
  const auto more = [&](std::uint32_t x, std::uint32_t y) {
    return shared[x] != shared[y] ? shared[x] > shared[y] : x < y;
  };
  std::erase_if(sharing, [&](std::uint32_t i) { return !counts(questions_[i].id); });
  const auto end =
      sharing.begin() + static_cast<std::ptrdiff_t>(std::min(kCompared, sharing.size()));
  std::partial_sort(sharing.begin(), end, sharing.end(), more);
  std::optional<Found> best;
  for (auto at = sharing.begin(); at != end; ++at) {
    const auto& [id, question] = questions_[*at];
    const double like = likeness(asked, *question);
    if (like < kSameQuestion) continue;
    if (!best || like > best->likeness || (like == best->likeness && id < best->id))
      best = Found{id, like};
  }
  return best;
}

}  // namespace aplomb::desk
