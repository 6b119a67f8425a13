// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string_view>

#include "desk/actor.h"
#include "desk/clock.h"
#include "desk/people.h"
#include "desk/secret.h"
#include "engine/result.h"

namespace aplomb::desk {

class Store;
class UseNotes;

/// How long sessions last.
struct SessionLimits {
  std::chrono::seconds idle = std::chrono::hours(12);  ///< a shift, and not the next
  std::chrono::seconds absolute = std::chrono::hours(24 * 7);
  std::chrono::seconds panel = std::chrono::minutes(15);  ///< of a panel's bearer
};

/// Where a secret is accepted; one of the other kind is unknown there.
enum class SessionKind {
  kBrowser,  ///< in a cookie: `aplombs_…`
  kPanel,    ///< as the bearer of the embedded panel, where cookies do not come: `aplombp_…`
};

/// What the secrets begin with; 43 characters of base64url (32 random bytes) follow.
constexpr std::string_view kSessionPrefix = "aplombs_";
constexpr std::string_view kPanelPrefix = "aplombp_";

/// More sessions of a kind than this and a person's oldest end.
constexpr std::size_t kMaxSessionsPerPerson = 50;

struct Session {
  SessionId id;
  Person person;  ///< as they stand now, not as they stood at sign-in
  SessionKind kind = SessionKind::kBrowser;
  Time created;
  /// When it ends unless it is used before; of a panel, when it ends.
  Time expires;
};

/// The only moment at which the secret is known.
struct IssuedSession {
  Session session;
  Secret secret;
};

/// Who is signed in. The desk keeps the hash of each secret only, as of tokens (see Tokens).
/// A session ends when it was not used for 12 hours, after 7 days, when it is ended, when the
/// person is disabled or removed, or another of theirs changes the password.
///
/// Thread-safety: all members may be called from any thread at once.
/// Errors of all: kUnavailable (another process wrote for too long), kFull, kDamaged, kIo.
class Sessions {
 public:
  /// Signs somebody in who has proved to be themselves. Always a new secret, so a session cannot
  /// be planted before. Recorded in the audit log as `sign-in` with `address` (where from, as
  /// shown; at most 64 bytes are kept). Errors: kNotFound, kForbidden (the person is disabled).
  [[nodiscard]] Result<IssuedSession> start(PersonId person, std::string_view address);

  /// The session of this secret with the person as they stand now. Never waits for a writer; that
  /// it was used is written later, once a minute.
  /// Errors: kUnauthenticated (unknown, ended, expired, of another kind: the same words).
  [[nodiscard]] Result<Session> find(SessionKind kind, std::string_view secret) const;

  /// A bearer of 15 minutes for the panel, which ends with its browser session at the latest. A
  /// panel may ask for its next one (`session` is then the panel's): it hangs on the same browser
  /// session, and its use counts as that one's. Not in the audit log.
  /// Errors: kUnauthenticated (`session` has ended).
  [[nodiscard]] Result<IssuedSession> issue_panel(SessionId session);

  /// Signs out: ends the session and its panels; of a panel also the browser session it hangs on.
  /// Recorded as `sign-out`. One that has ended already is no error.
  [[nodiscard]] Result<void> end(SessionId session);

  /// Ends all of a person's sessions but `except` and its panels; how many browser sessions ended.
  /// Errors: kNotFound.
  [[nodiscard]] Result<std::size_t> end_all(const Actor& actor, PersonId person,
                                            std::optional<SessionId> except = std::nullopt);

  Sessions(const Sessions&) = delete;
  Sessions& operator=(const Sessions&) = delete;

 private:
  friend class Desk;
  Sessions(Store& store, UseNotes& notes, const SessionLimits& limits)
      : store_(store), notes_(notes), limits_(limits) {}

  Store& store_;
  UseNotes& notes_;
  SessionLimits limits_;
};

}  // namespace aplomb::desk
