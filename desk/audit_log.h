// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "desk/actor.h"
#include "desk/clock.h"
#include "engine/result.h"

namespace aplomb::desk {

class Store;

/// Longer texts are cut at a character.
constexpr std::size_t kMaxAuditActionBytes = 64;
constexpr std::size_t kMaxAuditSubjectBytes = 300;
constexpr std::size_t kMaxAuditDetailBytes = 2000;
constexpr std::size_t kMaxAddressBytes = 64;  ///< more than the longest IPv6 address with a zone
constexpr std::size_t kMaxAuditPage = 1000;

struct AuditEntry {
  std::int64_t id = 0;  ///< rising with time, never used twice
  Time at;
  std::string actor;    ///< an Actor's text
  std::string action;   ///< `user.add`, `token.revoke`, `sign-in`, …: see docs/operations.md
  std::string subject;  ///< a person's name, or `7 (CRM)` of a token; may be empty
  std::string detail;   ///< one line for people: `role: agent → lead`; never a secret
};

/// A success, for SignInThrottle::remember when the server starts.
struct SignIn {
  std::string name, address;
  Time at;
};

/// Who changed what, and who came in. Changes of people and tokens write themselves here; rows
/// cannot be changed. Those of sign-ins are removed after 90 days, all others stay.
///
/// Thread-safety: all members may be called from any thread at once.
/// Errors of all: kUnavailable (another process wrote for too long), kFull, kDamaged, kIo.
class AuditLog {
 public:
  /// Up to `limit` (1..1000) rows, newest first, those before the row `before` where given.
  /// Errors: kInvalidArgument.
  [[nodiscard]] Result<std::vector<AuditEntry>> list(
      std::size_t limit, std::optional<std::int64_t> before = std::nullopt) const;

  /// Adds a row for what the desk does not change itself. Bytes that are no UTF-8 and control
  /// characters are replaced. Errors: kInvalidArgument (no action).
  [[nodiscard]] Result<void> record(const Actor& actor, std::string_view action,
                                    std::string_view subject, std::string_view detail);

  /// Somebody was turned away: `sign-in.failed`. The name is written where somebody has it, and
  /// `(nobody)` otherwise, since people type passwords into the wrong field.
  [[nodiscard]] Result<void> record_failed_sign_in(std::string_view name, std::string_view address);

  /// The newest successful sign-in of each name and address, up to `limit`, newest first.
  [[nodiscard]] Result<std::vector<SignIn>> sign_ins(std::size_t limit) const;

  AuditLog(const AuditLog&) = delete;
  AuditLog& operator=(const AuditLog&) = delete;

 private:
  friend class Desk;
  explicit AuditLog(Store& store) : store_(store) {}

  Store& store_;
};

}  // namespace aplomb::desk
