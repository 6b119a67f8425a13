// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

#include "engine/result.h"
#include "engine/searcher.h"
#include "http/message.h"
#include "http/router.h"

namespace aplomb::http {

/// All routes of the server, answered from `searcher`, which must outlive the router. Pictures and
/// documents that articles link to come from the articles folder; without one there are none.
[[nodiscard]] Router make_router(const Searcher& searcher,
                                 const std::filesystem::path& articles = {});

/// What the query parameters of GET /api/v1/search ask for. Errors: kInvalidArgument.
[[nodiscard]] Result<SearchRequest> read_search_request(const Request& request);

/// What the query parameters of GET /api/v1/articles ask for. Errors: kInvalidArgument.
[[nodiscard]] Result<ListRequest> read_list_request(const Request& request);

// The handlers, by the file that holds them.

// search_routes.cc
[[nodiscard]] Response search(const Searcher& searcher, const Request& request);
[[nodiscard]] Response suggest(const Searcher& searcher, const Request& request);

// article_routes.cc
[[nodiscard]] Response list_articles(const Searcher& searcher, const Request& request);
[[nodiscard]] Response get_article(const Searcher& searcher, const Request& request);

// page_routes.cc
[[nodiscard]] Response get_page(const Request& request);
[[nodiscard]] Response get_article_page(const Searcher& searcher, const Request& request);
[[nodiscard]] Response get_by_path(const Searcher& searcher, const Request& request);
[[nodiscard]] Response get_asset(const Request& request);

// file_routes.cc
/// Of customers' files only those that a text of theirs shows, by their opaque names.
[[nodiscard]] Response get_file(const Searcher& searcher, const std::filesystem::path& articles,
                                const Request& request);

// health_routes.cc
[[nodiscard]] Response healthz(const Request& request);
/// Only an agent's searcher says what the index holds.
[[nodiscard]] Response readyz(const Searcher& searcher, const Request& request);

}  // namespace aplomb::http
