// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cassert>

#include "engine/opaque_name.h"
#include "http/assets.h"
#include "http/etag.h"
#include "http/negotiation.h"
#include "http/problem.h"
#include "http/routes.h"
#include "http/uri.h"

namespace aplomb::http {
namespace {

const Asset& page() {
  const auto* const found = find_asset("index.html");
  assert(found != nullptr && "the build embeds it");
  return *found;
}

/// Whether the asset goes to who asks in the gzip form that the build has made.
bool is_sent_as_gzip(const Asset& asset, const Request& request) {
  return !asset.gzip.empty() && accepts_gzip(request.header("accept-encoding"));
}

/// Names stay the same across versions, so a browser asks each time and mostly hears 304.
Response without_etag(const Asset& asset, const Request& request,
                      std::string_view cache_control = "no-cache") {
  const bool as_gzip = is_sent_as_gzip(asset, request);
  Response response{.status = 200,
                    .content_type = std::string(asset.content_type),
                    .body = std::string(as_gzip ? asset.gzip : asset.bytes),
                    .headers = {{"Cache-Control", std::string(cache_control)}}};
  if (!asset.gzip.empty()) response.add_vary("Accept-Encoding");
  if (as_gzip) response.headers.emplace_back("Content-Encoding", "gzip");
  return response;
}

Response to_response(const Asset& asset, const Request& request) {
  auto etag = is_sent_as_gzip(asset, request) ? gzip_etag(asset.etag) : std::string(asset.etag);
  return with_etag(without_etag(asset, request), request, std::move(etag));
}

/// The page where what it is to show cannot be had; it says so itself. Never 304.
Response page_with_status(int status, const Request& request) {
  auto response = without_etag(page(), request);
  response.status = status;
  return response;
}

}  // namespace

const Asset* find_asset(std::string_view name) {
  const auto all = assets();
  const auto found = std::ranges::find(all, name, &Asset::name);
  return found == all.end() ? nullptr : &*found;
}

Response get_page(const Request& request) {
  return to_response(page(), request);
}

/// Not kept by browsers: its headers say who may show it, a setting changes them, and of those of a
/// 304 no browser takes over all.
Response get_panel_page(const Request& request) {
  return without_etag(page(), request, kNoStore);
}

Response get_description(const Request& request) {
  const auto* const description = find_asset("openapi.json");
  assert(description != nullptr && "the build embeds it");
  return to_response(*description, request);
}

/// The page itself; it fetches the article. The status is the article's, for link checkers.
Response get_article_page(const Searcher& searcher, const Request& request) {
  // Nobody learns which articles there are; the page asks them to sign in.
  if (!request.caller.role) return get_page(request);
  const ArticleId id{std::string(request.capture("id"))};
  if (!is_valid(id)) return page_with_status(404, request);
  const auto stored = searcher.article(id);
  if (!stored) return page_with_status(status_of(stored.error().code), request);
  if (stored->article.id != id) return redirect(301, article_url(stored->article.id.value));
  return get_page(request);
}

/// A path may lack its ending, or be an opaque name of it behind `~`, which is all that customers
/// know.
Response get_by_path(const Searcher& searcher, const Request& request) {
  if (!request.caller.role) return get_page(request);
  std::string path(request.capture("path"));
  while (path.ends_with('/')) path.pop_back();
  Result<ArticleId> id = fail(Code::kNotFound, "", "");
  const auto nothing_yet = [&] { return !id && id.error().code == Code::kNotFound; };
  for (const std::string_view ending : kImpliedEndings)
    if (nothing_yet()) id = searcher.find_path(path + std::string(ending));
  if (nothing_yet() && path.starts_with('~')) id = searcher.find_link(path.substr(1));
  if (id) return redirect(302, article_url(id->value));
  return nothing_yet() ? page_with_status(404, request) : problem_response(id.error(), request);
}

Response get_asset(const Request& request) {
  const auto* const asset = find_asset(request.capture("name"));
  if (asset == nullptr)
    return problem_response({Code::kNotFound, "The page has no such file.", ""}, request);
  return to_response(*asset, request);
}

}  // namespace aplomb::http
