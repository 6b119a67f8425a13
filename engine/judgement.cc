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

/// What one word of the query would tell.
struct Telling {
  double information = 0;  ///< in nats, its weight included
  bool present = false;    ///< whether the passage has it
};

/// The words of the query, told whether a passage has them. Of a phrase its words count, wherever
/// they stand.
std::vector<Telling> tell(const Xapian::Database& database, const Plan& plan,
                          Xapian::docid passage) {
  const auto stands = [&](const std::string& term) {
    auto terms = database.termlist_begin(passage);
    terms.skip_to(term);
    return terms != database.termlist_end(passage) && *terms == term;
  };
  std::vector<Telling> words;
  const double all = database.get_doccount();
  for (const Group& group : plan.groups) {
    if (group.kind == Clause::Kind::kExcluded) continue;
    Telling& word = words.emplace_back();
    double with = 0;
    for (const Alternative& alternative : group.alternatives) {
      if (alternative.phrase.empty()) {
        with = std::max<double>(with, database.get_termfreq(alternative.term));
        word.present = word.present || stands(alternative.term);
      } else {
        word.present = word.present || std::ranges::all_of(alternative.phrase, stands);
      }
    }
    word.information = group.weight * information_of(with, all);
  }
  return words;
}

CaptionMatch better_caption(const CaptionMatches& captions) {
  const auto fit = [](const CaptionMatch& one) { return one.query_share * one.caption_share; };
  return fit(captions.symptom) > fit(captions.title) ? captions.symptom : captions.title;
}

double share(double part, double whole) {
  return whole > 0 ? part / whole : 0;
}

class EvidenceMaker {
 public:
  double& operator[](Evidence evidence) { return values_[static_cast<std::size_t>(evidence)]; }
  [[nodiscard]] const EvidenceValues& values() const { return values_; }

 private:
  EvidenceValues values_{};
};

double feature(const Ranked& ranked, Feature feature) {
  return ranked.features[static_cast<std::size_t>(feature)];
}

}  // namespace

Judgement judge(const Reader& reader, const Plan& plan, const std::vector<Ranked>& ranked) {
  Judgement judgement;
  if (ranked.empty()) return judgement;
  const Ranked& first = ranked.front();
  const Xapian::Database& database = reader.database();
  const std::vector<Telling> words = tell(database, plan, first.passage);
  double information = 0, present = 0, pairs = 0;
  std::size_t missing = 0;
  for (std::size_t i = 0; i < words.size(); ++i) {
    information += words[i].information;
    if (words[i].present)
      present += words[i].information;
    else
      ++missing;
    if (i > 0) pairs += std::min(words[i].information, words[i - 1].information);
  }
  const CaptionMatch caption = better_caption(first.captions);
  double any_caption = 0, mean_score = 0;
  const std::size_t three = std::min<std::size_t>(3, ranked.size());
  const std::size_t ten = std::min<std::size_t>(10, ranked.size());
  for (std::size_t i = 0; i < three; ++i)
    any_caption = std::max(any_caption, better_caption(ranked[i].captions).caption_share);
  for (std::size_t i = 0; i < ten; ++i) mean_score += ranked[i].score / static_cast<double>(ten);

  EvidenceMaker evidence;
  const double spoken =
      share(feature(first, Feature::kSpokenTitle), feature(first, Feature::kTitle));
  evidence[Evidence::kScore] =
      share(first.score, information * (kMostText + kMostCaption * spoken));
  evidence[Evidence::kText] = share(feature(first, Feature::kText), information * kMostText);
  evidence[Evidence::kCoverage] = share(present, information);
  evidence[Evidence::kCaptionHasQuery] = caption.query_share;
  evidence[Evidence::kQueryHasCaption] = caption.caption_share;
  evidence[Evidence::kQueryHasAnyCaption] = any_caption;
  evidence[Evidence::kGap] =
      ranked.size() < 2 ? 1 : share(first.score - ranked[1].score, first.score);
  evidence[Evidence::kGapToTen] = share(first.score - mean_score, first.score);
  evidence[Evidence::kNearness] = share(feature(first, Feature::kProximity), pairs);
  const auto better_in_text = std::ranges::count_if(ranked, [&](const Ranked& other) {
    return feature(other, Feature::kText) > feature(first, Feature::kText);
  });
  evidence[Evidence::kRankInText] = std::log(1.0 + static_cast<double>(better_in_text));
  if (first.title_cosine || first.text_cosine) {
    judgement.with_meaning = true;
    double next = -1;
    for (std::size_t i = 1; i < ranked.size(); ++i)
      next = std::max(next, ranked[i].title_cosine.value_or(-1));
    evidence[Evidence::kTitleMeaning] = first.title_cosine.value_or(0);
    evidence[Evidence::kTextMeaning] = first.text_cosine.value_or(0);
    evidence[Evidence::kMeaningGap] = first.title_cosine.value_or(0) - next;
  }
  judgement.evidence = evidence.values();
  double sum = judgement.with_meaning ? kBiasWithMeaning : kBias;
  for (std::size_t i = 0; i < kEvidence; ++i)
    sum += judgement.evidence[i] *
           (judgement.with_meaning ? kWeights[i].with_meaning : kWeights[i].without_meaning);
  judgement.score = 1 / (1 + std::exp(-sum));
  // a passage that has every word that was typed may not be the answer, but it is one to look at
  if (missing == 0) judgement.score = std::max(judgement.score, kNone);
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
