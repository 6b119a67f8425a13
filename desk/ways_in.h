// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <string_view>
#include <tl/expected.hpp>

#include "desk/desk.h"
#include "desk/one_time_code.h"
#include "desk/sign_in_throttle.h"

namespace aplomb::desk {

/// Why somebody was not let in, and for how long guessing is slowed down (zero: it is not).
struct TurnedAway {
  Error error;
  std::chrono::seconds wait{};
};

/// The ways in for people: name and password, and the one-time code of an empty desk. Guessing is
/// slowed down (SignInThrottle), and who came in or was turned away stands in the audit log.
///
/// Thread-safety: all members may be called from any thread at once.
class WaysIn {
 public:
  using Outcome = tl::expected<IssuedSession, TurnedAway>;

  /// `desk` must outlive it. Who came in lately is remembered from the audit log.
  explicit WaysIn(Desk& desk);

  /// `address` is where the attempt comes from. Errors: kUnauthenticated (the same words for a
  /// wrong name and a wrong password), kTooMany (guessing too fast, or the server is busy), and
  /// the desk's.
  [[nodiscard]] Outcome with_password(std::string_view name, std::string_view password,
                                      std::string_view address);

  /// Adds the first person of an empty desk, an admin, and signs them in.
  /// Errors: kUnauthenticated (the code is wrong or spent), kConflict (somebody is there), and
  /// those of People::add.
  [[nodiscard]] Outcome first_admin(std::string_view code, const NewPerson& person,
                                    std::string_view password, std::string_view address);

  /// Whether the password is that of somebody who is already signed in; slowed down as signing in
  /// is. Errors: as with_password.
  [[nodiscard]] tl::expected<Person, TurnedAway> confirm(std::string_view name,
                                                         std::string_view password,
                                                         std::string_view address);

  /// The code for first_admin, to show to whoever started the server.
  [[nodiscard]] std::string first_code() const { return first_code_.code(); }

 private:
  Desk& desk_;
  SignInThrottle throttle_;
  OneTimeCode first_code_;
};

}  // namespace aplomb::desk
