// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/said_words.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "engine/analyzer.h"
#include "engine/function_words.h"
#include "engine/stemmer.h"

namespace aplomb {
namespace {

constexpr std::string_view kEnglish = "en";
/// Words of what was typed that are looked at.
constexpr std::size_t kMaxWords = 64;

/// Stemming keeps a state that threads must not share, and making one takes longer than its use.
Stemmer& stemmer() {
  thread_local Stemmer own;
  return own;
}

/// All that a form is known by. Forms hold no capitals, so that stems stay apart from them.
std::vector<std::string> keys_of(const Token& token, std::string_view language) {
  std::vector<std::string> keys{token.form};
  if (!token.letters_only) return keys;
  for (const std::string_view each : {kEnglish, language})
    if (!each.empty() && (keys.size() == 1 || each != kEnglish))
      keys.push_back(
          std::string(each == kEnglish ? "E" : "L").append(stemmer().stem(token.form, each)));
  return keys;
}

}  // namespace

Phrase::Phrase(std::string_view text, std::string_view language) {
  std::vector<Word> function_words;
  for (const Token& token : analyze(text)) {
    if (!has_place(token)) continue;
    const bool function_word =
        is_function_word(token.form, kEnglish) || is_function_word(token.form, language);
    auto& list = function_word ? function_words : words_;
    list.push_back({keys_of(token, language), token.form});
  }
  if (words_.empty()) words_ = std::move(function_words);
}

SaidWords::SaidWords(std::string_view text, std::string_view language) {
  std::string before;
  std::size_t words = 0;
  for (const Token& token : analyze(text)) {
    for (std::string& key : keys_of(token, language)) keys_.insert(std::move(key));
    if (!has_place(token)) continue;
    if (!before.empty()) {
      Token joined;
      joined.form = before + token.form;
      joined.letters_only = token.letters_only;
      for (std::string& key : keys_of(joined, language)) keys_.insert(std::move(key));
    }
    before = token.form;
    if (++words == kMaxWords) break;
  }
}

bool SaidWords::say(const Phrase& phrase) const {
  const auto& words = phrase.words_;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const bool said = std::ranges::any_of(
        words[i].keys, [&](const std::string& key) { return keys_.contains(key); });
    if (said) continue;
    // typed as one word what the phrase has as two
    const bool with_next =
        i + 1 < words.size() && keys_.contains(words[i].form + words[i + 1].form);
    if (!with_next) return false;
    ++i;
  }
  return !words.empty();
}

}  // namespace aplomb
