// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/question.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>

#include "engine/analyzer.h"
#include "engine/function_words.h"
#include "engine/hash.h"
#include "engine/lexicon.h"
#include "engine/unicode.h"

namespace aplomb::desk {
namespace {

/// Of light verbs, and of a pair of characters: so little that one for another among two words and
/// more is borne (kSameQuestion).
constexpr double kLightWeight = 0.3;
/// So many words must be the same for one to be too many.
constexpr std::size_t kWordsBesideOneMore = 4;
/// With fewer the question word is half of what is said: `what is an eSIM`, `why an eSIM`.
constexpr std::size_t kWordsWithoutAsking = 2;
/// Of all that denies: `does not` and `doesn't`.
constexpr std::string_view kDenial = "!not";

/// What a typing error may cost (spelling_cost) in words of so many letters. `massage` and
/// `message` cost 0.75, `charge` and `change` 1, `passport` and `password` 1.6.
double typo_limit(std::size_t letters) {
  return letters < 4 ? 0 : letters == 4 ? 0.45 : letters < 8 ? 0.8 : 1.2;
}

std::u32string code_points(std::string_view text) {
  std::u32string points;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = decode(text, at);
    points += point.value;
    at += point.bytes;
  }
  return points;
}

void add(std::vector<std::uint64_t>& keys, std::uint64_t key) {
  if (std::ranges::find(keys, key) == keys.end()) keys.push_back(key);
}

bool meet(const std::vector<std::uint64_t>& some, const std::vector<std::uint64_t>& others) {
  return std::ranges::any_of(
      some, [&](std::uint64_t key) { return std::ranges::find(others, key) != others.end(); });
}

/// Stems of different languages are kept apart: equal ones would say nothing.
std::uint64_t key_of(std::string_view language, std::string_view stem) {
  return stable_hash(std::string(language).append(":").append(stem));
}

}  // namespace

class Question::Builder {
 public:
  Builder(Question& question, const QuestionWords& words, const Readings& readings)
      : question_(question), words_(words), stemmer_(question_stemmer()) {
    for (const auto& [from, to] : readings.corrected) corrected_.emplace_back(fold(from), fold(to));
    for (const std::string& word : readings.unmatched) unmatched_.push_back(fold(word));
  }

  void run(std::string_view text, std::string_view page_language) {
    for (Token& token : analyze(text)) {
      if (token.kind == Token::Kind::kBigram || has_place(token))
        tokens_.push_back(std::move(token));
      if (tokens_.size() == 4 * kMaxQuestionWords) break;
    }
    drop_single_characters();
    choose_languages(page_language);
    for (const bool all : {false, true})
      if (question_.words_.empty()) read_words(all);
    read_joints();
  }

 private:
  /// In scripts without spaces pairs tell more than characters; a run of one has no pair.
  void drop_single_characters() {
    const bool pairs = std::ranges::any_of(
        tokens_, [](const Token& token) { return token.kind == Token::Kind::kBigram; });
    if (pairs)
      std::erase_if(tokens_,
                    [](const Token& token) { return token.kind == Token::Kind::kUnigram; });
  }

  void choose_languages(std::string_view page_language) {
    std::size_t most = 0;
    for (const std::string& language : question_languages()) {
      const auto count =
          static_cast<std::size_t>(std::ranges::count_if(tokens_, [&](const Token& token) {
            return is_function_word(token.form, language) || is_question_word(token.form, language);
          }));
      if (count == 0 || count < most) continue;
      if (count > most) languages_.clear();
      languages_.push_back(language);
      most = count;
    }
    if (std::ranges::find(languages_, page_language) != languages_.end())
      languages_ = {std::string(page_language)};
    if (languages_.size() == 1) question_.language_ = languages_.front();
    if (!languages_.empty()) return;  // several: `de` is Spanish, French and more
    languages_ = words_.spoken();
    if (std::ranges::find(languages_, page_language) == languages_.end() && !page_language.empty())
      languages_.emplace_back(page_language);
  }

  [[nodiscard]] WordRole role(std::string_view form) const {
    WordRole role = WordRole::kSays;
    for (const std::string& language : languages_) {
      if (is_question_word(form, language)) return WordRole::kFrames;
      if (const WordRole here = role_of(form, language); here != WordRole::kSays) role = here;
    }
    return role;
  }

