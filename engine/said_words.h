// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace aplomb {

/// A phrase as what somebody types is compared with it: its words, folded and stemmed as the index
/// has them. Function words count only where there are no others.
///
/// A value; thread-safe as such.
class Phrase {
 public:
  /// Words are stemmed in English and in `language` (ISO 639-1; empty: in English only).
  Phrase(std::string_view text, std::string_view language);

  /// Whether it has any words.
  [[nodiscard]] bool empty() const { return words_.empty(); }

 private:
  friend class SaidWords;
  struct Word {
    std::vector<std::string> keys;  ///< any of them will do
    std::string form;
  };
  std::vector<Word> words_;
};

/// The words of what somebody typed, for many phrases to be looked for. Words that stand next to
/// each other also count as one, and one as two: `pass word` is `password`. Typing errors are not
/// looked through.
class SaidWords {
 public:
  SaidWords(std::string_view text, std::string_view language);

  /// Whether all words of the phrase are among them, in any order. Less than a microsecond.
  [[nodiscard]] bool say(const Phrase& phrase) const;

 private:
  std::unordered_set<std::string> keys_;
};

}  // namespace aplomb
