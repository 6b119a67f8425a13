// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>

namespace aplomb {

/// What knowing that one of `all` texts has a word that `with` of them have tells, in nats, greater
/// than 0: ln(1 + (N - n + ½) / (n + ½)).
/// Source: the weight of Robertson and Spärck Jones, "Relevance weighting of search terms", JASIS
/// 27(3), 1976, without relevance judgements; 1 + keeps it above zero, as Lucene's BM25Similarity
/// has it.
[[nodiscard]] inline double information_of(double with, double all) {
  return std::log(1 + (all - with + 0.5) / (with + 0.5));
}

}  // namespace aplomb
