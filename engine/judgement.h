// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/ranking.h"

namespace aplomb {

/// What speaks for or against the first article being the answer. Shares are 0 to 1.
enum class Evidence {
  kScore,               ///< share of the best score that the query could reach
  kText,                ///< the same of the text alone
  kCoverage,            ///< share of the query's information that the best passage has
  kCaptionHasQuery,     ///< share of the query's information in the title or the best symptom
  kQueryHasCaption,     ///< share of that caption's information in the query
  kQueryHasAnyCaption,  ///< the most of that among the first three articles
  kGap,                 ///< how far the next article's score lies below, of the first one's
  kGapToTen,            ///< how far the mean of the first ten lies below, likewise
  kNearness,            ///< neighbouring words near each other, of the most possible
  kRankInText,          ///< ln of the article's place by text alone
  kTitleMeaning,        ///< cosine with the title; 0 without meaning
  kTextMeaning,         ///< cosine with the passage; 0 without meaning
  kMeaningGap,          ///< how far the next title's cosine lies below; 0 without meaning
};
inline constexpr std::size_t kEvidence = 13;

using EvidenceValues = std::array<double, kEvidence>;

struct Judgement {
  Certainty certainty = Certainty::kNone;
  double score = 0;  ///< the chance that one of the first three answers, 0 to 1
  EvidenceValues evidence{};
};

/// Judges the ranked answers to a query; nothing found is kNone with 0. Throws what Xapian throws.
[[nodiscard]] Judgement judge(const Reader& reader, const Plan& plan,
                              const std::vector<Ranked>& ranked);

/// For people: the score and every piece of evidence.
[[nodiscard]] std::string to_string(const Judgement& judgement);

/// The names of the evidence, as the table of weights has them.
[[nodiscard]] std::string_view name_of(std::size_t evidence);

}  // namespace aplomb
