// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace aplomb {

inline constexpr std::size_t kMaxSynonymWords = 6;  ///< of one phrase, with spaces between them

/// Who types one of `from` also finds each of `to`. Where every word finds every other, both lists
/// are the same. Words and phrases are as their editor wrote them.
struct SynonymRule {
  std::string language;  ///< ISO 639-1 of the queries that it is meant for; empty for all
  std::vector<std::string> from;
  std::vector<std::string> to;

  bool operator==(const SynonymRule&) const = default;
};

/// What the files beside the articles say about words: `synonyms.yaml`, and the no-typo list of
/// `aplomb.yaml`. The index keeps it, so that searching needs no files.
struct HouseWords {
  std::vector<SynonymRule> synonyms;
  /// Never taken for a typing error of another word. As `hash_digits()` of the folded words: they
  /// are only asked for, and some are names that customers' databases must not hold.
  std::vector<std::string> no_typo;

  bool operator==(const HouseWords&) const = default;
};

}  // namespace aplomb
