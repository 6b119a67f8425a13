// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "engine/result.h"
#include "http/gate/backend.h"
#include "http/gate/connections.h"
#include "http/gate/lane_queue.h"
#include "http/gate/library.h"
#include "http/gate/listener.h"
#include "http/gate/request_reader.h"

struct epoll_event;

namespace aplomb::http {

/// Stands in front of the workers: one thread holds all connections, waits on them with epoll,
/// reads until a request is whole and sound, and hands it to its lane's workers, who answer it and
/// send what the socket takes at once. What it does not take goes back to the thread.
///
/// The thread never waits for a client nor for a worker, and a connection that waits costs some
/// hundred bytes. Source of the shape: reactor with a pool (Schmidt, "Reactor", PLoP 1994).
class Gate {
 public:
  /// Errors: kIo.
  [[nodiscard]] static Result<std::unique_ptr<Gate>> make(std::vector<Listener> listeners,
                                                          Backend backend,
                                                          const ServerOptions& options);
  ~Gate();
  Gate(const Gate&) = delete;
  Gate& operator=(const Gate&) = delete;

  /// Null when there is none.
  [[nodiscard]] const Endpoint* first_tcp() const;

  /// See Server.
  void run();
  void stop() noexcept;

 private:
  using Clock = Connection::Clock;

  /// What a worker leaves behind.
  struct Done {
    Connection* connection = nullptr;
    std::string unsent = {};
    bool failed = false;   ///< the connection is of no use any more
    bool awaited = false;  ///< the gate is not to wait for something else before it looks
  };
  /// A listener, and when to look again for connections that wait there; absent: when epoll says.
  struct Door {
    Listener listener;
    std::optional<Clock::time_point> again{};
  };

  Gate(std::vector<Listener> listeners, Backend backend, const ServerOptions& options,
       Descriptor epoll, Descriptor wake);

  // Everything below is of the gate's thread, but for work() and finish().
  bool watch(int fd, std::uint32_t events, std::uint64_t name, int operation);
  /// Modified, epoll tells again of what it has told: in the next round, when it can be written to.
  [[nodiscard]] bool watch(const Connection& connection, int operation);
  [[nodiscard]] int patience() const;
  [[nodiscard]] Clock::time_point deadline(const Connection& connection) const;
  void handle(const epoll_event& event);
  void take_connections(Door& door);
  void add_connection(Descriptor socket, std::string peer);
  [[nodiscard]] bool make_place();

  void advance(Connection& connection);
  [[nodiscard]] bool receive(Connection& connection);
  void settle(Connection& connection, RequestReader::Pending pending);
  void hand_over(Connection& connection, WholeRequest whole);
  [[nodiscard]] Response turn_away(Request& request, const LaneQueue& lane) const;
  void refuse(Connection& connection, Refusal refusal);
  /// Whether the connection can go on with its next request.
  [[nodiscard]] bool say(Connection& connection, std::string bytes);
  [[nodiscard]] bool flush(Connection& connection);
  [[nodiscard]] bool moves_on(Connection& connection);
  void linger(Connection& connection);
  void drop(Connection& connection);
  void take_back_finished();
  [[nodiscard]] bool may_sleep();
  void expire();
  void save_memory();
  void tell_figures() const;

  void begin_drain();
  [[nodiscard]] bool is_drained() const;

  void work(LaneQueue& lane);
  [[nodiscard]] std::string answer(Work work, LaneQueue& lane, Library& library) const;
  void finish(Done done);

  Backend backend_;
  ServerOptions options_;
  std::vector<Door> doors_;
  std::vector<Endpoint> endpoints_;
  Descriptor epoll_;
  Descriptor wake_;  ///< an eventfd: something is finished, or it is time to stop
  std::atomic<bool> stopping_ = false;

  Library library_;  ///< writes the answers that are the gate's own
  Connections connections_;
  std::size_t max_connections_ = 0;
  Clock::time_point now_{};  ///< of this round
  bool draining_ = false;
  Clock::time_point drain_until_{};
  std::string chunk_;          ///< what one read takes at most
  std::size_t impatient_ = 0;  ///< busy connections that have sent more

  std::array<LaneQueue, kLanes> lanes_;
  std::vector<std::thread> workers_;

  std::mutex finished_mutex_;
  // Guarded by finished_mutex_:
  std::vector<Done> finished_;
  bool is_attentive_ = false;  ///< each of them is awaited
  bool is_woken_ = false;
};

}  // namespace aplomb::http
