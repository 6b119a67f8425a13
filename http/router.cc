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
#include "http/view.h"

namespace aplomb::http {
namespace {

using Captures = decltype(Request::captures);

std::optional<std::string_view> capture_name(std::string_view part) {
  if (!part.starts_with('{') || !part.ends_with('}')) return std::nullopt;
  return part.substr(1, part.size() - 2);
}

std::optional<Captures> match(const std::vector<std::string>& wanted,
                              const std::vector<std::string>& parts) {
  Captures captures;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (i >= parts.size()) return std::nullopt;
    const auto name = capture_name(wanted[i]);
    if (name && name->ends_with("...")) {
      auto rest = parts[i];
      for (std::size_t j = i + 1; j < parts.size(); ++j) rest += "/" + parts[j];
      captures.emplace(name->substr(0, name->size() - 3), std::move(rest));
      return captures;
    }
    if (name)
      captures.emplace(*name, parts[i]);
    else if (parts[i] != wanted[i])
      return std::nullopt;
  }
  return wanted.size() == parts.size() ? std::optional(std::move(captures)) : std::nullopt;
}

constexpr std::size_t kMostDemandingPath = 512;

/// HEAD is answered as GET.
std::string_view method_of_row(std::string_view method) {
  return method == "HEAD" ? "GET" : method;
}

/// Orders rows so that literal parts come before captures, and those before `{rest...}`.
std::vector<int> specificity(const Route& route) {
  std::vector<int> ranks;
  for (const auto& part : route.parts)
    ranks.push_back(!capture_name(part) ? 0 : part.ends_with("...}") ? 2 : 1);
  return ranks;
}

/// Whether `first`, the most specific row that matches, hides a row: `/promises/terms` is no
/// `/promises/{id}`, whatever the method (as in OpenAPI 3.1, Path Templating Matching).
bool is_hidden(const Route& route, const Route* first) {
  return first != nullptr && route.pattern != first->pattern;
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

/// What answers from internal articles alone has nothing to show to customers.
Error no_view() {
  return fail_at("view", "nothing of this is for customers", "Leave it out.").value();
}

/// Whether a row's handler, access and audience belong together.
bool is_sound(const Route& route) {
  const bool reads = std::holds_alternative<ReadingHandler>(route.handler);
  if (reads != (route.reads != Reads::kNothing)) return false;
  return route.reads != Reads::kInternal || route.access >= Access::kStaff;
}

}  // namespace

std::vector<std::string> parts_of(std::string_view path) {
  std::vector<std::string> parts;
  for (const auto part : split_path(path)) parts.push_back(percent_decode(part));
  return parts;
}

Router::Router(std::vector<Route> routes, const Houses& houses)
    : routes_(std::move(routes)), houses_(&houses) {
  for (const auto& route : routes_)
    if (!is_sound(route))
      throw std::logic_error(route.method + " " + route.pattern +
                             " says nothing sound about who may call it and what it reads");
  std::ranges::stable_sort(routes_, {}, specificity);
}

std::vector<std::string> Router::methods(const Request& request) const {
  const auto parts = parts_of(request.path);
  std::set<std::string> allowed;
  const Route* first = nullptr;
  for (const auto& route : routes_) {
    if (is_hidden(route, first) || !match(route.parts, parts)) continue;
    first = &route;
    allowed.insert(route.method);
  }
  if (request.path == "*") allowed.insert("GET");
  if (allowed.contains("GET")) allowed.insert("HEAD");
  if (!allowed.empty()) allowed.insert("OPTIONS");
  return {allowed.begin(), allowed.end()};
}

Router::Found Router::find(const Request& request) const {
  const auto parts = parts_of(request.path);
  const Route* first = nullptr;
  for (const auto& route : routes_) {
    if (is_hidden(route, first)) continue;
    auto captures = match(route.parts, parts);
    if (!captures) continue;
    first = &route;
    if (route.method == method_of_row(request.method)) return Match{&route, *std::move(captures)};
  }
  const auto allowed = comma_list(methods(request));
  if (allowed.empty()) return not_found(request);
  if (request.method != "OPTIONS") return wrong_method(request, allowed);
  return Response{.status = 204, .headers = {{"Allow", allowed}}};
}

const Route* Router::row(std::string_view method, std::string_view path) const {
  const auto parts = parts_of(path);
  const Route* first = nullptr;
  for (const auto& route : routes_) {
    if (is_hidden(route, first) || !match(route.parts, parts)) continue;
    first = &route;
    if (route.method == method_of_row(method)) return &route;
  }
  return nullptr;
}

Demand Router::demand(std::string_view method, std::string_view path) const {
  // The gate's one thread asks, so what takes long to look at is not looked at: what no row says
  // of itself by so many letters takes what its method does.
  if (path.size() > kMostDemandingPath)
    return {.lane = method_of_row(method) == "GET" ? Lane::kRead : Lane::kWrite};
  const auto* const found = row(method, path);
  return found == nullptr ? Demand{} : found->demand;
}

Response Router::answer(const Route& route, const Request& request) const {
  if (auto refused = refusal(route.access, request)) return *std::move(refused);
  if (const auto* const handler = std::get_if<Handler>(&route.handler)) return (*handler)(request);
  const auto audience = audience_of(request);
  if (!audience) return problem_response(audience.error(), request);
  if (route.reads == Reads::kInternal && *audience != Audience::kInternal)
    return problem_response(no_view(), request);
  const auto* const searcher = houses_->of(*audience);
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
