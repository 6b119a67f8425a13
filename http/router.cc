// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/router.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <stdexcept>
#include <utility>

#include "http/problem.h"
#include "http/text.h"
#include "http/uri.h"

namespace aplomb::http {
namespace {

using Captures = decltype(Request::captures);

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

Response not_found(const Request& request) {
  return to_response({.slug = "no-such-route",
                      .status = 404,
                      .title = "There is no such address",
                      .detail = "Nothing is served at this address.",
                      .hint = "The API lies under /api/v1; /openapi.json describes it.",
                      .instance = request.path});
}

Response wrong_method(const Request& request, const std::string& allowed) {
  auto response = to_response({.slug = "method-not-allowed",
                               .status = 405,
                               .title = "This address does not take that method",
                               .detail = request.method + " is not possible here.",
                               .hint = "Allowed: " + allowed + ".",
                               .instance = request.path});
  response.headers.emplace_back("Allow", allowed);
  return response;
}

Response no_index(const Request& request) {
  auto response = problem_response({Code::kUnavailable, "The articles are being indexed.",
                                    "Ask again in a few seconds; /readyz tells when it is done."},
                                   request);
  response.headers.emplace_back("Retry-After", "2");
  return response;
}

/// Whether a row's handler, access and audience belong together.
bool is_sound(const Route& route) {
  const bool reads = std::holds_alternative<ReadingHandler>(route.handler);
  if (reads != (route.reads != Reads::kNothing)) return false;
  return route.reads != Reads::kInternal || route.access >= Access::kAgent;
}

}  // namespace

Router::Router(std::vector<Route> routes, const Houses& houses)
    : routes_(std::move(routes)), houses_(&houses) {
  for (const auto& route : routes_)
    if (!is_sound(route))
      throw std::logic_error(route.method + " " + route.pattern +
                             " says nothing sound about who may call it and what it reads");
  std::ranges::stable_sort(routes_, {}, specificity);
}

std::vector<std::string> Router::methods(const Request& request) const {
  const auto parts = split_path(request.path);
  std::set<std::string> allowed;
  for (const auto& route : routes_)
    if (match(route.pattern, parts)) allowed.insert(route.method);
  if (request.path == "*") allowed.insert("GET");
  if (allowed.contains("GET")) allowed.insert("HEAD");
  if (!allowed.empty()) allowed.insert("OPTIONS");
  return {allowed.begin(), allowed.end()};
}

Router::Found Router::find(const Request& request) const {
  const auto parts = split_path(request.path);
  const std::string_view method =
      request.method == "HEAD" ? "GET" : std::string_view(request.method);
  for (const auto& route : routes_) {
    if (route.method != method) continue;
    if (auto captures = match(route.pattern, parts)) return Match{&route, *std::move(captures)};
  }
  const auto allowed = comma_list(methods(request));
  if (allowed.empty()) return not_found(request);
  if (request.method != "OPTIONS") return wrong_method(request, allowed);
  return Response{.status = 204, .headers = {{"Allow", allowed}}};
}

Response Router::answer(const Route& route, const Request& request) const {
  if (auto refused = refusal(route.access, request)) return *std::move(refused);
  if (const auto* const handler = std::get_if<Handler>(&route.handler)) return (*handler)(request);
  const auto audience =
      route.reads == Reads::kInternal ? Audience::kInternal : request.caller.audience();
  const auto* const searcher = houses_->of(audience);
  if (searcher == nullptr) return no_index(request);
  return std::get<ReadingHandler>(route.handler)(*searcher, request);
}

Response Router::answer(Request request) const {
  auto found = find(request);
  if (auto* const response = std::get_if<Response>(&found)) return std::move(*response);
  auto& [route, captures] = std::get<Match>(found);
  request.captures = std::move(captures);
  return answer(*route, request);
}

}  // namespace aplomb::http
