// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "engine/result.h"
#include "http/message.h"
#include "http/network.h"

namespace aplomb::http {

struct ServerOptions {
  IpAddress address = loopback_v4();
  std::uint16_t port = 8080;  ///< 0 takes any free one
  std::size_t threads = 64;   ///< each open connection holds one while it is open
};

/// What answers a request; called from many threads at once.
using Answering = std::function<Response(Request)>;

/// Listens on one port and has requests answered. Unsound ones it refuses itself (framing.h).
class Server {
 public:
  /// Binds the port; connections wait until run().
  /// Errors: kConflict (the port is taken), kIo.
  [[nodiscard]] static Result<Server> listen(const ServerOptions& options, Answering answering);

  [[nodiscard]] std::uint16_t port() const;
  /// "http://127.0.0.1:8080/"
  [[nodiscard]] std::string url() const;

  /// Answers until stop(); blocks. Once only.
  void run();

  /// Makes run() return after the requests under way are answered. Takes effect before run() too.
  /// From any thread, or from a signal handler (it calls write(2) only).
  void stop() noexcept;

  Server(Server&&) noexcept;
  Server& operator=(Server&&) noexcept;
  ~Server();

 private:
  class Front;  // keeps httplib.h out of this header
  explicit Server(std::unique_ptr<Front> front);
  std::unique_ptr<Front> front_;
};

}  // namespace aplomb::http
