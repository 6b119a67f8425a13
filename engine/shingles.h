// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/article.h"

namespace aplomb {

/// Words of a text that are compared; the rest of a longer one is let be, so that what one article
/// costs is bounded. Some 20 pages.
inline constexpr std::size_t kMaxComparedWords = 10'000;
/// Below this many words two texts are alike by chance.
inline constexpr std::size_t kMinComparedWords = 30;

/// What a text is compared by: for each of its words, in order, the hash of the words from there
/// on, kShingleWords of them ("w-shingling", Broder 1997). Words are folded; white space and
/// punctuation do not matter. 4 bytes a word.
struct Shingles {
  static constexpr std::size_t kShingleWords = 5;

  std::vector<std::uint32_t> hashes;
  std::size_t words = 0;                    ///< that were looked at
  std::vector<std::uint32_t> passage_ends;  ///< words in the passages up to each

  [[nodiscard]] bool comparable() const { return words >= kMinComparedWords; }
};

/// No shingle goes beyond its passage; one of fewer words is a shingle by itself.
/// Thread-safe.
[[nodiscard]] Shingles shingles_of(std::span<const Passage> passages);

/// The hashes in order, each once: what others are looked up in.
[[nodiscard]] std::vector<std::uint32_t> sorted_hashes(const Shingles& shingles);

/// The share of the first text's words that lie in a shingle that the other has, too; 0 to 1.
[[nodiscard]] double share_of_words(const Shingles& shingles,
                                    std::span<const std::uint32_t> others);

}  // namespace aplomb
