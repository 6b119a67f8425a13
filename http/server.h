// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/result.h"
#include "http/gate/listener.h"
#include "http/message.h"

namespace aplomb::http {

/// Which share of the server a request draws on: each lane has its own threads and its own queue,
/// so that no search waits for a save or for a password to be hashed.
enum class Lane {
  kRead,    ///< searches, articles, the page
  kWrite,   ///< whatever changes something, signing in among it
  kStatus,  ///< health and metrics: never turned away, for that is when they are looked at
};

/// What a request will take, as far as its method and path tell.
struct Demand {
  Lane lane = Lane::kRead;
  std::size_t max_body_bytes = std::size_t{64} * 1024;
};

/// What stands behind a server.
struct Backend {
  /// Answers a request; called from many threads at once.
  std::function<Response(Request)> answer;
  /// Asked of each request before its body is read; empty: all take what Demand says by default.
  std::function<Demand(std::string_view method, std::string_view path)> demand = {};
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
  class Front;  // keeps httplib.h out of this header
  explicit Server(std::unique_ptr<Front> front);
  std::unique_ptr<Front> front_;
};

}  // namespace aplomb::http
