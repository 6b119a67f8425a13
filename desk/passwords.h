// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <string>
#include <string_view>

#include "desk/desk.h"
#include "engine/result.h"

namespace aplomb::desk {

/// Hashes and checks passwords: Argon2id by libsodium, of the text in NFC, so that a password is
/// the same from every keyboard (RFC 8265, OpaqueString).
///
/// Thread-safety: all members may be called from any thread at once; at most two work, and few
/// wait (kTooMany).
class Passwords {
 public:
  Passwords(PasswordCost cost, std::size_t max_waiting);

  /// A hash with its parameters and salt, as libsodium writes it. `password` is valid.
  /// Errors: kTooMany, kUnavailable (no memory).
  [[nodiscard]] Result<std::string> hash(std::string_view password);

  /// Whether `hash` is this password's. Errors: kTooMany.
  [[nodiscard]] Result<bool> matches(const std::string& hash, std::string_view password);

  /// The same work for nobody: what a guess at an unknown name takes. Errors: kTooMany.
  [[nodiscard]] Result<void> pretend(std::string_view password);

  /// Whether the hash was made with other limits than today's.
  [[nodiscard]] bool is_outdated(const std::string& hash) const;

 private:
  class Slot;

  const unsigned long long passes_;
  const std::size_t memory_bytes_;
  const std::size_t max_waiting_;
  std::mutex mutex_;
  std::condition_variable freed_;
  std::size_t working_ = 0, waiting_ = 0;  // guarded by mutex_
};

}  // namespace aplomb::desk
