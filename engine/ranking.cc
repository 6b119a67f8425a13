// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/ranking.h"

#include <algorithm>
#include <limits>
#include <sstream>

#include "engine/analyzer.h"
#include "engine/lesson_matcher.h"
#include "engine/proximity.h"
#include "engine/record.h"
#include "engine/schema.h"

namespace aplomb {
namespace {

/// Titles with this share of function and question words or less are headlines (abstracts and
/// reference manuals have 0.06 to 0.28), with that or more they are questions (FAQs: 0.46 to 0.50).
constexpr double kHeadlines = 0.33, kQuestions = 0.46;

/// An article that no longer holds comes below any that does and fits alike.
constexpr double kNoLongerValid = 0.5;
constexpr double kUnfinished = 0.9;
constexpr double kOverdue = 0.97;

/// Of how many of the best the words' positions are read.
constexpr std::size_t kProximityDepth = 10;

double spokenness(double spoken_share) {
  return std::clamp((spoken_share - kHeadlines) / (kQuestions - kHeadlines), 0.0, 1.0);
}

double standing_factor(const record::Standing& standing, Minute now) {
  double factor = standing.boost;
  const bool expired = standing.expiry && *standing.expiry <= now;
  if (expired || standing.confidence == Confidence::kArchived) return factor * kNoLongerValid;
  if (standing.confidence == Confidence::kWip) factor *= kUnfinished;
  if (standing.review_due && *standing.review_due < day_of(now)) factor *= kOverdue;
  return factor;
}

/// An article that has learned nothing might have learned as much as others: it is given what is
/// usual among the candidates that have, a little above their mean where there are several, and
/// less where there is one. Its captions count instead where they fit better and titles are phrased
/// as callers speak. So lessons say which of those that were asked for it is, and do not bring them
/// all before those that never were (docs/ranking.md).
constexpr double kUsual = 2, kFewTaught = 2;

void weigh_untaught(std::vector<Ranked>& ranked, double spoken) {
  for (const Feature feature : {Feature::kLearnedQuestion, Feature::kLearnedWords}) {
    double most = 0, sum = 0, taught = 0;
    for (Ranked& one : ranked) {
      if (!one.taught) continue;
      most = std::max(most, value_of(one.features, feature));
      sum += value_of(one.features, feature);
      ++taught;
    }
    const double usual = kUsual * sum / (taught + kFewTaught);
    for (Ranked& one : ranked) {
      if (one.taught) continue;
      double& value = value_of(one.features, feature);
      value = std::min(most, std::max(usual, spoken * value));
    }
  }
}

void sort_by_score(std::vector<Ranked>::iterator begin, std::vector<Ranked>::iterator end) {
  for (auto one = begin; one != end; ++one) one->score = score_of(*one, default_weights());
  std::stable_sort(begin, end, [](const Ranked& a, const Ranked& b) {
    return a.pinned != b.pinned ? a.pinned : a.score > b.score;
  });
}

}  // namespace

std::optional<QueryMeaning> meaning_of(Reader& reader, const Plan& plan) {
  const CollectionMeaning* const collection = reader.meaning();
  if (collection == nullptr) return std::nullopt;
  std::vector<WeightedWord> words;
  std::vector<std::vector<Token>> tokens;
  for (const Group& group : plan.groups) {
    if (group.kind == Clause::Kind::kExcluded) continue;
    tokens.push_back(analyze(group.taken_for.empty() ? group.word : group.taken_for));
  }
  for (const auto& of_word : tokens)
    std::ranges::move(content_words(of_word, collection->table()), std::back_inserter(words));
  return collection->query(words, plan.language);
}

std::vector<Ranked> rank(Reader& reader, const Plan& plan, const QueryStems& stems,
                         const std::optional<QueryMeaning>& meaning,
                         const std::vector<Candidate>& pinned,
                         const std::vector<Candidate>& candidates, std::size_t again) {
  std::vector<Ranked> ranked;
  ranked.reserve(candidates.size());
  const CaptionStatistics& captions = reader.captions();
  const double spoken = spokenness(captions.spoken_share);
  CaptionMatcher matcher(stems, captions);
  LessonMatcher lessons(stems, captions);
  const double best_text = candidates.empty() ? 0 : candidates.front().score;
  for (std::size_t i = 0; i < again; ++i) {
    Ranked& one = ranked.emplace_back();
    one.passage = candidates[i].passage;
    const Xapian::Document document = reader.database().get_document(one.passage);
    one.pinned =
        std::ranges::find(pinned, candidates[i].article, &Candidate::article) != pinned.end();
    const auto facts = record::decode_ranking_facts(document.get_value(schema::kSlotRanking))
                           .value_or(record::RankingFacts{});
    one.captions = matcher.match(facts.captions);
    if (reader.has_lessons()) {
      const std::string lesson = reader.lesson(candidates[i].article);
      one.taught = !lesson.empty();
      const LessonMatch match = lessons.match(lesson, facts.captions);
      const double nats = stems.total_information() * (one.taught ? belief_in(lesson) : 1);
      value_of(one.features, Feature::kLearnedQuestion) = match.question * nats;
      value_of(one.features, Feature::kLearnedWords) = match.words * nats;
    }
    one.standing = standing_factor(facts.standing, reader.now());
    if (meaning) {
      one.title_cosine = meaning->similarity(facts.title_vector);
      one.text_cosine = meaning->similarity(facts.text_vector);
    }
    const double title_meaning = one.title_cosine.value_or(0) * best_text;
    value_of(one.features, Feature::kTitleMeaning) = title_meaning;
    value_of(one.features, Feature::kSpokenTitleMeaning) = title_meaning * spoken;
    value_of(one.features, Feature::kTextMeaning) = one.text_cosine.value_or(0) * best_text;
    value_of(one.features, Feature::kText) = candidates[i].score;
    value_of(one.features, Feature::kTitle) = one.captions.title.score;
    value_of(one.features, Feature::kSymptom) =
        one.captions.symptom.score * one.captions.symptom.caption_share;
    value_of(one.features, Feature::kSpokenTitle) = one.captions.title.score * spoken;
  }
  if (reader.has_lessons()) weigh_untaught(ranked, spoken);
  sort_by_score(ranked.begin(), ranked.end());

  const Proximity proximity(reader.database(), plan);
  const auto near_end =
      ranked.begin() + static_cast<std::ptrdiff_t>(std::min(again, kProximityDepth));
  for (auto one = ranked.begin(); one != near_end; ++one)
    value_of(one->features, Feature::kProximity) = proximity.of(one->passage);
  sort_by_score(ranked.begin(), near_end);

  // what lies below was not looked at, and must not seem better than what was
  double lowest = std::numeric_limits<double>::max();
  for (const Ranked& one : ranked) lowest = std::min(lowest, one.score);
  for (std::size_t i = again; i < candidates.size(); ++i) {
    Ranked& one = ranked.emplace_back();
    one.passage = candidates[i].passage;
    value_of(one.features, Feature::kText) = candidates[i].score;
    lowest = one.score = std::min(lowest, candidates[i].score);
  }
  return ranked;
}

double score_of(const Ranked& candidate, const Features& weights) {
  double sum = 0;
  for (std::size_t i = 0; i < kFeatures; ++i) sum += weights[i] * candidate.features[i];
  return sum * candidate.standing;
}

std::string to_string(const std::vector<Ranked>& ranked, std::size_t lines) {
  std::ostringstream out;
  for (std::size_t i = 0; i < std::min(lines, ranked.size()); ++i) {
    const Ranked& one = ranked[i];
    out << (i == 0 ? "#" : "\n#") << one.passage << " " << one.score << " =";
    for (const FeatureWeight& feature : kRanking)
      out << " " << feature.name << " " << feature.weight << "×"
          << value_of(one.features, feature.feature);
    if (one.pinned) out << " pinned";
    if (one.standing != 1) out << " standing ×" << one.standing;
    out << ", title has " << one.captions.title.query_share << " of the query, which has "
        << one.captions.title.caption_share << " of it";
  }
  return out.str();
}

}  // namespace aplomb
