// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "bench/load/wire.h"

namespace aplomb::bench {

/// Prints `name value`, one a line, for people and awk.
void print_figure(const std::string& name, double value);
void print_count(const std::string& name, std::size_t value);
void print_word(const std::string& name, std::string_view value);

/// What came of many requests: how often each status was answered and how long that took, and why
/// others got no answer.
class Tally {
 public:
  void add(const Done& done);
  /// Requests that were due and never got a connection.
  void add_unsent(std::size_t count) { unsent_ += count; }

  /// Answers with a status from 200 to 299.
  [[nodiscard]] std::size_t successes() const;
  [[nodiscard]] std::size_t failures() const;
  /// Prints counts and latencies of each status, names beginning with `prefix`, and what failed.
  void print(const std::string& prefix) const;

 private:
  std::map<int, std::vector<double>> ms_;  ///< by status
  std::array<std::size_t, kTroubles> troubles_{};
  std::size_t unsent_ = 0;
};

}  // namespace aplomb::bench
