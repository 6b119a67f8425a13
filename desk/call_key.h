// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "engine/result.h"

namespace aplomb::desk {

class Store;

/// How long the id of a call may be.
constexpr std::size_t kMaxCallBytes = 100;

/// Turns the ids of calls into what the desk stores of them. A softphone may put the caller's
/// number into its id, and numbers are few enough to be tried one after the other: so the id itself
/// is stored nowhere, and its hash is keyed with 32 random bytes that lie in desk.db alone. What
/// two tables, two processes or two weeks say of one call has the same key.
///
/// Source: BLAKE2b-128 (RFC 7693) with a key, as libsodium's crypto_generichash.
/// Thread-safety: immutable.
class CallKeys {
 public:
  /// Reads the desk's key; makes it where there is none yet.
  /// Errors: kUnavailable (another process wrote for too long), kFull, kDamaged, kIo.
  [[nodiscard]] static Result<CallKeys> open(Store& store);

  /// 32 hexadecimal digits for a call's id: 1 to 100 bytes of text that can be shown.
  /// Errors: kInvalidArgument (its `field` is `call`).
  [[nodiscard]] Result<std::string> call_key(std::string_view call) const;

  CallKeys(const CallKeys&) = default;
  CallKeys(CallKeys&&) = default;
  CallKeys& operator=(const CallKeys&) = default;
  CallKeys& operator=(CallKeys&&) = default;
  ~CallKeys();

 private:
  using Key = std::array<unsigned char, 32>;
  explicit CallKeys(const Key& key) : key_(key) {}

  Key key_{};
};

}  // namespace aplomb::desk
