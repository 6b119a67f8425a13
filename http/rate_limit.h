// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string_view>

#include "desk/keyed_hash.h"
#include "desk/recent_table.h"

namespace aplomb::http {

/// How often each of those that a limit counts may ask.
struct Quota {
  std::uint32_t requests = 0;  ///< in one window, at once or spread over it; 0: there is no limit
  std::chrono::seconds window{60};
};

/// Keeps each key to its quota. A key may ask `requests` times at once; what it has used up comes
/// back evenly, one request each `window / requests`, so that there is no moment at which all who
/// wait are let in together.
///
/// Source: the generic cell rate algorithm as a virtual scheduling algorithm (ITU-T I.371, annex
/// A), which needs one point in time a key: when its quota is whole again.
///
/// Memory is bounded: keys whose quota is whole again are forgotten, and where `most_keys` are
/// not, the one that asked least recently is. So who comes with many addresses keeps nobody out
/// and fills nothing; they only get quotas for them, which is what they have with many addresses
/// anyway: to be forgotten with a used-up quota takes more requests than the quota has.
///
/// Thread-safety: all members may be called from any thread at once.
class RateLimit {
 public:
  using Time = std::chrono::steady_clock::time_point;

  /// 94 bytes each, so 4.7 MB: as many as the sign-in throttle remembers.
  static constexpr std::size_t kMostKeys = 50'000;

  /// How it is with a key after it has asked.
  struct Standing {
    Quota quota;
    bool exceeded = false;        ///< this request does not fit, and was not counted
    std::uint32_t remaining = 0;  ///< requests that would fit now
    /// Until one more fits, rounded up: at least one second.
    std::chrono::seconds until_more{};
  };

  explicit RateLimit(const Quota& quota, std::size_t most_keys = kMostKeys);

  /// Counts a request of `key`, where it fits. Absent: there is no limit.
  [[nodiscard]] std::optional<Standing> charge(std::string_view key, Time now);

  /// The request of `key` that was counted is not to count.
  void give_back(std::string_view key);

  /// From now on. What share of its quota a key has used up stays.
  void set_quota(const Quota& quota);

  /// How many keys are remembered.
  [[nodiscard]] std::size_t size() const;

 private:
  void forget_whole(Time now);

  const desk::KeyedHash hash_;
  mutable std::mutex mutex_;
  // guarded by mutex_
  Quota quota_;
  desk::RecentTable<Time> whole_at_;  // when the quota of each key is whole again
};

}  // namespace aplomb::http
