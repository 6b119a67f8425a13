// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <mutex>
#include <string>
#include <string_view>

#include "desk/secret.h"

namespace aplomb::desk {

/// A random code that opens one door once: the sign-in link of an empty desk. In memory only, so
/// that it goes with the process.
///
/// Use: where `matches`, do the work (People::add_first is atomic by itself), and when that
/// succeeded `spend`. A mistake in the form does not cost the code then.
///
/// Thread-safety: all members may be called from any thread at once.
class OneTimeCode {
 public:
  /// 43 characters of base64url: 32 random bytes.
  OneTimeCode();

  /// The code, to show to whoever started the server; empty once it is spent.
  [[nodiscard]] std::string code() const;

  /// Whether this is the code and it is not spent. The time taken says nothing of the code.
  [[nodiscard]] bool matches(std::string_view code) const;

  /// From now on nothing matches; true for the one caller that spent it with the right code.
  [[nodiscard]] bool spend(std::string_view code);

 private:
  mutable std::mutex mutex_;
  Secret code_;  // guarded by mutex_; empty: spent
};

}  // namespace aplomb::desk
