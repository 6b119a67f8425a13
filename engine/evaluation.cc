// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/evaluation.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>
#include <set>
#include <tuple>
#include <utility>

namespace aplomb {
namespace {

/// A question counts as answered when a judged document is among this many.
constexpr std::size_t kAnsweredWithin = 3;
/// Smaller differences of nDCG come from the order in which numbers are added.
constexpr double kTie = 1e-9;

struct Question {
  const judged::Query* query = nullptr;
  metrics::Grades grades;  ///< of documents that are here; empty when nothing answers it
};

/// Certainties of several answers.
struct Sureness {
  std::vector<double> scores;
  std::size_t strong = 0, none = 0;

  void add(const SearchPage& page) {
    scores.push_back(page.certainty_score.value_or(0));
    strong += page.certainty == Certainty::kStrong ? 1 : 0;
    none += page.certainty == Certainty::kNone ? 1 : 0;
  }
  [[nodiscard]] double share(std::size_t count) const {
    return static_cast<double>(count) / static_cast<double>(scores.size());
  }
};

/// Which documents there are, and the names by which they are judged.
class Documents {
 public:
  Documents(const Searcher& searcher, const judged::Collection& collection)
      : searcher_(searcher), document_of_(collection.document_of) {
    if (!document_of_) return;
    for (const auto& [article, document] : *document_of_) here_.insert(document);
  }

  /// The name of an article in the judgements.
  [[nodiscard]] const std::string& of_article(const std::string& id) const {
    const auto& names = document_of_ ? *document_of_ : former_;
    const auto found = names.find(id);
    return found == names.end() ? id : found->second;
  }

  /// The grades of what is here.
  Result<metrics::Grades> here(const metrics::Grades& grades) {
    metrics::Grades found;
    for (const auto& [document, grade] : grades) {
      const auto is = is_here(document);
      if (!is) return tl::unexpected<Error>(is.error());
      if (*is) found.emplace(document, grade);
    }
    return found;
  }

  [[nodiscard]] std::vector<std::string> not_here() const {
    return {missing_.begin(), missing_.end()};
  }

 private:
  Result<bool> is_here(const std::string& document) {
    if (document_of_ || here_.contains(document)) return here_.contains(document);
    if (missing_.contains(document)) return false;
    const auto article = searcher_.article({document});
    if (!article && article.error().code != Code::kNotFound)
      return tl::unexpected<Error>(article.error());
    (article ? here_ : missing_).insert(document);
    if (article && article->article.id.value != document)
      former_.emplace(article->article.id.value, document);
    return article.has_value();
  }

  const Searcher& searcher_;
  const std::optional<std::map<std::string, std::string>>& document_of_;
  std::set<std::string> here_, missing_;
  std::map<std::string, std::string> former_;  // an article's id to the former one that is judged
};

/// Each document once, in the order of its first article.
metrics::Ranking ranking_of(const SearchPage& page, const Documents& documents) {
  metrics::Ranking ranked;
  std::set<std::string> known;
  for (const Hit& hit : page.found())
    if (const std::string& document = documents.of_article(hit.id.value);
        known.insert(document).second)
      ranked.push_back(document);
  return ranked;
}

std::optional<Honesty> honesty_of(const Sureness& answered, const Sureness& unanswerable) {
  if (answered.scores.empty() || unanswerable.scores.empty()) return std::nullopt;
  return Honesty{answered.scores.size(),
                 unanswerable.scores.size(),
                 metrics::auroc(answered.scores, unanswerable.scores),
                 unanswerable.share(unanswerable.strong),
                 unanswerable.share(unanswerable.none),
                 answered.share(answered.strong),
                 answered.share(answered.none)};
}

/// The questions to ask: those with a judged document, and those that nothing answers.
Result<std::vector<Question>> choose(const judged::Collection& collection, Documents& documents,
                                     Evaluation& evaluation) {
  std::vector<Question> questions;
  for (const judged::Query& query : collection.queries) {
    Question question{&query, {}};
    const auto grades = collection.grades.find(query.id);
    if (!collection.left_out.contains(query.id)) {
      if (grades != collection.grades.end()) {
        auto here = documents.here(grades->second);
        if (!here) return tl::unexpected<Error>(here.error());
        question.grades = std::move(*here);
      }
      if (question.grades.empty()) {
        ++evaluation.without_document;
        continue;
      }
    }
    questions.push_back(std::move(question));
  }
  evaluation.not_here = documents.not_here();
  return questions;
}

/// Sums up the answers.
class Tally {
 public:
  void add(const Question& question, const SearchPage& page, metrics::Ranking ranked) {
    judged_ = judged_ && page.certainty_score.has_value();
    const metrics::Grades& grades = question.grades;
    if (grades.empty()) {
      unanswerable_.add(page);
      return;
    }
    if (metrics::reciprocal_rank(ranked, grades, kAnsweredWithin) > 0) answered_.add(page);
    empty_ += ranked.empty() ? 1 : 0;
    gains_.push_back(metrics::ndcg(ranked, grades));
    reciprocals_.push_back(metrics::reciprocal_rank(ranked, grades));
    recalls_.push_back(metrics::recall(ranked, grades));
    run_[question.query->id] = std::move(ranked);
  }

