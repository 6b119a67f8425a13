// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>

#include "http/gate/demand.h"
#include "http/message.h"

namespace aplomb::http {

/// What stands behind a server.
struct Backend {
  /// Answers a request; called from many threads at once.
  std::function<Response(Request)> answer;
  /// Asked of each request before its body is read; empty: all take what Demand says by default.
  DemandOf demand = {};
  /// Sees the answers that the server gives by itself, because a request is unsound, too slow or
  /// one too many, before they are sent: to add headers and to count them. `request` holds what
  /// was understood of it, perhaps nothing but the peer. Must not wait for anything.
  std::function<void(Request& request, Response& response)> refused = {};
};

struct ServerOptions {
  std::size_t read_threads = 0;  ///< 0: one a core, at least two
  std::size_t write_threads = 1;
  /// How long stop() lets requests finish.
  std::chrono::milliseconds drain_time = std::chrono::seconds(10);
};

}  // namespace aplomb::http
