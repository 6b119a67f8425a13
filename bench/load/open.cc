// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <deque>

#include "bench/load/modes.h"
#include "bench/measure.h"

namespace aplomb::bench {
namespace {

struct Due {
  Clock::time_point when;
  std::size_t phase = 0;
};

Clock::duration to_clock(Time time) {
  return std::chrono::duration_cast<Clock::duration>(time);
}

/// When the requests of all phases are due, evenly spread. Says in `runs` when each begins.
std::deque<Due> plan(const std::vector<Phase>& phases, std::vector<PhaseRun>& runs) {
  std::deque<Due> all;
  auto begun = Clock::now();
  for (std::size_t p = 0; p < phases.size(); ++p) {
    const auto count = static_cast<std::size_t>(phases[p].rate * phases[p].time.count());
    for (std::size_t i = 0; i < count; ++i)
      all.push_back({begun + to_clock(Time(static_cast<double>(i) / phases[p].rate)), p});
    runs[p].begun = begun;
    begun += to_clock(phases[p].time);
  }
  return all;
}

bool is_well(const Done& done) {
  return done.status >= 200 && done.status < 300;
}

}  // namespace

std::vector<PhaseRun> run_open(const Field& field, const std::vector<std::string>& requests,
                               const std::vector<Phase>& phases,
                               std::chrono::milliseconds patience) {
  std::vector<PhaseRun> runs(phases.size());
  std::deque<std::size_t> free;
  for (std::size_t i = 0; i < field.count; ++i) free.push_back(field.first + i);
  field.hear = [&](const Done& done) {
    runs[done.tag].outcomes.push_back(done);
    free.push_back(done.connection);
  };
  auto due = plan(phases, runs);
  if (due.empty()) return runs;
  const auto end = due.back().when + patience;
  std::size_t next = 0;
  while (!due.empty() && Clock::now() < end) {
    while (!due.empty() && !free.empty() && due.front().when <= Clock::now()) {
      field.wire.ask(free.front(), requests[next++ % requests.size()], due.front().when,
                     due.front().phase);
      free.pop_front();
      due.pop_front();
    }
    field.wire.wait(due.empty() || free.empty() ? end : due.front().when);
  }
  for (const auto& left : due) ++runs[left.phase].unsent;
  while (free.size() < field.count) field.wire.wait(Clock::now() + std::chrono::seconds(1));
  return runs;
}

double recovery_ms(const PhaseRun& phase, Time time, double p99_ms) {
  constexpr int kStepMs = 50;
  constexpr int kWindowMs = 1000;
  if (phase.unsent > 0) return -1;
  const auto at_ms = [&](const Done& done) {
    return std::chrono::duration<double, std::milli>(done.due - phase.begun).count();
  };
  int from = 0;
  for (const auto& done : phase.outcomes)
    while (!is_well(done) && from <= at_ms(done)) from += kStepMs;
  for (const double last = 1000 * time.count() - kWindowMs; from <= last; from += kStepMs) {
    std::vector<double> ms;
    for (const auto& done : phase.outcomes)
      if (at_ms(done) >= from && at_ms(done) < from + kWindowMs) ms.push_back(done.ms());
    std::ranges::sort(ms);
    if (!ms.empty() && percentile(ms, 0.99) <= p99_ms) return from;
  }
  return -1;
}

}  // namespace aplomb::bench
