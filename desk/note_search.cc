// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/note_search.h"

#include <algorithm>
#include <cmath>
#include <unordered_set>
#include <utility>

#include "engine/analyzer.h"
#include "engine/function_words.h"
#include "engine/stemmer.h"
#include "engine/unicode.h"

namespace aplomb::desk {
namespace {

constexpr std::string_view kEnglish = "en";
constexpr std::size_t kMaxQueryWords = 32;
/// Of what a query's words tell, for a text to be shown.
constexpr double kLeastShare = 0.5;
constexpr std::size_t kSnippetBytes = 200;
constexpr std::size_t kBeforeMatch = 40;
/// What a row of the table takes beside its text.
constexpr std::size_t kRowBytes = 96;
/// Shorter beginnings are those of too many words.
constexpr std::size_t kLeastBegun = 2;

/// Stemming keeps a state that threads must not share.
Stemmer& stemmer() {
  thread_local Stemmer own;
  return own;
}

/// All that a form is known by. Forms hold no capitals, so that stems stay apart from them.
std::vector<std::string> keys_of(const std::string& form, bool letters_only,
                                 std::string_view language) {
  std::vector<std::string> keys{form};
  if (!letters_only) return keys;
  keys.push_back("E" + std::string(stemmer().stem(form, kEnglish)));
  if (!language.empty() && language != kEnglish)
    keys.push_back("L" + std::string(stemmer().stem(form, language)));
  return keys;
}

struct Word {
  std::string form;
  bool letters_only = true;
  bool begun = false;  ///< it may go on
};

/// The words of a query that say something; all where none does.
std::vector<Word> words_of(std::string_view query, std::string_view language) {
  std::vector<Word> telling, all;
  for (const Token& token : analyze(query)) {
    if (!has_place(token) || all.size() == kMaxQueryWords) continue;
    all.push_back({token.form, token.letters_only,
                   token.end == query.size() && token.form.size() >= kLeastBegun});
    if (!is_function_word(token.form, kEnglish) && !is_function_word(token.form, language))
      telling.push_back(all.back());
  }
  return telling.empty() ? all : telling;
}

/// What marks words in a text.
struct Wanted {
  std::unordered_set<std::string> keys;
  std::string begun;  ///< empty: none
};

bool is_wanted(const Wanted& wanted, const Token& token, std::string_view language) {
  if (!wanted.begun.empty() && token.form.starts_with(wanted.begun)) return true;
  return std::ranges::any_of(keys_of(token.form, token.letters_only, language),
                             [&](const std::string& key) { return wanted.keys.contains(key); });
}

/// The beginning of the character that `at` lies in.
std::size_t boundary(std::string_view text, std::size_t at) {
  while (at > 0 && at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U)
    --at;
  return std::min(at, text.size());
}

}  // namespace

NoteSearch::NoteSearch(const std::vector<std::string>& texts, std::string_view language)
    : language_(language), count_(texts.size()) {
  for (std::uint32_t number = 0; number < texts.size(); ++number)
    for (const Token& token : analyze(texts[number]))
      for (std::string& key : keys_of(token.form, token.letters_only, language)) {
        Numbers& numbers = texts_[std::move(key)];
        if (numbers.empty() || numbers.back() != number) numbers.push_back(number);
      }
  for (const auto& [key, numbers] : texts_)
    bytes_ += kRowBytes + key.size() + numbers.capacity() * sizeof(std::uint32_t);
}

NoteSearch::Numbers NoteSearch::having(const std::string& form, bool letters_only,
                                       bool begun) const {
  Numbers all;
  const auto add = [&](const Numbers& more) { all.insert(all.end(), more.begin(), more.end()); };
  for (const std::string& key : keys_of(form, letters_only, language_))
    if (const auto found = texts_.find(key); found != texts_.end()) add(found->second);
  if (begun)
    for (auto next = texts_.upper_bound(form);
         next != texts_.end() && next->first.starts_with(form); ++next)
      add(next->second);
  std::ranges::sort(all);
  all.erase(std::ranges::unique(all).begin(), all.end());
  return all;
}

std::vector<std::size_t> NoteSearch::find(std::string_view query, std::size_t limit) const {
  double whole = 0;
  std::map<std::uint32_t, double> scores;
  for (const auto& [form, letters_only, begun] : words_of(query, language_)) {
    const Numbers numbers = having(form, letters_only, begun);
    const double telling =
        std::log(1 + static_cast<double>(count_ + 1) / static_cast<double>(numbers.size() + 1));
    whole += telling;
    for (const std::uint32_t number : numbers) scores[number] += telling;
  }
  std::vector<std::pair<double, std::size_t>> found;
  for (const auto& [number, score] : scores)
    if (score >= kLeastShare * whole) found.emplace_back(-score, number);
  std::ranges::sort(found);
  std::vector<std::size_t> best;
  for (std::size_t i = 0; i < std::min(limit, found.size()); ++i) best.push_back(found[i].second);
  return best;
}

std::vector<Fragment> NoteSearch::snippet(std::string_view query, std::string_view text) const {
  Wanted wanted;
  for (const auto& [form, letters_only, begun] : words_of(query, language_)) {
    for (std::string& key : keys_of(form, letters_only, language_))
      wanted.keys.insert(std::move(key));
    if (begun) wanted.begun = form;
  }
  std::vector<std::pair<std::size_t, std::size_t>> marks;
  for (const Token& token : analyze(text))
    if (has_place(token) && is_wanted(wanted, token, language_))
      marks.emplace_back(token.begin, token.end);
  std::size_t begin = 0;
  if (!marks.empty() && marks.front().first > kBeforeMatch) {
    begin = marks.front().first - kBeforeMatch;
    // from the beginning of a word, unless that is far
    const auto space = text.find_first_of(" \n", begin);
    if (space < marks.front().first) begin = space + 1;
    begin = boundary(text, begin);
  }
  const std::size_t end = boundary(text, std::min(text.size(), begin + kSnippetBytes));
  std::vector<Fragment> fragments;
  std::size_t at = begin;
  for (const auto& [from, to] : marks) {
    if (from < at || to > end) continue;
    if (from > at) fragments.push_back({std::string(text.substr(at, from - at)), false});
    fragments.push_back({std::string(text.substr(from, to - from)), true});
    at = to;
  }
  if (at < end) fragments.push_back({std::string(text.substr(at, end - at)), false});
  return fragments;
}

}  // namespace aplomb::desk
