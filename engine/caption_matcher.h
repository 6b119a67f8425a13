// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "engine/captions.h"
#include "engine/query_stems.h"

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
  /// Both must outlive it.
  CaptionMatcher(const QueryStems& query, const CaptionStatistics& statistics);

  /// `bytes` are `RankingFacts::captions`.
  [[nodiscard]] CaptionMatches match(std::string_view bytes);

 private:
  [[nodiscard]] CaptionMatch match_one(std::span<const StemHash> caption);

  const QueryStems& query_;
  const CaptionStatistics& statistics_;
  std::vector<double> credits_;  // of each group, for one caption
};

}  // namespace aplomb
