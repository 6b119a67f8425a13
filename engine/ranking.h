// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/caption_matcher.h"
#include "engine/expansion.h"
#include "engine/query_stems.h"
#include "engine/readers.h"
#include "engine/retrieval.h"

namespace aplomb {

/// What ranking knows of a candidate; all in nats of information, so that they can be added. A
/// cosine is turned into nats by what the best text scored.
enum class Feature {
  kText,
  kTitle,
  kSpokenTitle,
  kSymptom,
  kProximity,
  kTitleMeaning,
  kSpokenTitleMeaning,
  kTextMeaning,
  kLearnedQuestion,
  kLearnedWords,
};
inline constexpr std::size_t kFeatures = 10;

using Features = std::array<double, kFeatures>;

[[nodiscard]] constexpr double& value_of(Features& features, Feature feature) {
  return features[static_cast<std::size_t>(feature)];
}
[[nodiscard]] constexpr double value_of(const Features& features, Feature feature) {
  return features[static_cast<std::size_t>(feature)];
}

struct FeatureWeight {
  Feature feature;
  std::string_view name;  ///< as --explain shows it
  double weight;
  std::string_view what;
};

/// The one table of weights, fitted by `bench_ranking` on the judged collections
/// (docs/ranking.md says how, and how they hold on collections left out).
inline constexpr std::array<FeatureWeight, kFeatures> kRanking{{
    {Feature::kText, "text", 1, "BM25 of the best passage, its fields weighted (schema.h)"},
    {Feature::kTitle, "title", 0, "BM25 of the title by itself"},
    {Feature::kSpokenTitle, "spoken", 1.2,
     "the same, times how far captions are phrased as callers speak"},
    {Feature::kSymptom, "symptom", 0.9,
     "BM25 of the best symptom by itself, times the share of it that the query has"},
    {Feature::kProximity, "near", 0.4, "neighbouring words that stand near each other"},
    {Feature::kTitleMeaning, "title meaning", 0.1,
     "cosine of what query and title mean, times the best text's score"},
    {Feature::kSpokenTitleMeaning, "spoken meaning", 1.2,
     "the same, times how far titles are phrased as callers speak"},
    {Feature::kTextMeaning, "text meaning", 0.1,
     "cosine of what query and passage mean, times the best text's score"},
    {Feature::kLearnedQuestion, "learned question", 0.5,
     "how alike the query and what callers said are, times the query's information"},
    {Feature::kLearnedWords, "learned words", 2.5,
     "the query's information, as far as callers have said so"},
}};

[[nodiscard]] constexpr Features default_weights() {
  Features weights{};
  for (const FeatureWeight& one : kRanking) value_of(weights, one.feature) = one.weight;
  return weights;
}

/// A candidate with what ranking found out about it.
struct Ranked {
  Xapian::docid passage = 0;
  double score = 0;
  Features features{};
  CaptionMatches captions;
  bool taught = false;  ///< has learned something
  std::optional<double> title_cosine, text_cosine;  ///< where meaning is on
  bool pinned = false;
  double standing = 1;  ///< factor for boost, confidence and freshness
};

/// How many of those retrieved are ranked again; those below keep their order.
inline constexpr std::size_t kRankedAgain = 30;

/// What the query means; none where meaning is off or the query's language has no vectors.
[[nodiscard]] std::optional<QueryMeaning> meaning_of(Reader& reader, const Plan& plan);

/// Orders the candidates, best first: those that are also among the `pinned`, then by score. Looks
/// at the first `again` of them; scores do not rise from one to the next but for pinned ones.
/// Throws what Xapian throws.
[[nodiscard]] std::vector<Ranked> rank(Reader& reader, const Plan& plan, const QueryStems& stems,
                                       const std::optional<QueryMeaning>& meaning,
                                       const std::vector<Candidate>& pinned,
                                       const std::vector<Candidate>& candidates, std::size_t again);

/// Σ weight × feature, times standing.
[[nodiscard]] double score_of(const Ranked& candidate, const Features& weights);

/// For people: one line a candidate with every feature.
[[nodiscard]] std::string to_string(const std::vector<Ranked>& ranked, std::size_t lines);

}  // namespace aplomb
