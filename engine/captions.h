// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/analyzer.h"
#include "engine/stemmer.h"

/// A caption is a text by which callers may ask for an article: its title, or one of its symptoms.
/// Ranking compares each as a whole with the query, apart from the text: a title score of its own
/// is worth more to support search than any weight of title words within the text
/// (docs/ranking.md).
namespace aplomb {

/// Stands for a stem within captions: the low 32 bits of its stable hash, never 0.
using StemHash = std::uint32_t;

[[nodiscard]] StemHash stem_hash(std::string_view stem);

/// The distinct stems of one caption, in the order of their first use. What is no word of letters
/// (a code, a character pair) stands for itself.
[[nodiscard]] std::vector<std::string> caption_stems(const std::vector<Token>& tokens,
                                                     std::string_view language, Stemmer& stemmer);

/// The tenths (0 to 10) of a title's words that are function or question words of its language.
[[nodiscard]] int spoken_tenths(const std::vector<Token>& title, std::string_view language);

/// Writes an article's captions for a value slot: four bytes a stem.
class CaptionWriter {
 public:
  void add(const std::vector<std::string>& stems);
  /// The same with a number before it, above 0.
  void add(std::uint32_t number, const std::vector<std::string>& stems);
  [[nodiscard]] std::string take() { return std::move(bytes_); }

 private:
  void append(StemHash value);

  std::string bytes_;
};

/// Calls `visit(std::span<const StemHash>)` for each caption, the title first. Total: of bytes
/// that are no captions it visits what can be read.
template <class Visit>
void for_each_caption(std::string_view bytes, Visit&& visit);

/// What the captions of all articles are like, for one state of the index.
struct CaptionStatistics {
  /// Articles that have the stem, or have learned it where those are more.
  std::unordered_map<StemHash, std::uint32_t> articles_with;
  std::size_t articles = 0;
  /// Mean share of function and question words in a title, 0 to 1: how far titles are phrased as
  /// callers speak.
  double spoken_share = 0;

  /// What knowing that a caption has the stem tells, in nats (`information.h`).
  [[nodiscard]] double information(StemHash stem) const;
};

// ---- details

inline constexpr std::size_t kMaxCaptionStems = 64;

template <class Visit>
void for_each_caption(std::string_view bytes, Visit&& visit) {
  StemHash stems[kMaxCaptionStems];
  std::size_t count = 0;
  for (std::size_t at = 0; at + 4 <= bytes.size(); at += 4) {
    StemHash stem = 0;
    for (std::size_t i = 0; i < 4; ++i)
      stem |= StemHash{static_cast<unsigned char>(bytes[at + i])} << (8 * i);
    if (stem != 0 && count < kMaxCaptionStems) stems[count++] = stem;
    if (stem != 0) continue;
    visit(std::span<const StemHash>(stems, count));
    count = 0;
  }
}

}  // namespace aplomb
