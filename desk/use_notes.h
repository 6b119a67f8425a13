// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <utility>

#include "desk/clock.h"
#include "desk/store.h"
#include "engine/result.h"

namespace aplomb::desk {

/// When tokens and sessions were last used: noted in memory while requests are answered, written
/// later by the desk's thread, at most once a minute for each. A crash loses the last minute.
///
/// Thread-safety: all members may be called from any thread at once.
class UseNotes {
 public:
  enum class What { kToken, kSession };

  /// Notes a use, unless one of the last minute is `written` already: then nothing is locked.
  void note(What what, std::int64_t id, Time now, Time written);

  /// The latest use known: noted, or else `written`.
  [[nodiscard]] Time latest(What what, std::int64_t id, Time written) const;

  /// Writes what was noted; what cannot be written is kept for the next time.
  [[nodiscard]] Result<void> write(Store& store);

 private:
  using Notes = std::map<std::pair<What, std::int64_t>, Time>;

  mutable std::mutex mutex_;
  Notes notes_;  // guarded by mutex_
};

}  // namespace aplomb::desk
