// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/load/modes.h"

namespace aplomb::bench {

ClosedRun run_closed(const Field& field, const std::vector<std::string>& requests,
                     std::size_t& next, Time time) {
  ClosedRun run;
  const auto end = Clock::now() + std::chrono::duration_cast<Clock::duration>(time);
  std::size_t under_way = 0;
  const auto ask = [&](std::size_t connection) {
    ++under_way;
    field.wire.ask(connection, requests[next++ % requests.size()], Clock::now());
  };
  field.hear = [&](const Done& done) {
    --under_way;
    const bool in_time = done.when <= end;
    if (in_time || done.trouble != Trouble::kNone)
      run.tally.add(done);
    else
      ++run.late;
    if (in_time) ask(done.connection);
  };
  for (std::size_t i = 0; i < field.count; ++i) ask(field.first + i);
  while (under_way > 0) field.wire.wait(Clock::now() + std::chrono::seconds(1));
  return run;
}

std::size_t open_idle(const Field& field, const std::string& request, Time time) {
  constexpr std::size_t kAtOnce = 256;  // well below any backlog
  const auto end = Clock::now() + std::chrono::duration_cast<Clock::duration>(time);
  std::size_t answered = 0;
  std::size_t asked = 0;
  std::size_t under_way = 0;
  field.hear = [&](const Done& done) {
    --under_way;
    if (done.trouble == Trouble::kNone) ++answered;
  };
  while (Clock::now() < end && (asked < field.count || under_way > 0)) {
    while (asked < field.count && under_way < kAtOnce) {
      ++under_way;
      field.wire.ask(field.first + asked++, request, Clock::now());
    }
    field.wire.wait(end);
  }
  // those still out end by the wire's own patience
  while (under_way > 0) field.wire.wait(Clock::now() + std::chrono::seconds(1));
  return answered;
}

}  // namespace aplomb::bench
