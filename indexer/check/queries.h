// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "engine/searcher.h"
#include "indexer/check/examine.h"
#include "indexer/checking.h"

namespace aplomb {

/// The requests for an article's pins and test queries, with what is known of each beforehand.
struct QueriesToAsk {
  std::vector<CheckedQuery> queries;  ///< pins first
  std::vector<SearchRequest> requests;
};

/// Excluded, archived and expired articles have none; those that are not yet published are asked for
/// as if they were. Each asks for `depth` hits: showing them is most of what a search costs.
[[nodiscard]] QueriesToAsk queries_to_ask(const Article& article, const QueryLines& lines,
                                          Minute now, std::size_t depth);

/// Fills in what came of one. `top` as in CheckOptions.
void take_answer(const SearchPage& page, std::size_t top, CheckedQuery& query);

/// query-missed, query-second, query-nearest or pin-second; absent when the article comes first as
/// an answer. `depth` as it was asked for.
[[nodiscard]] std::optional<Finding> finding_of(const CheckedQuery& query, std::size_t top,
                                                std::size_t depth);

}  // namespace aplomb
