// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "engine/result.h"
#include "http/gate/backend.h"
#include "http/gate/listener.h"

namespace aplomb::http {

class Gate;

/// Takes connections, lets only whole and sound requests through (docs/architecture.md, "The
/// gate"), and has them answered.
class Server {
 public:
  /// Connections wait until run(). Errors: kIo.
  [[nodiscard]] static Result<Server> make(std::vector<Listener> listeners, Backend backend,
                                           const ServerOptions& options = {});
  /// The same with one listener. Errors: kConflict (the port is taken), kIo.
  [[nodiscard]] static Result<Server> listen(const Endpoint& endpoint, Backend backend,
                                             const ServerOptions& options = {});

  /// The first TCP listener's; 0 when there is none.
  [[nodiscard]] std::uint16_t port() const;
  /// "http://127.0.0.1:8080/", of the first TCP listener; empty when there is none.
  [[nodiscard]] std::string url() const;

  /// Answers until stop(); blocks. Once only.
  void run();

  /// Makes run() take no more connections and return once the requests under way are answered, or
  /// the drain time is over. Takes effect before run() too.
  /// From any thread, or from a signal handler (it calls write(2) only).
  void stop() noexcept;

  Server(Server&&) noexcept;
  Server& operator=(Server&&) noexcept;
  ~Server();

 private:
  explicit Server(std::unique_ptr<Gate> gate);
  std::unique_ptr<Gate> gate_;
};

}  // namespace aplomb::http
