// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <bitset>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/captions.h"
#include "engine/expansion.h"
#include "engine/stemmer.h"

namespace aplomb {

/// How well a caption fits the query.
struct CaptionMatch {
  double score = 0;          ///< BM25 of the caption as a text by itself, in nats
  double query_share = 0;    ///< share of the query's information that it has, 0 to 1
  double caption_share = 0;  ///< share of its own information that the query has, 0 to 1
};

struct CaptionMatches {
  CaptionMatch title;
  CaptionMatch symptom;  ///< the best of them
};

/// Compares a query with captions. Thread-safety: none; lives within one search.
class CaptionMatcher {
 public:
  /// `statistics` must outlive it.
  CaptionMatcher(const Plan& plan, const CaptionStatistics& statistics, Stemmer& stemmer);

  /// `bytes` are `RankingFacts::captions`.
  [[nodiscard]] CaptionMatches match(std::string_view bytes);

 private:
  struct Said {
    StemHash stem = 0;
    std::uint32_t group = 0;
    double credit = 0;  ///< 1 for what was typed, less for what may stand for it
  };
  [[nodiscard]] CaptionMatch match_one(std::span<const StemHash> caption);

  const CaptionStatistics& statistics_;
  std::vector<Said> said_;           // by stem
  std::bitset<1024> heads_;          // low bits of the stems in said_
  std::vector<double> information_;  // of each group, in nats, its weight included
  double total_information_ = 0;
  std::vector<double> credits_;  // of each group, for one caption
};

}  // namespace aplomb
