// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string_view>

#include "desk/keyed_hash.h"
#include "desk/recent_table.h"

namespace aplomb::desk {

/// How often somebody may guess. The numbers follow from three sums:
///
/// - One person at one address: people mistype a few times, so five failures are free; then each
///   wait is twice the one before, from 15 seconds to 15 minutes, so that a day has room for about
///   105 guesses. A password of ten random letters takes longer than the sun has.
/// - One account from anywhere: a thousand addresses would have 5,000 free guesses. All unknown
///   addresses together get 20 at once and one more every 3 minutes (500 a day).
/// - One address at any account: an office of 200 people mistypes on Monday morning, each once. So
///   200 failures at once and 3 more a minute; ten thousand accounts then take more than two days
///   for one guess each.
///
/// The last two do not hold for a pair of account and address that has succeeded before: who is
/// attacked from elsewhere, or sits beside the attacker, still comes in from where they always do,
/// with five free attempts of their own.
struct ThrottleLimits {
  unsigned free_failures = 5;
  std::chrono::seconds first_wait{15};
  std::chrono::seconds longest_wait{15 * 60};
  std::chrono::seconds forgotten_after = std::chrono::hours(24);  ///< a pair's failures

  unsigned account_failures = 20;  ///< at once, by all unknown addresses
  std::chrono::seconds account_regains{180};
  unsigned address_failures = 200;  ///< at once, at all accounts
  std::chrono::seconds address_regains{20};

  /// Rows of each of the four tables; some 120 bytes each. The least recently touched goes.
  std::size_t rows = 50'000;
};

/// Slows the guessing of passwords down. In memory: a restart forgets failures, and
/// remember() brings back who succeeded.
///
/// Accounts are told apart as names are (case does not count), whether anybody has the name or
/// not, so that nothing is learned from being slowed; addresses as counted_address has them.
///
/// Thread-safety: all members may be called from any thread at once.
class SignInThrottle {
 public:
  using Time = std::chrono::steady_clock::time_point;
  using Seconds = std::chrono::seconds;

  explicit SignInThrottle(const ThrottleLimits& limits = {});

  /// Asks to try a password. Zero: go on; it counts as a failure until succeeded() says otherwise,
  /// so that a thousand attempts at the same moment do not all find the first one free. Otherwise:
  /// how long to wait (rounded up, for Retry-After); nothing is counted.
  [[nodiscard]] Seconds attempt(std::string_view account, std::string_view address, Time now);

  /// The attempt that was begun was right: it does not count, nor do the pair's failures before.
  void succeeded(std::string_view account, std::string_view address);

  /// The attempt that was begun was never made (the server was busy): it does not count.
  void withdrawn(std::string_view account, std::string_view address);

  /// This pair succeeded at some earlier time.
  void remember(std::string_view account, std::string_view address);

 private:
  using Key = std::uint64_t;
  struct Keys {
    Key account, address, pair;
  };
  struct Failures {
    unsigned count = 0;
    Time last;
  };
  /// Fills with each failure and runs dry with time.
  struct Bucket {
    double level = 0;
    Time at;
  };
  struct Known {};

  [[nodiscard]] Keys keys_of(std::string_view account, std::string_view address) const;
  [[nodiscard]] Seconds wait_of(const Failures& failures, Time now) const;
  [[nodiscard]] static Seconds wait_of(const Bucket* bucket, unsigned room, Seconds regains,
                                       Time now);
  static void fill(Bucket& bucket, Seconds regains, Time now);
  void take_back(const Keys& keys);

  const ThrottleLimits limits_;
  const KeyedHash hash_;
  mutable std::mutex mutex_;
  // guarded by mutex_
  RecentTable<Failures> pairs_;
  RecentTable<Bucket> accounts_, addresses_;
  RecentTable<Known> known_;
};

}  // namespace aplomb::desk
