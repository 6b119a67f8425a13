// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <netinet/in.h>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bench/load/answer.h"
#include "engine/descriptor.h"

namespace aplomb::bench {

using Clock = std::chrono::steady_clock;
using Time = std::chrono::duration<double>;  ///< in seconds

/// Why there is no sound answer.
enum class Trouble {
  kNone,
  kNoConnection,  ///< refused, or none within the time
  kClosed,        ///< the server closed before the answer was whole
  kUnsound,       ///< it sent what is no answer to one GET (read_answer())
  kTimeOut,       ///< no whole answer within the time
};
inline constexpr std::size_t kTroubles = 5;
[[nodiscard]] std::string_view to_string(Trouble trouble);

/// One request, and what became of it.
struct Done {
  std::size_t connection = 0;
  std::size_t tag = 0;     ///< what ask() was given
  Clock::time_point due;   ///< when it should have been sent; latency counts from here
  Clock::time_point when;  ///< when it was known
  int status = 0;          ///< 0 with trouble
  Trouble trouble = Trouble::kNone;

  [[nodiscard]] double ms() const {
    return std::chrono::duration<double, std::milli>(when - due).count();
  }
};

/// The address of a server on this machine. Nothing else can be put under load.
struct Target {
  sockaddr_in address{};
  std::string host;  ///< as it stands in Host

  /// `127.0.0.1:8080`, or another address of 127.0.0.0/8.
  [[nodiscard]] static std::optional<Target> parse(const std::string& text);
};

/// Keep-alive connections to one server, with at most one request under way on each. Opened when
/// first asked, opened again after the server has closed them. One thread.
class Wire {
 public:
  /// `done` hears of every request that was asked, from within wait(); it may ask again.
  Wire(const Target& target, std::size_t connections, std::chrono::milliseconds patience,
       std::function<void(const Done&)> done);

  [[nodiscard]] std::size_t size() const { return lines_.size(); }
  [[nodiscard]] bool is_free(std::size_t connection) const { return !lines_[connection].busy; }
  [[nodiscard]] bool is_open(std::size_t connection) const {
    return lines_[connection].socket.valid();
  }

  /// Sends the request on a free connection.
  void ask(std::size_t connection, std::string_view request, Clock::time_point due,
           std::size_t tag = 0);
  /// Handles what comes until then, or until something has come.
  void wait(Clock::time_point until);

  /// Requests sent again because a kept connection turned out to be closed, as browsers do.
  [[nodiscard]] std::size_t resent() const { return resent_; }
  /// Connections that the server closed while nothing was asked on them.
  [[nodiscard]] std::size_t closed_idle() const { return closed_idle_; }
  /// By how many milliseconds wait() came back too late each time that nothing had come: what the
  /// machine adds to latencies without the server.
  [[nodiscard]] const std::vector<double>& overslept_ms() const { return overslept_ms_; }

 private:
  struct Line {
    Descriptor socket;
    bool busy = false, connected = false, again = false;
    std::size_t answered = 0;  ///< on this socket
    std::string request, input;
    std::size_t sent = 0;
    std::optional<AnswerHead> head;
    Clock::time_point due, asked;
    std::size_t tag = 0;
  };

  void open(std::size_t connection);
  void send(std::size_t connection);
  void receive(std::size_t connection);
  void handle(std::size_t connection, std::uint32_t events);
  void closed_by_server(std::size_t connection);
  void watch(std::size_t connection, std::uint32_t events, bool first);
  void finish(std::size_t connection, int status, Trouble trouble);
  void drop_late(Clock::time_point now);

  Target target_;
  std::chrono::milliseconds patience_;
  std::function<void(const Done&)> done_;
  Descriptor epoll_;
  std::vector<Line> lines_;
  std::vector<char> buffer_;
  Clock::time_point next_look_;
  std::size_t resent_ = 0, closed_idle_ = 0;
  std::vector<double> overslept_ms_;
};

}  // namespace aplomb::bench