  void add_stems(std::vector<std::uint64_t>& keys, std::span<const std::string> forms) {
    std::string joined;
    for (const std::string& form : forms) joined += form;
    add(keys, key_of("", joined));
    for (const std::string& language : languages_) {
      std::string stems;
      for (const std::string& form : forms) stems += stemmer_.stem(form, language);
      add(keys, key_of(language, stems));
      add(keys, key_of(language, stemmer_.stem(joined, language)));
    }
  }

  /// What the house says may stand for these forms; false where it says nothing.
  bool add_synonyms(std::vector<std::uint64_t>& keys, std::span<const std::string> forms) {
    bool any = false;
    for (const std::string& language : languages_)
      for (const SynonymPhrase* phrase : words_.synonyms(language).find(forms, stemmer_)) {
        any = true;
        add_stems(keys, phrase->forms);
      }
    return any;
  }

  /// The words of an entry of several that begins at a token; 1 where none does.
  std::size_t length_of_entry(std::size_t at) {
    std::size_t longest = 1;
    for (const std::string& language : languages_)
      longest = std::max(longest, words_.synonyms(language).longest());
    std::vector<std::string> forms;
    std::size_t found = 1;
    for (std::size_t i = at; i < tokens_.size() && forms.size() < longest; ++i) {
      if (!has_place(tokens_[i])) break;
      forms.push_back(tokens_[i].form);
      for (const std::string& language : languages_)
        if (forms.size() > 1 && !words_.synonyms(language).find(forms, stemmer_).empty())
          found = forms.size();
    }
    return found;
  }

  Word word_of(std::span<const std::string> forms) {
    Word word;
    for (const std::string& form : forms) word.form += form;
    add_stems(word.own, forms);
    add_synonyms(word.others, forms);
    if (forms.size() > 1) return word;
    const std::string& form = forms.front();
    for (const auto& [from, to] : corrected_) {
      if (from != form) continue;
      word.known = false;
      add_stems(word.own, std::array{to});
      add_synonyms(word.others, std::array{to});
    }
    if (std::ranges::find(unmatched_, form) != unmatched_.end()) word.known = false;
    return word;
  }

  /// Reads the content words; with `all` also those that only frame, where there are no others.
  void read_words(bool all) {
    place_.assign(tokens_.size(), std::nullopt);
    for (std::size_t i = 0; i < tokens_.size();) {
      const std::size_t length = length_of_entry(i);
      const Token& token = tokens_[i];
      const std::size_t at = i;
      i += length;
      for (const std::string& language : languages_)
        if (const AskedFor asked = asked_for(token.form, language); asked != AskedFor::kAnything)
          question_.asked_.insert(asked);
      const WordRole does = role(token.form);
      if (length == 1 && does == WordRole::kFrames && !all) continue;
      std::vector<std::string> forms;
      for (std::size_t j = at; j < i; ++j) forms.push_back(tokens_[j].form);
      Word word = word_of(forms);
      if (length == 1) refine(word, token, does);
      const auto twin = std::ranges::find_if(
          question_.words_, [&](const Word& other) { return other.form == word.form; });
      const auto number = static_cast<std::size_t>(twin - question_.words_.begin());
      for (std::size_t j = at; j < i; ++j) place_[j] = number;
      if (twin != question_.words_.end()) continue;
      if (question_.words_.size() == kMaxQuestionWords) return;
      question_.words_.push_back(std::move(word));
    }
  }

  void refine(Word& word, const Token& token, WordRole does) const {
    const bool digits =
        std::ranges::any_of(token.form, [](char c) { return c >= '0' && c <= '9'; });
    word.strict = digits || does == WordRole::kDenies;
    if (does == WordRole::kDenies) word.own = {stable_hash(kDenial)};
    if (does == WordRole::kDenies) word.form = kDenial;
    // one pair of characters is less than a word
    if (does == WordRole::kSaysLess || token.kind == Token::Kind::kBigram)
      word.weight = kLightWeight;
    word.plain = token.letters_only && !word.strict && token.kind != Token::Kind::kBigram &&
                 !words_.no_typo(token.form);
  }

