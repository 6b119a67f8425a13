// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstddef>

namespace aplomb::http {

/// How many requests may wait in a queue, from how long each has been taking: so many that the last
/// one waits about as long as it should at most (Little's law: wait = queue * service / workers).
/// A fixed number would be wrong for either of what stands in one queue, the page's files and
/// searches of a large index.
///
/// Thread-safety: none; it belongs to its queue, under the same lock.
class Admission {
 public:
  using Duration = std::chrono::nanoseconds;

  /// `workers` is at least 1.
  Admission(std::size_t workers, Duration longest_wait)
      : workers_(workers), longest_wait_(longest_wait) {}

  /// One request took that long. Its weight in the mean is 1/32: some thirty requests bring the
  /// bound to where it belongs, and one slow request alone does not move it much.
  void served(Duration took) { mean_ += (took - mean_) / 32; }

  /// However slow the service: sixteen a worker, so that what a few browsers ask for in the same
  /// instant, six requests each, is never too much, not even on a machine that has just stalled.
  [[nodiscard]] std::size_t max_waiting() const;

  /// Half as long again as the last one let in should: the estimate was wrong then.
  [[nodiscard]] Duration too_long() const { return longest_wait_ * 3 / 2; }

  /// How long a request waits that comes behind so many.
  [[nodiscard]] Duration wait_behind(std::size_t waiting) const {
    return mean_ * static_cast<std::int64_t>(waiting) / static_cast<std::int64_t>(workers_);
  }

 private:
  std::size_t workers_;
  Duration longest_wait_;
  Duration mean_ = std::chrono::microseconds(100);  ///< until it is known: rather too many
};

}  // namespace aplomb::http
