// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "engine/house_words.h"
#include "engine/stemmer.h"

namespace aplomb {

/// The words of a text that have places of their own, folded: a compound gives its parts.
[[nodiscard]] std::vector<std::string> place_forms(std::string_view text);

/// A word or phrase that may stand for what was typed.
struct SynonymPhrase {
  std::string text;                ///< as its editor wrote it
  std::vector<std::string> forms;  ///< its place_forms()
  std::string word;                ///< the one word it is, compounds without joints; else empty
  bool letters_only = false;       ///< of `word`: only such have stems
};

/// The synonym rules that hold for queries in one language, ready to be looked up.
///
/// An entry is known by its words' stems without the spaces and joints between them: `log-in`,
/// `login`, `log in` and `logged in` are one. Nothing is followed twice: what stands for a word
/// brings no synonyms of its own.
/// Thread-safety: const members may be called from any thread at once.
class SynonymTable {
 public:
  using Phrases = std::vector<const SynonymPhrase*>;

  SynonymTable() = default;
  SynonymTable(const std::vector<SynonymRule>& rules, std::string_view language, Stemmer& stemmer);

  [[nodiscard]] bool empty() const { return rules_.empty(); }

  /// No entry is longer than this many forms.
  [[nodiscard]] std::size_t longest() const { return longest_; }

  /// What may stand for these forms as a whole, in the order of the file, without themselves.
  /// Another spelling of them stands for them, too: `log in` for `login`.
  /// Valid as long as the table.
  [[nodiscard]] Phrases find(std::span<const std::string> forms, Stemmer& stemmer) const;

  /// What may stand for entries whose last word the last form begins, and does not complete.
  [[nodiscard]] Phrases beginning_with(std::span<const std::string> forms) const;

 private:
  [[nodiscard]] Phrases phrases_of(std::span<const std::uint32_t> rules,
                                   std::string_view without) const;

  std::string language_;
  std::size_t longest_ = 0;
  std::vector<std::vector<SynonymPhrase>> rules_;  // what each of them leads to
  std::unordered_map<std::string, std::vector<std::uint32_t>> by_key_;
  std::vector<std::pair<std::string, std::uint32_t>> by_text_;  // sorted; forms with spaces
};

}  // namespace aplomb
