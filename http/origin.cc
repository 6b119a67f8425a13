// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/origin.h"

#include <algorithm>

#include "http/problem.h"
#include "http/web_origin.h"

namespace aplomb::http {
namespace {

bool changes(const Request& request) {
  return request.method != "GET" && request.method != "HEAD" && request.method != "OPTIONS";
}

/// Whether an Origin is that of our own pages. Where the client speaks TLS, a page that came
/// without it may be anybody's who sits on the way.
bool is_own(std::string_view origin, const Request& request) {
  return authority_of(origin) == request.header("host") &&
         (!request.secure || origin.starts_with("https://"));
}

/// What the browser itself says comes first: a proxy in front may have changed Host. Browsers say
/// each once; what comes twice has to be right twice.
bool is_foreign(const Request& request) {
  const auto any_is_not = [&](std::string_view name, const auto& ours) {
    return std::ranges::any_of(request.headers, [&](const auto& field) {
      return field.first == name && !ours(field.second);
    });
  };
  if (request.header("sec-fetch-site"))
    return any_is_not("sec-fetch-site", [](const auto& site) { return site == "same-origin"; });
  return any_is_not("origin", [&](const auto& origin) { return is_own(origin, request); });
}

bool says_where_from(const Request& request) {
  return request.header("sec-fetch-site") || request.header("origin");
}

/// No browser adds it by itself, so no foreign page can have it sent.
bool shows_a_token(const Request& request) {
  return request.caller.is_named() && !request.caller.is_ambient();
}

}  // namespace

bool is_asked_from_elsewhere(const Request& request) {
  return is_foreign(request) && !shows_a_token(request);
}

std::optional<Response> cross_site_refusal(const Request& request) {
  if (!changes(request) || shows_a_token(request)) return std::nullopt;
  const bool forged =
      is_foreign(request) || (request.caller.is_ambient() && !says_where_from(request));
  if (!forged) return std::nullopt;
  return to_response({.slug = "cross-site",
                      .status = 403,
                      .title = "The request comes from another site",
                      .detail = "A page elsewhere may not act for whoever is signed in here.",
                      .hint = "Programs send a bearer token instead of the cookie.",
                      .instance = request.path});
}

Result<Cors> Cors::make(std::vector<std::string> origins) {
  auto read = read_origins(std::move(origins));
  if (!read) return tl::unexpected(read.error());
  Cors cors;
  cors.origins_ = *std::move(read);
  return cors;
}

bool Cors::allows(const Request& request) const {
  const auto origin = request.header("origin");
  return origin && std::ranges::find(origins_, *origin) != origins_.end();
}

void Cors::add_headers(const Request& request, Response& response) const {
  if (origins_.empty()) return;
  auto& headers = response.headers;
  response.add_vary("Origin");
  if (!allows(request)) return;
  headers.emplace_back("Access-Control-Allow-Origin", *request.header("origin"));
  headers.emplace_back("Access-Control-Expose-Headers",
                       "ETag, Location, RateLimit, RateLimit-Policy, Retry-After, "
                       "Server-Timing, X-Request-Id");
  if (request.method != "OPTIONS") return;
  headers.emplace_back("Access-Control-Allow-Methods", response.header("allow").value_or(""));
  headers.emplace_back("Access-Control-Allow-Headers",
                       "Authorization, Content-Type, If-Match, If-None-Match, X-Request-Id");
  headers.emplace_back("Access-Control-Max-Age", "600");
}

}  // namespace aplomb::http
