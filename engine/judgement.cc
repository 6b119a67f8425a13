// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/judgement.h"

#include <algorithm>
#include <cmath>
#include <sstream>

#include "engine/information.h"

namespace aplomb {
namespace {

struct Weights {
  std::string_view name;
  double without_meaning, with_meaning;
};

/// Logistic regression, fitted by `bench_ranking calibrate` on seven collections with half of their
/// articles left out (docs/ranking.md).
constexpr double kBias = -2.700, kBiasWithMeaning = -3.542;
constexpr std::array<Weights, kEvidence> kWeights{{
    {"score", 1.017, 0.488},
    {"text", 1.205, 1.109},
    {"coverage", 0.171, 0.383},
    {"caption has query", -0.292, -0.158},
    {"query has caption", 1.366, 1.068},
    {"query has any caption", 2.631, 2.513},
    {"gap", 1.402, 1.303},
    {"gap to ten", 0.757, 1.104},
    {"nearness", 0.308, 0.215},
    {"rank in text", -0.395, -0.331},
    {"title meaning", 0.000, 0.891},
    {"text meaning", 0.000, 1.687},
    {"meaning gap", 0.000, -0.821},
}};

/// Of unanswerable questions about one in twenty reaches kStrong; of answered ones fewer than one
/// in ten stays below kNone.
constexpr double kStrong = 0.81, kNone = 0.42;

/// BM25's most for one word (k1 + 1), of texts and of captions.
constexpr double kMostText = 2.6, kMostCaption = 2.2;

/// What the words of the query tell, in nats, their weights included, and what a passage has of it.
struct Told {
  double information = 0;  ///< by all words
  double present = 0;      ///< by those that the passage has
  double pairs = 0;        ///< by the lesser one of two neighbours, of all of them
  bool complete = true;    ///< whether the passage has every word
};

/// Of a phrase its words count, wherever they stand.
Told tell(const Xapian::Database& database, const Plan& plan, Xapian::docid passage) {
  const auto stands = [&](const std::string& term) {
    auto terms = database.termlist_begin(passage);
    terms.skip_to(term);
    return terms != database.termlist_end(passage) && *terms == term;
  };
  Told told;
  const double all = database.get_doccount();
  double before = 0;  // the first word has no neighbour before it
  for (const Group& group : plan.groups) {
    if (group.kind == Clause::Kind::kExcluded) continue;
    bool present = false;
    double with = 0;
    for (const Alternative& alternative : group.alternatives) {
      if (alternative.phrase.empty()) {
        with = std::max<double>(with, database.get_termfreq(alternative.term));
        present = present || stands(alternative.term);
      } else {
        present = present || std::ranges::all_of(alternative.phrase, stands);
      }
    }
    const double information = group.weight * information_of(with, all);
    told.information += information;
    if (present) told.present += information;
    told.pairs += std::min(information, before);
    told.complete = told.complete && present;
    before = information;
  }
  return told;
}

CaptionMatch better_caption(const CaptionMatches& captions) {
  const auto fit = [](const CaptionMatch& one) { return one.query_share * one.caption_share; };
  return fit(captions.symptom) > fit(captions.title) ? captions.symptom : captions.title;
}

double share(double part, double whole) {
  return whole > 0 ? part / whole : 0;
}

void set(EvidenceValues& values, Evidence evidence, double value) {
  values[static_cast<std::size_t>(evidence)] = value;
}

void add_captions(const std::vector<Ranked>& ranked, EvidenceValues& values) {
  const CaptionMatch caption = better_caption(ranked.front().captions);
  double any = 0;
  for (std::size_t i = 0; i < std::min<std::size_t>(3, ranked.size()); ++i)
    any = std::max(any, better_caption(ranked[i].captions).caption_share);
  set(values, Evidence::kCaptionHasQuery, caption.query_share);
  set(values, Evidence::kQueryHasCaption, caption.caption_share);
  set(values, Evidence::kQueryHasAnyCaption, any);
}

void add_gaps(const std::vector<Ranked>& ranked, EvidenceValues& values) {
  const double first = ranked.front().score;
  const std::size_t ten = std::min<std::size_t>(10, ranked.size());
  double mean = 0;
  for (std::size_t i = 0; i < ten; ++i) mean += ranked[i].score / static_cast<double>(ten);
  set(values, Evidence::kGap, ranked.size() < 2 ? 1 : share(first - ranked[1].score, first));
  set(values, Evidence::kGapToTen, share(first - mean, first));
}

void add_meaning(const std::vector<Ranked>& ranked, EvidenceValues& values) {
  const Ranked& first = ranked.front();
  double next = -1;
  for (std::size_t i = 1; i < ranked.size(); ++i)
    next = std::max(next, ranked[i].title_cosine.value_or(-1));
  set(values, Evidence::kTitleMeaning, first.title_cosine.value_or(0));
  set(values, Evidence::kTextMeaning, first.text_cosine.value_or(0));
  set(values, Evidence::kMeaningGap, first.title_cosine.value_or(0) - next);
}

bool has_meaning(const Ranked& candidate) {
  return candidate.title_cosine || candidate.text_cosine;
}

EvidenceValues weigh(const Told& told, const std::vector<Ranked>& ranked) {
  EvidenceValues values{};
  const Ranked& first = ranked.front();
  const double text = value_of(first.features, Feature::kText);
  const double spoken = share(value_of(first.features, Feature::kSpokenTitle),
                              value_of(first.features, Feature::kTitle));
  const auto better_in_text = std::ranges::count_if(
      ranked, [&](const Ranked& other) { return value_of(other.features, Feature::kText) > text; });
  set(values, Evidence::kScore,
      share(first.score, told.information * (kMostText + kMostCaption * spoken)));
  set(values, Evidence::kText, share(text, told.information * kMostText));
  set(values, Evidence::kCoverage, share(told.present, told.information));
  set(values, Evidence::kNearness,
      share(value_of(first.features, Feature::kProximity), told.pairs));
  set(values, Evidence::kRankInText, std::log(1.0 + static_cast<double>(better_in_text)));
  add_captions(ranked, values);
  add_gaps(ranked, values);
  if (has_meaning(first)) add_meaning(ranked, values);
  return values;
}

double chance(const EvidenceValues& values, bool with_meaning) {
  double sum = with_meaning ? kBiasWithMeaning : kBias;
  for (std::size_t i = 0; i < kEvidence; ++i)
    sum += values[i] * (with_meaning ? kWeights[i].with_meaning : kWeights[i].without_meaning);
  return 1 / (1 + std::exp(-sum));
}

}  // namespace

Judgement judge(const Reader& reader, const Plan& plan, const std::vector<Ranked>& ranked) {
  Judgement judgement;
  if (ranked.empty()) return judgement;
  const Ranked& first = ranked.front();
  const Told told = tell(reader.database(), plan, first.passage);
  judgement.evidence = weigh(told, ranked);
  judgement.score = chance(judgement.evidence, has_meaning(first));
  // a passage that has every word that was typed may not be the answer, but it is one to look at
  if (told.complete) judgement.score = std::max(judgement.score, kNone);
  if (first.pinned) judgement.score = 1;  // an editor said so
  judgement.certainty = judgement.score >= kStrong ? Certainty::kStrong
                        : judgement.score < kNone  ? Certainty::kNone
                                                   : Certainty::kWeak;
  return judgement;
}

std::string_view name_of(std::size_t evidence) {
  return kWeights[evidence].name;
}

std::string to_string(const Judgement& judgement) {
  std::ostringstream out;
  out << judgement.score;
  for (std::size_t i = 0; i < kEvidence; ++i)
    out << (i == 0 ? " from " : ", ") << kWeights[i].name << " " << judgement.evidence[i];
  return out.str();
}

}  // namespace aplomb
