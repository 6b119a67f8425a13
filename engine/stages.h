// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "engine/searcher.h"

namespace aplomb {

/// Times the stages of one search and keeps what each of them shows.
class Stages {
 public:
  explicit Stages(bool explain) : explain_(explain), begun_(Clock::now()) {}

  /// Ends a stage. `shows()` is only asked when somebody wants to see it.
  template <class Shows>
  void end(std::string name, Shows&& shows) {
    const auto now = Clock::now();
    stages_.push_back({std::move(name), now - begun_, explain_ ? shows() : std::string()});
    begun_ = Clock::now();
  }
  [[nodiscard]] std::vector<Stage> take() { return std::move(stages_); }

 private:
  using Clock = std::chrono::steady_clock;
  bool explain_;
  Clock::time_point begun_;
  std::vector<Stage> stages_;
};

}  // namespace aplomb
