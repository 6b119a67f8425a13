// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/judged.h"
#include "engine/result.h"
#include "engine/searcher.h"

namespace aplomb {

/// How well a certainty tells what can be answered from what cannot. Shares are 0 to 1. A question
/// is answered when a judged document is among the first three.
struct Honesty {
  std::size_t answered = 0;
  std::size_t unanswerable = 0;
  double auroc = 0.5;   ///< chance that an answered question is surer than an unanswerable one
  double bluff = 0;     ///< of the unanswerable, the share called strong
  double admitted = 0;  ///< of the unanswerable, the share called none
  double strong = 0;    ///< of the answered, the share called strong
  double missed = 0;    ///< of the answered, the share called none
};

/// What a searcher makes of a judged collection. Ranked documents are those of the hits, then of
/// the nearest.
struct Evaluation {
  std::size_t questions = 0;         ///< asked, with a judged document that is here
  double ndcg = 0;                   ///< nDCG@10, the mean over `questions` as the next two
  double mrr = 0;                    ///< MRR@10
  double recall = 0;                 ///< Recall@100
  std::size_t empty = 0;             ///< questions for which nothing was found
  std::optional<Honesty> honesty;    ///< absent without answered or without unanswerable questions,
                                     ///< and where the search does not say how sure it is
  double p50_ms = 0, p99_ms = 0;     ///< of all searches, one after the other
  std::size_t without_document = 0;  ///< queries left out: none of their documents is here
  std::vector<std::string> not_here;  ///< judged documents that are no article of the index; empty
                                      ///< where the collection names its documents itself
  judged::Run run;
};

/// Told now and then how far it is: questions asked, questions to ask.
using EvaluationProgress = std::function<void(std::size_t done, std::size_t all)>;

/// Asks every query of the collection, as a reader would have typed it, and looks at the first
/// `depth` (1..kMaxLimit) articles. Documents that are not here count for nothing: those that no
/// article stands for or, where documents are articles, those that this reader's index does not
/// have; a former id is as good as its article's.
/// Errors: those of Searcher::search.
[[nodiscard]] Result<Evaluation> evaluate(const Searcher& searcher,
                                          const judged::Collection& collection,
                                          std::size_t depth = kMaxLimit,
                                          const EvaluationProgress& progress = {});

/// What two rankings of the same questions differ in, by nDCG@10.
struct RunComparison {
  struct Question {
    std::string query;
    double before = 0, after = 0;
  };
  std::vector<Question> questions;             ///< by what changed most; ties by query
  std::size_t wins = 0, losses = 0, ties = 0;  ///< of the one after
  double before = 0, after = 0;                ///< means
  double p_value = 1;          ///< metrics::randomisation_p_value of the differences
  std::size_t in_neither = 0;  ///< judged queries that neither run has; they are not compared
};

/// Compares what is judged and in one of the two runs; a run that lacks a query found nothing.
[[nodiscard]] RunComparison compare_runs(const judged::Run& before, const judged::Run& after,
                                         const judged::Grades& grades);

}  // namespace aplomb