  void fill(Evaluation& evaluation) {
    evaluation.questions = gains_.size();
    evaluation.ndcg = metrics::mean(gains_);
    evaluation.mrr = metrics::mean(reciprocals_);
    evaluation.recall = metrics::mean(recalls_);
    evaluation.empty = empty_;
    if (judged_) evaluation.honesty = honesty_of(answered_, unanswerable_);
    evaluation.run = std::move(run_);
  }

 private:
  std::vector<double> gains_, reciprocals_, recalls_;
  std::size_t empty_ = 0;
  Sureness answered_, unanswerable_;
  bool judged_ = true;  // every answer says how sure it is
  judged::Run run_;
};

}  // namespace

Result<Evaluation> evaluate(const Searcher& searcher, const judged::Collection& collection,
                            std::size_t depth, const EvaluationProgress& progress) {
  Evaluation evaluation;
  Documents documents(searcher, collection);
  const auto questions = choose(collection, documents, evaluation);
  if (!questions) return tl::unexpected<Error>(questions.error());

  Tally tally;
  std::vector<double> times;
  for (const Question& question : *questions) {
    SearchRequest request;
    request.text = question.query->text;
    request.limit = depth;
    const auto begun = std::chrono::steady_clock::now();
    const auto page = searcher.search(request);
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - begun;
    if (!page) return tl::unexpected<Error>(page.error());
    times.push_back(took.count());
    tally.add(question, *page, ranking_of(*page, documents));
    if (progress) progress(times.size(), questions->size());
  }
  tally.fill(evaluation);
  evaluation.p50_ms = metrics::percentile(times, 0.5);
  evaluation.p99_ms = metrics::percentile(std::move(times), 0.99);
  return evaluation;
}

RunComparison compare_runs(const judged::Run& before, const judged::Run& after,
                           const judged::Grades& grades) {
  RunComparison comparison;
  std::vector<double> gains_before, gains_after, differences;
  for (const auto& [query, judged] : grades) {
    if (judged.empty()) continue;
    const auto one = before.find(query), other = after.find(query);
    if (one == before.end() && other == after.end()) {
      ++comparison.in_neither;
      continue;
    }
    const auto gain = [&grades_of = judged](const judged::Run& run, auto found) {
      return found == run.end() ? 0 : metrics::ndcg(found->second, grades_of);
    };
    gains_before.push_back(gain(before, one));
    gains_after.push_back(gain(after, other));
    differences.push_back(gains_after.back() - gains_before.back());
    const double difference = differences.back();
    const bool tie = std::abs(difference) < kTie;
    ++(tie ? comparison.ties : difference > 0 ? comparison.wins : comparison.losses);
    comparison.questions.push_back({query, gains_before.back(), gains_after.back()});
  }
  comparison.before = metrics::mean(gains_before);
  comparison.after = metrics::mean(gains_after);
  comparison.p_value = metrics::randomisation_p_value(differences);
  std::ranges::stable_sort(comparison.questions, [](const auto& a, const auto& b) {
    return std::abs(a.after - a.before) > std::abs(b.after - b.before);
  });
  return comparison;
}

}  // namespace aplomb
