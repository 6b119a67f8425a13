// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <xapian.h>

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "engine/expansion.h"
#include "engine/filters.h"
#include "engine/searcher.h"

namespace aplomb {

/// The best passage of one article, as Xapian found it.
struct Candidate {
  Xapian::docid passage = 0;
  double score = 0;
  std::string article;  ///< the id
};

struct Retrieved {
  std::vector<Candidate> candidates;  ///< one an article, best first
  std::size_t total = 0;
  bool total_exact = true;
  std::map<FilterField, std::vector<std::pair<std::string, std::size_t>>> facets;
};

/// The Xapian query of a plan. An empty plan with filters matches all they let through; an empty
/// one without matches nothing. No OP_MAX: it crashes libxapian 1.4.22.
[[nodiscard]] Xapian::Query build_query(const Plan& plan, const Filters& filters);

/// Each article that may be found, by its first passage.
[[nodiscard]] Xapian::Query every_article();

/// Several values of one field are alternatives, several fields all hold.
[[nodiscard]] Xapian::Query filter_query(const Filters& filters);

/// What of `query` was updated on `day` or later.
[[nodiscard]] Xapian::Query since(const Xapian::Query& query, Date day);

/// Xapian::BM25Weight with k1 = 1.6, k2 = 0, k3 = 1, b = 0.5, min_normlen = 0.1. For whole
/// documents b = 0.75 was best; passages are of bounded length, and 0.5 finds more of them
/// (docs/ranking.md).
[[nodiscard]] Xapian::BM25Weight make_weight();

/// Runs the query for the `depth` best articles.
/// Throws what Xapian throws.
[[nodiscard]] Retrieved retrieve(const Xapian::Database& database, const Xapian::Query& query,
                                 const SearchRequest& request, std::size_t depth);

}  // namespace aplomb
