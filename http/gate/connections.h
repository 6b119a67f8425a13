// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <optional>
#include <string>

#include "engine/descriptor.h"
#include "http/gate/request_reader.h"

namespace aplomb::http {

/// What a connection is at; each has its deadline.
enum class Phase {
  kIdle,    ///< between two requests
  kHead,    ///< a part of a head has come
  kBody,    ///< the head has, a part of the body is missing
  kBusy,    ///< a whole request is with the workers; no deadline
  kWrite,   ///< a part of the answer waits for the client to take it
  kLinger,  ///< all is said; what still comes is thrown away, so that our last words are read
  kClosed,
};
inline constexpr std::size_t kPhases = 7;

/// One client's connection. All of it belongs to the gate's thread; while it is busy a worker may
/// send on its socket.
struct Connection {
  using Clock = std::chrono::steady_clock;

  Descriptor socket;
  std::string peer;  ///< the address, or "unix"
  Phase phase = Phase::kClosed;
  Clock::time_point since{};  ///< when the phase began, or last moved on
  std::list<Connection>::iterator self{};
  RequestReader reader{};
  std::string unsent{};  ///< of the answer, from `sent` on
  std::size_t sent = 0;
  /// `sent` less what was on its way, when the client had last taken a good part; absent: not
  /// known of this answer.
  std::optional<std::int64_t> taken{};
  std::size_t lent = 0;       ///< bytes of the request that is with the workers
  std::size_t charged = 0;    ///< bytes that Connections counts for it
  std::size_t lingered = 0;   ///< bytes thrown away
  bool unread = false;        ///< the socket may hold bytes that were not read
  bool ended = false;         ///< the client sends no more than what has come already
  bool closing = false;       ///< no further request is taken
  bool is_impatient = false;  ///< has sent more while it was busy
  bool is_new = true;         ///< has brought no request yet
};

/// All connections by phase. In each the one that has been in it longest stands first, so that what
/// is overdue, and what is to go when there are too many, is found without looking at the others.
///
/// Thread-safety: none. Addresses of connections hold until collect().
class Connections {
 public:
  using Clock = Connection::Clock;

  [[nodiscard]] Connection& add(Descriptor socket, std::string peer, Clock::time_point now);

  /// Brings it to another phase, or to the end of its own, and starts the phase's time anew.
  void enter(Connection& connection, Phase phase, Clock::time_point now);

  /// The one that has been in that phase longest; null when there is none.
  [[nodiscard]] Connection* oldest(Phase phase);
  [[nodiscard]] const Connection* oldest(Phase phase) const;

  [[nodiscard]] std::size_t count(Phase phase) const { return list(phase).size(); }
  /// All that are not closed.
  [[nodiscard]] std::size_t count() const;

  /// Counts what the connection holds in memory: requests that are read, answers not sent; nothing
  /// once it is closed.
  void charge(Connection& connection);
  /// The sum over all.
  [[nodiscard]] std::size_t charged() const { return charged_; }

  /// Frees those that are closed.
  void collect() { list(Phase::kClosed).clear(); }

 private:
  using List = std::list<Connection>;
  [[nodiscard]] List& list(Phase phase) { return lists_.at(static_cast<std::size_t>(phase)); }
  [[nodiscard]] const List& list(Phase phase) const {
    return lists_.at(static_cast<std::size_t>(phase));
  }

  std::array<List, kPhases> lists_;
  std::size_t charged_ = 0;
};

}  // namespace aplomb::http
