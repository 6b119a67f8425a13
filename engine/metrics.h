// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

/// How good a ranking is, in the measures that TREC made common. Pure functions; thread-safe.
namespace aplomb::metrics {

/// What each judged document is worth to one question: greater than 0. A document that is not here
/// is worth nothing.
using Grades = std::map<std::string, double>;

/// Documents, best first, each once.
using Ranking = std::vector<std::string>;

/// Discounted cumulative gain of the first `depth` grades: Σ grade / log2(rank + 1).
/// Source: Järvelin and Kekäläinen, "Cumulated gain-based evaluation of IR techniques", ACM TOIS
/// 20(4), 2002, with the discount of Burges et al. (ICML 2005), which also trec_eval uses. Gains
/// are the grades themselves, not 2^grade - 1.
[[nodiscard]] double dcg(const std::vector<double>& grades, std::size_t depth = 10);

/// The normalised one, of the first `depth` documents: over what the best order reaches; 0 to 1,
/// and 0 without grades.
[[nodiscard]] double ndcg(const Ranking& ranked, const Grades& grades, std::size_t depth = 10);

/// 1 / the rank of the first judged document; 0 when none is among the first `depth`. Its mean over
/// questions is the MRR (Voorhees, "The TREC-8 Question Answering Track Report", 1999).
[[nodiscard]] double reciprocal_rank(const Ranking& ranked, const Grades& grades,
                                     std::size_t depth = 10);

/// The share of the judged documents that are among the first `depth`; 0 without grades.
[[nodiscard]] double recall(const Ranking& ranked, const Grades& grades, std::size_t depth = 100);

/// The chance that a positive scores above a negative, ties counting half: the area under the ROC
/// curve, 0.5 for a coin. 0.5 too when there is no positive or no negative.
/// Source: Hanley and McNeil, Radiology 143(1), 1982 (the Mann-Whitney statistic over the number of
/// pairs). Time: n log n.
[[nodiscard]] double auroc(const std::vector<double>& positives, std::vector<double> negatives);

/// The mean; 0 of nothing.
[[nodiscard]] double mean(const std::vector<double>& values);

/// The value below which a share (0 to 1) of the values lies; 0 of nothing.
[[nodiscard]] double percentile(std::vector<double> values, double share);

/// How often chance alone would make the mean of paired differences as large, either way: the
/// two-sided p-value of Fisher's randomisation test, for which each difference may as well have had
/// the other sign. Exact for up to 16 differences other than 0; above, from 100,000 draws of signs
/// of a fixed seed, the observed one counted among them, so never 0. 1 without any difference.
/// Source: Smucker, Allan and Carterette, "A comparison of statistical significance tests for
/// information retrieval evaluation", CIKM 2007, which prefers it to the sign and Wilcoxon tests;
/// Phipson and Smyth, Stat. Appl. Genet. Mol. Biol. 9(1), 2010, on counting the observed one.
[[nodiscard]] double randomisation_p_value(const std::vector<double>& differences);

}  // namespace aplomb::metrics
