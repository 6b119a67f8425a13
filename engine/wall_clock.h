// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <functional>

namespace aplomb {

/// Tells the time, in UTC; may be called from any thread.
using WallClock = std::function<std::chrono::sys_seconds()>;

[[nodiscard]] inline std::chrono::sys_seconds system_time() {
  return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

}  // namespace aplomb
