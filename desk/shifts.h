// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>

#include "desk/clock.h"
#include "desk/people.h"
#include "engine/result.h"

namespace aplomb::desk {

class Store;

/// Who does nothing for so long has ended a shift: longer than any break, shorter than a night.
constexpr std::chrono::seconds kShiftPause = std::chrono::hours(4);

/// When people worked last, so that they can be told what has changed since.
///
/// What somebody did is noted in memory and written by the desk's thread, at most once a minute
/// each; a crash loses a minute of it.
///
/// Thread-safety: all members may be called from any thread at once.
/// Errors of all: kUnavailable (another process wrote for too long), kFull, kDamaged, kIo.
class Shifts {
 public:
  /// Somebody did something now. Never waits for a disk.
  void note(PersonId person);

  /// Up to when somebody knows what changed: the end of their last shift, or what they have seen
  /// since; at the earliest when they were added. Errors: kNotFound.
  [[nodiscard]] Result<Time> since(PersonId person) const;

  /// They have seen what changed up to `at`; at most up to now. Errors: kNotFound.
  [[nodiscard]] Result<void> seen(PersonId person, Time at);

  /// Writes what was noted; what cannot be written is kept for the next time.
  [[nodiscard]] Result<void> write();

  /// Drops what memory holds of somebody.
  void forget(PersonId person);

  Shifts(const Shifts&) = delete;
  Shifts& operator=(const Shifts&) = delete;

 private:
  friend class Desk;
  explicit Shifts(Store& store) : store_(store) {}

  struct Note {
    Time first, latest;           ///< of what is not written yet
    std::optional<Time> written;  ///< the latest that is
  };
  [[nodiscard]] static bool is_unwritten(const Note& note) {
    return !note.written || note.latest > *note.written;
  }

  Store& store_;
  mutable std::mutex mutex_;
  std::map<std::int64_t, Note> notes_;  // by person; guarded by mutex_
};

}  // namespace aplomb::desk
