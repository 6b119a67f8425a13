// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <thread>
#include <utility>

#include "http/server.h"

namespace aplomb::http::test {

/// A server on a port of its own, running until the test ends.
class RunningServer {
 public:
  explicit RunningServer(Backend backend, const ServerOptions& options = {})
      : server_(Server::listen({.port = 0}, std::move(backend), options).value()),
        thread_([this] { server_.run(); }) {}
  ~RunningServer() { stop(); }

  [[nodiscard]] std::uint16_t port() const { return server_.port(); }
  /// Returns at once.
  void begin_stop() { server_.stop(); }
  /// Waits for the end.
  void stop() {
    server_.stop();
    if (thread_.joinable()) thread_.join();
  }

 private:
  Server server_;
  std::thread thread_;
};

}  // namespace aplomb::http::test
