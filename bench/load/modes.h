// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "bench/load/requests.h"
#include "bench/load/tally.h"
#include "bench/load/wire.h"

namespace aplomb::bench {

/// What a kind of load works with: its connections on the wire, and what hears from them.
struct Field {
  Wire& wire;
  std::function<void(const Done&)>& hear;  ///< each kind of load sets its own
  std::size_t first = 0;                   ///< its connections are these
  std::size_t count = 0;
};

/// Each connection sends the next request as soon as the answer to the last has come. `next` goes
/// on through `requests` from run to run. `tally` has the answers that came within the time, and
/// all failures; `late` counts the answers that came after its end.
struct ClosedRun {
  Tally tally;
  std::size_t late = 0;
};
[[nodiscard]] ClosedRun run_closed(const Field& field, const std::vector<std::string>& requests,
                                   std::size_t& next, Time time);

/// Requests that come at a rate, whether the server answers or not; one that finds no connection
/// free waits for one, and its latency counts from when it was due. One phase follows the other.
struct Phase {
  double rate = 0;  ///< a second
  Time time{};
};
struct PhaseRun {
  Clock::time_point begun;
  std::vector<Done> outcomes;  ///< in the order in which they were known
  std::size_t unsent = 0;      ///< still not sent when `patience` was over after the last phase
};
[[nodiscard]] std::vector<PhaseRun> run_open(const Field& field,
                                             const std::vector<std::string>& requests,
                                             const std::vector<Phase>& phases,
                                             std::chrono::milliseconds patience);

/// How long after the phase had begun the last request was due that was not answered well, and then
/// a second followed in which 99 of 100 took at most `p99_ms`; in steps of 50 ms. Negative when
/// that did not come in `time`.
[[nodiscard]] double recovery_ms(const PhaseRun& phase, Time time, double p99_ms);

/// People who type queries, six keystrokes a second, and think between them for one to three
/// seconds. Each keystroke asks for suggestions and searches, on two connections a person; where
/// the last answer is still out, the next question waits its turn.
struct TypingRun {
  Tally search, suggest;
};
[[nodiscard]] TypingRun run_typing(const Field& field, const std::vector<std::string>& queries,
                                   const RequestWriter& writer, Time time,
                                   std::chrono::milliseconds patience);

/// Opens the connections [0, count) of the wire, asks once on each, a few at a time, and leaves
/// them. How many have been answered when all are or `time` is over.
[[nodiscard]] std::size_t open_idle(const Field& field, const std::string& request, Time time);

}  // namespace aplomb::bench