  /// What each two neighbours make together, be they function words or not: `log in`.
  void read_joints() {
    for (std::size_t i = 0; i + 1 < tokens_.size(); ++i) {
      if (!has_place(tokens_[i]) || !has_place(tokens_[i + 1])) continue;
      Joint joint{1, 0, {}};
      for (const auto& place : {place_[i], place_[i + 1]})
        if (place)
          joint = {joint.last < joint.first ? *place : std::min(joint.first, *place),
                   std::max(joint.last, *place),
                   {}};
      if (joint.last < joint.first) continue;
      const std::array<std::string, 1> joined{tokens_[i].form + tokens_[i + 1].form};
      add_stems(joint.keys, joined);
      add_synonyms(joint.keys, joined);
      question_.joints_.push_back(std::move(joint));
    }
  }

  Question& question_;
  const QuestionWords& words_;
  Stemmer& stemmer_;
  std::vector<std::pair<std::string, std::string>> corrected_;
  std::vector<std::string> unmatched_;
  std::vector<Token> tokens_;
  std::vector<std::string> languages_;
  std::vector<std::optional<std::size_t>> place_;  // of each token, in words_
};

Question::Question(std::string_view text, const QuestionWords& words, const Readings& readings,
                   std::string_view page_language) {
  Builder(*this, words, readings).run(text, page_language);
}

double likeness(const Question& one, const Question& other) {
  const auto& a = one.words_;
  const auto& b = other.words_;
  if (a.empty() || b.empty()) return 0;
  const bool ask_alike = one.asked_ == other.asked_;
  if (!ask_alike && !one.asked_.empty() && !other.asked_.empty()) return 0;

  std::vector<bool> in_a(a.size()), in_b(b.size());
  const auto pair_up = [&](auto&& are_same) {
    for (std::size_t i = 0; i < a.size(); ++i)
      for (std::size_t j = 0; j < b.size() && !in_a[i]; ++j)
        if (!in_b[j] && are_same(a[i], b[j])) in_a[i] = in_b[j] = true;
  };
  pair_up([](const auto& x, const auto& y) { return meet(x.own, y.own); });
  pair_up(
      [](const auto& x, const auto& y) { return meet(x.own, y.others) || meet(x.others, y.own); });

  const auto take_joints = [](const Question& joined, std::vector<bool>& taken,
                              const std::vector<Question::Word>& words, std::vector<bool>& in) {
    for (const auto& [first, last, keys] : joined.joints_)
      for (std::size_t j = 0; j < words.size(); ++j) {
        if (in[j] || (taken[first] && taken[last]) || !meet(keys, words[j].own)) continue;
        in[j] = taken[first] = taken[last] = true;
      }
  };
  take_joints(one, in_a, b, in_b);
  take_joints(other, in_b, a, in_a);

  pair_up([](const auto& x, const auto& y) {
    if (!x.plain || !y.plain || (x.known && y.known)) return false;
    const auto first = code_points(x.form), second = code_points(y.form);
    const double limit = typo_limit(std::min(first.size(), second.size()));
    return limit > 0 && first[0] == second[0] &&
           std::min(spelling_cost(first, second, false), spelling_cost(second, first, false)) <=
               limit;
  });

  double common = 0, all = 0;
  std::size_t whole = 0;              // words that count in full and are in both
  std::array<std::size_t, 2> more{};  // those that only one has
  bool strict = false;
  const auto count = [&](const std::vector<Question::Word>& words, const std::vector<bool>& in,
                         std::size_t side) {
    for (std::size_t i = 0; i < words.size(); ++i) {
      all += words[i].weight;
      if (in[i]) common += words[i].weight;
      if (in[i] && side == 0 && words[i].weight == 1) ++whole;
      if (in[i]) continue;
      strict = strict || words[i].strict;
      if (words[i].weight == 1) ++more[side];
    }
  };
  count(a, in_a, 0);
  count(b, in_b, 1);
  if (strict || (more[0] > 0 && more[1] > 0)) return 0;
  if (!ask_alike && whole < kWordsWithoutAsking) return 0;
  if (more[0] + more[1] > 1 || (more[0] + more[1] == 1 && whole < kWordsBesideOneMore)) return 0;
  return common / all;
}

}  // namespace aplomb::desk
