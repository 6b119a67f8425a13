// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/load/tally.h"

#include <algorithm>
#include <cstdio>
#include <numeric>

#include "bench/measure.h"

namespace aplomb::bench {

void print_figure(const std::string& name, double value) {
  std::printf("%-36s %.3f\n", name.c_str(), value);
}

void print_count(const std::string& name, std::size_t value) {
  std::printf("%-36s %zu\n", name.c_str(), value);
}

void print_word(const std::string& name, std::string_view value) {
  std::printf("%-36s %.*s\n", name.c_str(), static_cast<int>(value.size()), value.data());
}

void Tally::add(const Done& done) {
  if (done.trouble == Trouble::kNone)
    ms_[done.status].push_back(done.ms());
  else
    ++troubles_[static_cast<std::size_t>(done.trouble)];
}

std::size_t Tally::successes() const {
  std::size_t sum = 0;
  for (const auto& [status, ms] : ms_)
    if (status < 300) sum += ms.size();
  return sum;
}

std::size_t Tally::failures() const {
  return std::accumulate(troubles_.begin(), troubles_.end(), unsent_);
}

void Tally::print(const std::string& prefix) const {
  for (auto [status, ms] : ms_) {
    std::ranges::sort(ms);
    const auto name = prefix + "_" + std::to_string(status);
    print_count(name, ms.size());
    print_figure(name + "_p50_ms", percentile(ms, 0.5));
    print_figure(name + "_p90_ms", percentile(ms, 0.9));
    print_figure(name + "_p99_ms", percentile(ms, 0.99));
    print_figure(name + "_max_ms", ms.back());
  }
  print_count(prefix + "_failed", failures());
  for (std::size_t i = 0; i < troubles_.size(); ++i)
    if (troubles_[i] > 0)
      print_count(prefix + "_failed_" + std::string(to_string(static_cast<Trouble>(i))),
                  troubles_[i]);
  if (unsent_ > 0) print_count(prefix + "_failed_unsent", unsent_);
}

}  // namespace aplomb::bench
