// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <mutex>

namespace aplomb::cli {

/// A value that is replaced while others use it: who has taken it keeps it until they let go.
/// A mutex, held for the copy of a pointer: the thread sanitizer of GCC 12 does not see through
/// std::atomic<std::shared_ptr>.
///
/// Thread-safety: all members may be called from any thread at once.
template <class T>
class Current {
 public:
  /// Null until there is one.
  [[nodiscard]] std::shared_ptr<const T> get() const {
    const std::lock_guard lock(mutex_);
    return value_;
  }
  void set(std::shared_ptr<const T> next) {
    const std::lock_guard lock(mutex_);
    value_.swap(next);
  }  // the former goes after the lock, since parameters outlive locals

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const T> value_;  ///< guarded by mutex_
};

}  // namespace aplomb::cli
