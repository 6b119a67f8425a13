// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/service.h"

#include <spdlog/spdlog.h>

#include <exception>

#include "http/access_log.h"
#include "http/compression.h"
#include "http/metrics.h"
#include "http/parameters.h"
#include "http/problem.h"
#include "http/rate_limits.h"
#include "http/request_id.h"

namespace aplomb::http {
namespace {

/// Refusals are shown by nobody else, whatever they refuse.
Shown shown(const Route* route, const Response& response) {
  return route != nullptr && response.status == 200 ? route->shown : Shown::kAlone;
}

Response wrong_host(const Request& request) {
  return to_response({.slug = "wrong-host",
                      .status = 421,
                      .title = "This server has another name",
                      .detail = "The Host header names none of the names of this server.",
                      .hint = "Whoever runs it can add the name: aplomb serve --host NAME.",
                      .instance = request.path});
}

Response internal_error(const Request& request) {
  return to_response({.slug = "internal",
                      .status = 500,
                      .title = "Something failed in the server",
                      .detail = "The request could not be answered.",
                      .hint = "The server's log says why, under this X-Request-Id.",
                      .instance = request.path});
}

/// A path as the server's log may have it.
std::string_view told_path(const Route* route, const Request& request) {
  return route != nullptr && is_personal(route->pattern) ? route->pattern : request.path;
}

/// Who asks, in the access log: people by numbers that say nothing once they are erased.
std::string log_name(const Caller& caller) {
  return caller.person ? "person:" + std::to_string(caller.person->value) : caller.name;
}

/// Bytes of a refused request's path that are looked at: it must not take longer than to answer.
constexpr std::size_t kMostToldPath = 512;

}  // namespace

Service::Service(Router router, Identity identity, ServedNames names, OtherSites others,
                 Watchers watchers, RateLimits* limits)
    : router_(std::move(router)),
      identity_(std::move(identity)),
      names_(std::move(names)),
      others_(std::move(others)),
      watchers_(watchers),
      limits_(limits) {}

Response Service::decide(Request& request, const Route*& route) const {
  const auto host = request.header("host");
  if (!host || !names_.contains(*host)) return wrong_host(request);
  auto found = router_.find(request);
  if (auto* const response = std::get_if<Response>(&found)) return std::move(*response);
  auto& match = std::get<Router::Match>(found);
  route = match.route;
  request.captures = std::move(match.captures);

  auto caller = identity_.identify(request);
  // What is open to anybody is open as well to those whose token has expired. Who is turned away
  // still gets the page, which asks the API and says why in words.
  if (!caller && route->access == Access::kOpen &&
      (caller.error().code == Code::kUnauthenticated ||
       (caller.error().code == Code::kForbidden && !request.path.starts_with("/api/"))))
    caller = Caller{};
  // Whoever could not be identified counts as anybody does, or a wrong token would be the way
  // around.
  if (caller) request.caller = *caller;
  if (limits_ == nullptr) return admit(caller, *route, request);
  const auto charge = limits_->charge(*route, request);
  auto refused = quota_refusal(charge, request);
  auto response = refused ? *std::move(refused) : admit(caller, *route, request);
  add_headers(charge, response);
  return response;
}

Response Service::admit(const Result<Caller>& caller, const Route& route,
                        const Request& request) const {
  if (!caller) return problem_response(caller.error(), request);
  if (auto refused = cross_site_refusal(request)) return *std::move(refused);
  return router_.answer(route, request);
}

void Service::finish(const Request& request, const Route* route, Response& response) const {
  add_security_headers(shown(route, response), others_.panels, response);
  response.headers.emplace_back("X-Request-Id", request.id);
  if (response.status == 401)
    response.headers.emplace_back("WWW-Authenticate", "Bearer realm=\"aplomb\"");
  others_.cors.add_headers(request, response);
  compress(request, response);
}

void Service::tell(const Request& request, const Route* route, const Response& response,
                   std::chrono::system_clock::time_point time,
                   std::chrono::nanoseconds took) const {
  const std::string_view pattern = route == nullptr ? std::string_view{} : route->pattern;
  if (watchers_.metrics != nullptr)
    watchers_.metrics->answered(pattern, request.method, response.status, took);
  if (watchers_.access_log == nullptr) return;
  const auto query = Parameters(request).text("q");
  const auto& caller = request.caller;
  const auto who = log_name(caller);
  watchers_.access_log->record({.time = time,
                                .request_id = request.id,
                                .method = request.method,
                                .route = pattern,
                                .path = request.path,
                                .query = query,
                                .status = response.status,
                                .bytes = request.method == "HEAD" ? 0 : response.body.size(),
                                .took = took,
                                .role = caller.role ? to_string(*caller.role) : std::string_view{},
                                .who = who,
                                .address = request.client});
}

void Service::refused(Request& request, Response& response) const {
  if (request.path.size() > kMostToldPath) request.path.resize(kMostToldPath);
  request.id = request_id(request.header("x-request-id"));
  identity_.locate(request);
  const auto* const route = router_.row(request.method, request.path);
  finish(request, route, response);
  tell(request, route, response, std::chrono::system_clock::now(), {});
}

Response Service::answer(Request request) const {
  const auto time = std::chrono::system_clock::now();
  const auto start = std::chrono::steady_clock::now() - request.waited;
  request.id = request_id(request.header("x-request-id"));
  identity_.locate(request);
  const Route* route = nullptr;
  Response response;
  try {
    response = decide(request, route);
  } catch (const std::exception& error) {
    spdlog::error("{} {} {}: a handler threw: {}", request.id, request.method,
                  told_path(route, request), error.what());
    response = internal_error(request);
  }
  if (response.status >= 500)
    spdlog::warn("{} {} {}: {} {}", request.id, request.method, told_path(route, request),
                 response.status,
                 route != nullptr && is_personal(route->pattern) ? "" : response.body);
  finish(request, route, response);
  tell(request, route, response, time, std::chrono::steady_clock::now() - start);
  return response;
}

}  // namespace aplomb::http
