// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/sign_in_throttle.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "desk/counted_address.h"
#include "desk/field_checks.h"

namespace aplomb::desk {
namespace {

using Clock = std::chrono::steady_clock;
using Seconds = std::chrono::seconds;

/// What is no name is no account, and only has to be told from other text.
constexpr std::size_t kKeptBytes = 256;

std::string account_text(std::string_view account) {
  if (auto key = name_key(account)) return std::move(*key);
  return std::string(account.substr(0, kKeptBytes));
}

/// What is left of a level after a time without failures.
double level_at(double level, Clock::duration passed, Seconds regains) {
  return std::max(0.0, level - std::chrono::duration<double>(passed) / regains);
}

/// How long until one more fits.
Seconds wait_for_room(double level, unsigned room, Seconds regains) {
  const double over = level + 1 - static_cast<double>(room);
  if (over <= 0) return Seconds(0);
  return Seconds(static_cast<Seconds::rep>(std::ceil(over * static_cast<double>(regains.count()))));
}

}  // namespace

SignInThrottle::SignInThrottle(const ThrottleLimits& limits)
    : limits_(limits),
      pairs_(limits.rows),
      accounts_(limits.rows),
      addresses_(limits.rows),
      known_(limits.rows) {}

SignInThrottle::Seconds SignInThrottle::attempt(std::string_view account, std::string_view address,
                                                Time now) {
  const Keys keys = keys_of(account, address);
  const std::lock_guard lock(mutex_);
  const bool known = known_.find(keys.pair) != nullptr;
  Seconds wait{0};
  if (const Failures* failures = pairs_.find(keys.pair)) wait = wait_of(*failures, now);
  if (!known) {
    wait = std::max({wait,
                     wait_of(accounts_.find(keys.account), limits_.account_failures,
                             limits_.account_regains, now),
                     wait_of(addresses_.find(keys.address), limits_.address_failures,
                             limits_.address_regains, now)});
  }
  if (wait > Seconds(0)) return wait;
  Failures& failures = pairs_.touch(keys.pair);
  if (now - failures.last >= limits_.forgotten_after) failures.count = 0;
  ++failures.count;
  failures.last = now;
  if (!known) {
    fill(accounts_.touch(keys.account), limits_.account_regains, now);
    fill(addresses_.touch(keys.address), limits_.address_regains, now);
  }
  return Seconds(0);
}

void SignInThrottle::succeeded(std::string_view account, std::string_view address) {
  const Keys keys = keys_of(account, address);
  const std::lock_guard lock(mutex_);
  take_back(keys);
  pairs_.erase(keys.pair);
  known_.touch(keys.pair);
}

void SignInThrottle::withdrawn(std::string_view account, std::string_view address) {
  const Keys keys = keys_of(account, address);
  const std::lock_guard lock(mutex_);
  if (Failures* failures = pairs_.find(keys.pair); failures != nullptr && failures->count > 0)
    --failures->count;
  take_back(keys);
}

void SignInThrottle::remember(std::string_view account, std::string_view address) {
  const Keys keys = keys_of(account, address);
  const std::lock_guard lock(mutex_);
  known_.touch(keys.pair);
}

SignInThrottle::Keys SignInThrottle::keys_of(std::string_view account,
                                             std::string_view address) const {
  const std::string name = account_text(account);
  const std::string from = counted_address(address);
  // a length in front, so that no two pairs run together
  return {hash_(name), hash_(from), hash_(std::to_string(name.size()) + ':' + name + from)};
}

SignInThrottle::Seconds SignInThrottle::wait_of(const Failures& failures, Time now) const {
  const auto passed = now - failures.last;
  if (failures.count < limits_.free_failures || passed >= limits_.forgotten_after)
    return Seconds(0);
  Seconds wait = limits_.first_wait;
  for (unsigned i = limits_.free_failures; i < failures.count && wait < limits_.longest_wait; ++i)
    wait *= 2;
  wait = std::min(wait, limits_.longest_wait);
  return std::max(Seconds(0), std::chrono::ceil<Seconds>(wait - passed));
}

SignInThrottle::Seconds SignInThrottle::wait_of(const Bucket* bucket, unsigned room,
                                                Seconds regains, Time now) {
  if (bucket == nullptr) return Seconds(0);
  return wait_for_room(level_at(bucket->level, now - bucket->at, regains), room, regains);
}

void SignInThrottle::fill(Bucket& bucket, Seconds regains, Time now) {
  bucket.level = level_at(bucket.level, now - bucket.at, regains) + 1;
  bucket.at = now;
}

void SignInThrottle::take_back(const Keys& keys) {
  if (known_.find(keys.pair) != nullptr) return;  // it was not counted there
  if (Bucket* bucket = accounts_.find(keys.account))
    bucket->level = std::max(0.0, bucket->level - 1);
  if (Bucket* bucket = addresses_.find(keys.address))
    bucket->level = std::max(0.0, bucket->level - 1);
}

}  // namespace aplomb::desk
