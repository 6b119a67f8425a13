// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/synonyms.h"

#include <algorithm>
#include <array>

#include "engine/analyzer.h"

namespace aplomb {
namespace {

/// Entries that one half-typed word may lead to.
constexpr std::size_t kMaxBegun = 8;

std::string join(std::span<const std::string> forms, std::string_view joint) {
  std::string joined;
  for (const std::string& form : forms) {
    if (!joined.empty()) joined += joint;
    joined += form;
  }
  return joined;
}

/// The stem of all forms written as one finds `log in` for `login`; the forms' stems written as
/// one find it for `logged in`.
std::array<std::string, 2> keys_of(std::span<const std::string> forms, std::string_view language,
                                   Stemmer& stemmer) {
  std::string stems;
  for (const std::string& form : forms) stems += stemmer.stem(form, language);
  return {std::string(stemmer.stem(join(forms, ""), language)), std::move(stems)};
}

SynonymPhrase make_phrase(const std::string& text) {
  SynonymPhrase phrase{text, {}, {}, false};
  const std::vector<Token> tokens = analyze(text);
  std::size_t words = 0;
  for (const Token& token : tokens) {
    if (has_place(token)) phrase.forms.push_back(token.form);
    if (token.kind != Token::Kind::kWord && token.kind != Token::Kind::kWhole) {
      // characters of a script without spaces are words only together
      if (token.kind == Token::Kind::kUnigram) ++words;
      continue;
    }
    ++words;
    phrase.word = token.form;
    phrase.letters_only = token.letters_only;
  }
  if (words != 1) phrase.word.clear();
  return phrase;
}

}  // namespace

std::vector<std::string> place_forms(std::string_view text) {
  std::vector<std::string> forms;
  for (Token& token : analyze(text))
    if (has_place(token)) forms.push_back(std::move(token.form));
  return forms;
}

SynonymTable::SynonymTable(const std::vector<SynonymRule>& rules, std::string_view language,
                           Stemmer& stemmer)
    : language_(language) {
  for (const SynonymRule& rule : rules) {
    if (!rule.language.empty() && rule.language != language) continue;
    const auto number = static_cast<std::uint32_t>(rules_.size());
    std::vector<SynonymPhrase>& targets = rules_.emplace_back();
    for (const std::string& text : rule.to) targets.push_back(make_phrase(text));
    for (const std::string& text : rule.from) {
      const SynonymPhrase from = make_phrase(text);
      if (from.forms.empty()) continue;
      longest_ = std::max(longest_, from.forms.size());
      for (const std::string& key : keys_of(from.forms, language_, stemmer)) {
        auto& found = by_key_[key];
        if (found.empty() || found.back() != number) found.push_back(number);
      }
      by_text_.emplace_back(join(from.forms, " "), number);
      if (!from.word.empty() && from.forms.size() > 1) by_text_.emplace_back(from.word, number);
    }
  }
  std::ranges::sort(by_text_);
}

SynonymTable::Phrases SynonymTable::find(std::span<const std::string> forms,
                                         Stemmer& stemmer) const {
  std::vector<std::uint32_t> rules;
  for (const std::string& key : keys_of(forms, language_, stemmer))
    if (const auto known = by_key_.find(key); known != by_key_.end())
      for (const std::uint32_t rule : known->second)
        if (std::ranges::find(rules, rule) == rules.end()) rules.push_back(rule);
  return phrases_of(rules, join(forms, " "));
}

SynonymTable::Phrases SynonymTable::beginning_with(std::span<const std::string> forms) const {
  const std::string head = join(forms, " ");
  std::vector<std::uint32_t> rules;
  for (auto entry = std::ranges::lower_bound(by_text_, head, {},
                                             &std::pair<std::string, std::uint32_t>::first);
       entry != by_text_.end() && entry->first.starts_with(head) && rules.size() < kMaxBegun;
       ++entry) {
    const bool completes = entry->first.size() > head.size() &&
                           entry->first.find(' ', head.size()) == std::string::npos;
    if (completes && std::ranges::find(rules, entry->second) == rules.end())
      rules.push_back(entry->second);
  }
  return phrases_of(rules, head);
}

SynonymTable::Phrases SynonymTable::phrases_of(std::span<const std::uint32_t> rules,
                                               std::string_view without) const {
  Phrases phrases;
  for (const std::uint32_t rule : rules)
    for (const SynonymPhrase& phrase : rules_[rule])
      if (join(phrase.forms, " ") != without) phrases.push_back(&phrase);
  return phrases;
}

}  // namespace aplomb
