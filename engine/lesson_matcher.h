// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/captions.h"
#include "engine/query_stems.h"

namespace aplomb {

/// How well a query fits what an article is asked by.
struct LessonMatch {
  /// How alike the query and the questions are, 0 to 1.
  double question = 0;
  /// The share of the query's information that the questions have, each word by how many of them
  /// say it, 0 to below 1.
  double words = 0;
};

/// Compares a query with what articles have learned. So that one that has learned something does
/// not come before all others whatever is asked, an article that has learned nothing is compared by
/// its captions, in the same way: its title and symptoms are questions, too (docs/ranking.md).
/// Thread-safety: none; lives within one search.
class LessonMatcher {
 public:
  /// Both must outlive it.
  LessonMatcher(const QueryStems& query, const CaptionStatistics& statistics);

  /// `lesson` is what the index keeps of the article's (lesson.h), empty where there is none;
  /// `captions` are `RankingFacts::captions`.
  [[nodiscard]] LessonMatch match(std::string_view lesson, std::string_view captions);

 private:
  [[nodiscard]] double read(std::span<const StemHash> stems, double people);
  [[nodiscard]] double words_said(double questions) const;

  const QueryStems& query_;
  const CaptionStatistics& statistics_;
  double query_length_ = 0;      // as a vector of information
  std::vector<double> said_by_;  // of each group: by how many questions of the article
  std::vector<double> credits_;  // of each group, for one question
};

}  // namespace aplomb
