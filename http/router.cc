// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/router.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "http/problem.h"
#include "http/uri.h"

namespace aplomb::http {
namespace {

using Captures = decltype(Request::captures);

/// The page runs its own scripts only and can be framed by nobody. On JSON the policy does no
/// harm, and an answer that some browser takes for a page is then still inert.
constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kSecurityHeaders{{
    {"Content-Security-Policy",
     "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: https:; "
     "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"},
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "same-origin"},
}};

std::optional<std::string_view> capture_name(std::string_view part) {
  if (!part.starts_with('{') || !part.ends_with('}')) return std::nullopt;
  return part.substr(1, part.size() - 2);
}

std::optional<Captures> match(std::string_view pattern,
                              const std::vector<std::string_view>& parts) {
  const auto wanted = split_path(pattern);
  Captures captures;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const auto name = capture_name(wanted[i]);
    if (name && name->ends_with("...")) {
      if (i >= parts.size()) return std::nullopt;
      std::string rest;
      for (std::size_t j = i; j < parts.size(); ++j)
        rest += (j > i ? "/" : "") + percent_decode(parts[j]);
      captures.emplace(name->substr(0, name->size() - 3), std::move(rest));
      return captures;
    }
    if (i >= parts.size()) return std::nullopt;
    if (name)
      captures.emplace(*name, percent_decode(parts[i]));
    else if (percent_decode(parts[i]) != wanted[i])
      return std::nullopt;
  }
  return wanted.size() == parts.size() ? std::optional(std::move(captures)) : std::nullopt;
}

/// Orders rows so that literal parts come before captures, and those before `{rest...}`.
std::vector<int> specificity(const Route& route) {
  std::vector<int> ranks;
  for (const auto part : split_path(route.pattern))
    ranks.push_back(!capture_name(part) ? 0 : part.ends_with("...}") ? 2 : 1);
  return ranks;
}

std::string allow(const std::set<std::string>& methods) {
  std::string list;
  for (const auto& method : methods) list += (list.empty() ? "" : ", ") + method;
  return list;
}

Response not_found(const Request& request) {
  return to_response({.slug = "no-such-route",
                      .status = 404,
                      .title = "There is no such address",
                      .detail = "Nothing is served at this address.",
                      .hint = "The API lies under /api/v1; docs/api.md lists its routes.",
                      .instance = request.path});
}

Response wrong_method(const Request& request, const std::set<std::string>& allowed) {
  auto response = to_response({.slug = "method-not-allowed",
                               .status = 405,
                               .title = "This address does not take that method",
                               .detail = request.method + " is not possible here.",
                               .hint = "Allowed: " + allow(allowed) + ".",
                               .instance = request.path});
  response.headers.emplace_back("Allow", allow(allowed));
  return response;
}

}  // namespace

Router::Router(std::vector<Route> routes) : routes_(std::move(routes)) {
  std::ranges::stable_sort(routes_, {}, specificity);
}

Response Router::answer(Request request) const {
  auto response = dispatch(request);
  for (const auto& [name, value] : kSecurityHeaders)
    if (!response.header(name)) response.headers.emplace_back(name, value);
  return response;
}

Response Router::dispatch(Request& request) const {
  const auto parts = split_path(request.path);
  const std::string_view method =
      request.method == "HEAD" ? "GET" : std::string_view(request.method);
  std::set<std::string> allowed;
  for (const auto& route : routes_) {
    auto captures = match(route.pattern, parts);
    if (!captures) continue;
    if (route.method == method) {
      request.captures = std::move(*captures);
      return route.handler(request);
    }
    allowed.insert(route.method);
    if (route.method == "GET") allowed.insert("HEAD");
  }
  const bool whole_server = request.method == "OPTIONS" && request.path == "*";
  if (allowed.empty() && !whole_server) return not_found(request);
  allowed.insert("OPTIONS");
  if (whole_server) allowed.insert({"GET", "HEAD"});
  if (request.method != "OPTIONS") return wrong_method(request, allowed);
  return {.status = 204, .content_type = {}, .body = {}, .headers = {{"Allow", allow(allowed)}}};
}

}  // namespace aplomb::http
