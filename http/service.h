// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>

#include "http/identity.h"
#include "http/message.h"
#include "http/origin.h"
#include "http/router.h"
#include "http/served_names.h"

namespace aplomb::http {

class AccessLog;
class Metrics;

/// Who is told of each answer; null: nobody. Both must outlive the service.
struct Watchers {
  Metrics* metrics = nullptr;
  AccessLog* access_log = nullptr;
};

/// What becomes of every request, from the moment it is read to its answer: is it for us (421),
/// what is it for (404, 405), who asks (401), does another site's page make them ask (403), may
/// they (401, 403); then the route's handler. Each answer carries the security headers, unless
/// its handler set its own, and X-Request-Id, and is compressed where that pays. A handler that
/// throws becomes a 500 without the exception's words.
///
/// Thread-safety: answer() may be called from any thread at once.
class Service {
 public:
  Service(Router router, Identity identity, ServedNames names, Cors cors, Watchers watchers = {});

  [[nodiscard]] Response answer(Request request) const;

  [[nodiscard]] const Router& router() const { return router_; }

 private:
  /// `route` becomes the row that was asked for, where there is one.
  [[nodiscard]] Response decide(Request& request, const Route*& route) const;
  void finish(const Request& request, Response& response) const;
  void tell(const Request& request, const Route* route, const Response& response,
            std::chrono::system_clock::time_point time, std::chrono::nanoseconds took) const;

  Router router_;
  Identity identity_;
  ServedNames names_;
  Cors cors_;
  Watchers watchers_;
};

}  // namespace aplomb::http
