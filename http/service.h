// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>

#include "http/identity.h"
#include "http/message.h"
#include "http/origin.h"
#include "http/router.h"
#include "http/security_headers.h"
#include "http/served_names.h"

namespace aplomb::http {

class AccessLog;
class Metrics;
class RateLimits;

/// Who is told of each answer; null: nobody. Both must outlive the service.
struct Watchers {
  Metrics* metrics = nullptr;
  AccessLog* access_log = nullptr;
};

/// What pages of other sites may do.
struct OtherSites {
  Cors cors = {};            ///< call the API with a token
  PanelOrigins panels = {};  ///< hold our panel in a frame
};

/// What becomes of every request, from the moment it is read to its answer: is it for us (421),
/// what is it for (404, 405), who asks (401), do they ask too often (429), does another site's page
/// make them ask (403), may they (401, 403); then the route's handler. Each answer carries the
/// security headers, unless its handler set its own, and X-Request-Id, and is compressed where that
/// pays. A handler that throws becomes a 500 without the exception's words.
///
/// Thread-safety: answer() may be called from any thread at once.
class Service {
 public:
  /// `limits` must outlive the service; null: everybody may ask as often as they like.
  Service(Router router, Identity identity, ServedNames names, OtherSites others,
          Watchers watchers = {}, RateLimits* limits = nullptr);

  [[nodiscard]] Response answer(Request request) const;

  /// Finishes and tells of an answer that the server gave before a request came this far. `request`
  /// holds what was understood of it.
  void refused(Request& request, Response& response) const;

  [[nodiscard]] const Router& router() const { return router_; }

 private:
  /// `route` becomes the row that was asked for, where there is one.
  [[nodiscard]] Response decide(Request& request, const Route*& route) const;
  /// What becomes of it once it is known what it is for and, where there is one, who asks.
  [[nodiscard]] Response admit(const Result<Caller>& caller, const Route& route,
                               const Request& request) const;
  void finish(const Request& request, const Route* route, Response& response) const;
  void tell(const Request& request, const Route* route, const Response& response,
            std::chrono::system_clock::time_point time, std::chrono::nanoseconds took) const;

  Router router_;
  Identity identity_;
  ServedNames names_;
  OtherSites others_;
  Watchers watchers_;
  RateLimits* limits_;
};

}  // namespace aplomb::http
