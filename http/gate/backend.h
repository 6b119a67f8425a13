// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>

#include "http/gate/demand.h"
#include "http/gate/figures.h"
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
  /// Kept up to date while the server runs, which it must outlive; null: nobody looks.
  GateFigures* figures = nullptr;
};

/// How long a connection may take for what; then it is closed.
struct Deadlines {
  /// Between two requests. Browsers and proxies keep theirs for a minute or so.
  std::chrono::milliseconds idle = std::chrono::seconds(75);
  /// From the first byte of a head to its last. Nobody types one.
  std::chrono::milliseconds head = std::chrono::seconds(5);
  std::chrono::milliseconds body = std::chrono::seconds(20);
  /// For each 16 KiB of an answer.
  std::chrono::milliseconds write = std::chrono::seconds(10);
  /// To take note of the last answer.
  std::chrono::milliseconds linger = std::chrono::seconds(1);
  /// How long stop() lets requests finish.
  std::chrono::milliseconds drain = std::chrono::seconds(10);
  /// Once it stops: who has just connected is about to ask.
  std::chrono::milliseconds first_request = std::chrono::seconds(1);
};

struct ServerOptions {
  std::size_t read_threads = 0;  ///< 0: one a core, at least two
  std::size_t write_threads = 2;
  /// 0: as many as the limit of open files has room for. One more takes the place of the one that
  /// has been idle longest.
  std::size_t max_connections = 0;
  Deadlines deadlines{};
};

}  // namespace aplomb::http
