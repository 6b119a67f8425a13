// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/rate_limit.h"

#include <algorithm>

namespace aplomb::http {
namespace {

using Clock = std::chrono::steady_clock;

/// In what time one request comes back. Rounded down, by which a quota is whole a moment early.
Clock::duration interval_of(const Quota& quota) {
  return Clock::duration(quota.window) / quota.requests;
}

/// `debt` is how long it takes until the quota is whole again.
RateLimit::Standing standing_of(const Quota& quota, Clock::duration debt, bool exceeded) {
  const auto interval = interval_of(quota);
  const auto whole = (debt + interval - Clock::duration(1)) / interval;  // rounded up
  const auto used = std::min<Clock::rep>(whole, quota.requests);
  return {.quota = quota,
          .exceeded = exceeded,
          .remaining = quota.requests - static_cast<std::uint32_t>(used),
          .until_more = std::max(std::chrono::seconds(1), std::chrono::ceil<std::chrono::seconds>(
                                                              debt - (used - 1) * interval))};
}

}  // namespace

RateLimit::RateLimit(const Quota& quota, std::size_t most_keys)
    : quota_(quota), whole_at_(most_keys) {}

std::optional<RateLimit::Standing> RateLimit::charge(std::string_view key, Time now) {
  const auto hash = hash_(key);
  const std::lock_guard lock(mutex_);
  if (quota_.requests == 0) return std::nullopt;
  forget_whole(now);
  const auto interval = interval_of(quota_);
  const Time* const known = whole_at_.find(hash);
  const auto debt = known == nullptr ? Clock::duration(0) : std::max(*known - now, {});
  if (debt > (quota_.requests - 1) * interval) return standing_of(quota_, debt, true);
  whole_at_.touch(hash) = now + debt + interval;
  return standing_of(quota_, debt + interval, false);
}

void RateLimit::give_back(std::string_view key) {
  const auto hash = hash_(key);
  const std::lock_guard lock(mutex_);
  if (quota_.requests == 0) return;
  if (Time* const whole_at = whole_at_.find(hash)) *whole_at -= interval_of(quota_);
}

void RateLimit::set_quota(const Quota& quota) {
  const std::lock_guard lock(mutex_);
  quota_ = quota;
}

std::size_t RateLimit::size() const {
  const std::lock_guard lock(mutex_);
  return whole_at_.size();
}

/// Two at a time, one more than a request can add. A quota is whole a window after its key asked
/// at the latest, so the least recent key is never in the way for longer.
void RateLimit::forget_whole(Time now) {
  for (int i = 0; i < 2; ++i) {
    const auto* const oldest = whole_at_.oldest();
    if (oldest == nullptr || oldest->second > now) return;
    whole_at_.erase(oldest->first);
  }
}

}  // namespace aplomb::http
