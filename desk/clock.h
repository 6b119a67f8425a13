// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <functional>

namespace aplomb::desk {

/// A moment as the desk stores it: whole seconds of UTC.
using Time = std::chrono::sys_seconds;

/// Tells the time; may be called from any thread.
using Clock = std::function<Time()>;

/// The system's clock.
[[nodiscard]] inline Time system_time() {
  return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

}  // namespace aplomb::desk
