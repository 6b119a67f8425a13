// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cassert>

#include "http/assets.h"
#include "http/negotiation.h"
#include "http/problem.h"
#include "http/routes.h"
#include "http/uri.h"

namespace aplomb::http {
namespace {

/// Names stay the same across versions, so a browser asks each time and mostly hears 304.
Response to_response(const Asset& asset, const Request& request) {
  Response response{.status = 200,
                    .content_type = std::string(asset.content_type),
                    .body = std::string(asset.bytes),
                    .headers = {{"Cache-Control", "no-cache"}}};
  return with_etag(std::move(response), request, std::string(asset.etag));
}

}  // namespace

const Asset* find_asset(std::string_view name) {
  const auto all = assets();
  const auto found = std::ranges::find(all, name, &Asset::name);
  return found == all.end() ? nullptr : &*found;
}

Response get_page(const Request& request) {
  const auto* const page = find_asset("index.html");
  assert(page != nullptr && "the build embeds it");
  return to_response(*page, request);
}

/// The page itself; it fetches the article. The status is the article's, for link checkers.
Response get_article_page(const Searcher& searcher, const Request& request) {
  const ArticleId id{std::string(request.capture("id"))};
  const auto stored = is_valid(id) ? searcher.article(id) : fail(Code::kNotFound, "no such id");
  if (stored && stored->article.id != id)
    return redirect(301, article_url(stored->article.id.value));
  if (stored) return get_page(request);
  auto page = get_page(
      {.method = "GET", .path = "/", .query = {}, .headers = {}, .body = {}, .captures = {}});
  page.status = status_of(stored.error().code);
  return page;
}

Response get_by_path(const Searcher& searcher, const Request& request) {
  const auto id = searcher.find_path(request.capture("path"));
  if (!id) return problem_response(id.error(), request);
  return redirect(302, article_url(id->value));
}

Response get_asset(const Request& request) {
  const auto* const asset = find_asset(request.capture("name"));
  if (asset == nullptr)
    return problem_response({Code::kNotFound, "The page has no such file.", ""}, request);
  return to_response(*asset, request);
}

}  // namespace aplomb::http
