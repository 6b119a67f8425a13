// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "engine/result.h"
#include "http/router.h"

namespace aplomb::http {

struct ServerOptions {
  std::string address = "127.0.0.1";  ///< loopback only, see loopback.h
  std::uint16_t port = 8080;          ///< 0 takes any free one
  std::size_t threads = 64;           ///< each open connection holds one while it is open
};

/// Listens on one port and answers from a router.
///
/// Besides routing it refuses requests whose Host is not a loopback name (421), and unsound ones
/// (framing.h). A handler that throws becomes a 500 without the exception's words.
class Server {
 public:
  /// Binds the port; connections wait until run().
  /// Errors: kInvalidArgument (no loopback address), kConflict (the port is taken), kIo.
  [[nodiscard]] static Result<Server> listen(const ServerOptions& options, Router router);

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
