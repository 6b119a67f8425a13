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

/// Excluded and archived articles have none.
[[nodiscard]] QueriesToAsk queries_to_ask(const Article& article, const QueryLines& lines);

/// Fills in what came of one. `top` as in CheckOptions.
void take_answer(const SearchPage& page, std::size_t top, CheckedQuery& query);

/// query-missed, query-second, query-nearest or pin-second; absent when the article comes first as
/// an answer.
[[nodiscard]] std::optional<Finding> finding_of(const CheckedQuery& query, std::size_t top);

}  // namespace aplomb
