// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aplomb {

/// How many edits a word of so many letters may be away from what was meant: none up to three,
/// one up to seven, two from eight on. A letter more, less or other and a swap of neighbours are
/// one edit each; an edit of the first letter counts two.
[[nodiscard]] constexpr unsigned edit_budget(std::size_t letters) {
  return letters < 4 ? 0 : letters < 8 ? 1 : 2;
}

/// The words of one database as they stood at one commit: a sorted array that is walked as a trie.
/// Finds words, what begins so, and what may have been meant by a word that is not there.
///
/// Immutable, so thread-safe. 120,000 words take about 3 MB.
class Lexicon {
 public:
  struct Entry {
    std::string form;            ///< folded; at most 255 bytes
    std::uint32_t passages = 0;  ///< that have it
    std::uint32_t named = 0;     ///< articles that have it in a title, symptom, tag or heading
  };
  /// The same; `form` lives as long as the lexicon does.
  struct Word {
    std::string_view form;
    std::uint32_t passages = 0;
    std::uint32_t named = 0;
  };
  struct Correction {
    Word word;
    unsigned edits = 0;  ///< at least 1; for a half-typed word, to its nearest beginning
    double cost = 0;     ///< how unlikely that this was meant; comparable for one typed word
  };
  struct Wanted {
    std::size_t limit = 8;
    bool named_only = false;
    bool half_typed = false;  ///< also what the typed letters may be a misspelt beginning of
  };

  Lexicon() = default;
  /// Takes entries in any order; forms are unique.
  explicit Lexicon(std::vector<Entry> entries);

  [[nodiscard]] std::size_t size() const { return words_.size(); }
  [[nodiscard]] std::optional<Word> find(std::string_view form) const;

  /// The most frequent words that begin with `head`, `head` itself included, best first: by
  /// articles when `named_only`, else by passages.
  [[nodiscard]] std::vector<Word> beginning_with(std::string_view head, std::size_t limit,
                                                 bool named_only) const;

  /// Other words within edit_budget() of `typed` (folded), likeliest first. Words with digits,
  /// signs or characters of scripts without spaces are neither corrected nor corrected to.
  [[nodiscard]] std::vector<Correction> corrections(std::string_view typed,
                                                    const Wanted& wanted) const;

 private:
  struct Slot {
    std::uint32_t begin = 0;  ///< in letters_
    std::uint32_t passages = 0;
    std::uint32_t named = 0;
    std::uint8_t bytes = 0;
    std::uint8_t shared = 0;  ///< bytes that it begins with as the word before does
    bool plain = false;       ///< letters only
  };
  struct Range {
    std::size_t begin = 0, end = 0;
  };
  class Walk;

  [[nodiscard]] std::string_view form(std::size_t index) const {
    return std::string_view(letters_).substr(words_[index].begin, words_[index].bytes);
  }
  [[nodiscard]] Word word(std::size_t index) const {
    return {form(index), words_[index].passages, words_[index].named};
  }
  [[nodiscard]] Range range_of(std::string_view head) const;

  std::string letters_;      // all forms, one after the other
  std::vector<Slot> words_;  // in the order of their bytes, which is that of their code points
  std::vector<char32_t> initials_;  // the first letters that there are
};

/// How unlikely it is that `typed` was written for `meant`: the cheapest alignment, in which
/// slips of the usual kinds (a letter doubled or not, a vowel for another, a neighbouring key, two
/// letters swapped) cost less than others. 0 for equal words; about 1 an edit.
/// With `beginning`, of the beginning of `meant` that is nearest.
[[nodiscard]] double spelling_cost(std::u32string_view typed, std::u32string_view meant,
                                   bool beginning);

}  // namespace aplomb
