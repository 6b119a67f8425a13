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
#include "desk/role.h"
#include "engine/result.h"

namespace aplomb::desk {

class Passwords;
class Store;

/// Bounds of what is written about people. Texts are UTF-8 without control characters and
/// without characters that turn the direction of what stands after them.
constexpr std::size_t kMaxNameChars = 64;  ///< of a name to sign in with
constexpr std::size_t kMaxDisplayNameChars = 100;
constexpr std::size_t kMaxGroupChars = 64;  ///< of a department, of a team
constexpr std::size_t kMinPasswordBytes = 10;
constexpr std::size_t kMaxPasswordBytes = 1024;

/// Never used twice, also not after the person was removed.
struct PersonId {
  std::int64_t value = 0;
  friend bool operator==(PersonId, PersonId) = default;
};

struct SessionId {
  std::int64_t value = 0;
  friend bool operator==(SessionId, SessionId) = default;
};

struct Person {
  PersonId id;
  /// To sign in with, as it was typed when the person was added: 1 to 64 letters of any script
  /// with their marks, digits, `.`, `_`, `-`, `@`, the first a letter or a digit. Names that
  /// differ in case alone (Unicode's NFKC_Casefold) are the same name; accents tell apart.
  std::string name;
  std::string display_name;  ///< the name where none was given
  Role role = Role::kAgent;
  std::string department, team;  ///< may be empty
  bool active = true;            ///< nobody else signs in or keeps a session
  bool has_password = false;     ///< without one a person comes by single sign-on only
  Time created;

  friend bool operator==(const Person&, const Person&) = default;
};

struct NewPerson {
  std::string name;
  std::string display_name;
  Role role = Role::kAgent;
  std::string department, team;
};

/// What is to be different; what holds nothing stays.
struct PersonChange {
  std::optional<std::string> display_name;
  std::optional<Role> role;
  std::optional<std::string> department, team;
  std::optional<bool> active;
};

/// Who may come in, with role, department and team.
///
/// Each change stands in the audit log, written in the same transaction. What returned without
/// an error survives a crash and a power cut. Changes of role and standing hold for sessions that
/// exist, from the next request on, in every process that has the desk open.
///
/// There is always an active admin once there was one: the last cannot be removed, disabled or
/// given another role (kConflict).
///
/// Thread-safety: all members may be called from any thread at once.
/// Errors of all: kUnavailable (another process wrote for too long), kFull, kDamaged, kIo;
/// of those that take fields: kInvalidArgument, with the field's name in the message.
class People {
 public:
  /// Whether nobody was ever added, or all are removed.
  [[nodiscard]] Result<bool> empty() const;

  /// Adds somebody; without a password they come by single sign-on only.
  /// Errors: kConflict (the name is taken), kTooMany (see check_password).
  [[nodiscard]] Result<Person> add(const Actor& actor, const NewPerson& person,
                                   std::optional<std::string_view> password = std::nullopt);

  /// The same, where the desk has nobody: for the one-time link of an empty desk. Of two at once
  /// one wins, whatever the processes. Errors: kConflict (somebody is there).
  [[nodiscard]] Result<Person> add_first(const Actor& actor, const NewPerson& person,
                                         std::optional<std::string_view> password);

  /// Errors: kNotFound; also for text that cannot be a name.
  [[nodiscard]] Result<Person> find(std::string_view name) const;

  /// Everybody, by name.
  [[nodiscard]] Result<std::vector<Person>> list() const;

  /// The person as changed. Disabling ends their sessions for good. A change that changes nothing
  /// is written nowhere. Errors: kNotFound, kConflict (the last active admin).
  [[nodiscard]] Result<Person> change(const Actor& actor, std::string_view name,
                                      const PersonChange& change);

  /// Sets the password and ends all of the person's sessions but `keep` and the panels of it.
  /// Errors: kNotFound, kTooMany.
  [[nodiscard]] Result<void> set_password(const Actor& actor, std::string_view name,
                                          std::string_view password,
                                          std::optional<SessionId> keep = std::nullopt);

  /// The person, when the password is right and they are active. Takes as long for names that
  /// nobody has, and says the same: kUnauthenticated. Argon2id, 64 MiB and some 100 ms of one
  /// core: at most two at the same time in a process, and a few waiting; others are turned away
  /// with kTooMany, so that sign-ins cannot take the threads that answer searches. A hash made
  /// with other limits than today's is made anew on the way.
  /// Neither slows guessing down nor writes to the audit log: see SignInThrottle,
  /// Sessions::start and AuditLog::record_failed_sign_in.
  [[nodiscard]] Result<Person> check_password(std::string_view name, std::string_view password);

  /// Removes the person with their sessions. Tokens that they issued stay.
  /// Errors: kNotFound, kConflict (the last active admin).
  [[nodiscard]] Result<void> remove(const Actor& actor, std::string_view name);

  People(const People&) = delete;
  People& operator=(const People&) = delete;

 private:
  friend class Desk;
  People(Store& store, Passwords& passwords) : store_(store), passwords_(passwords) {}

  Result<Person> insert(const Actor& actor, const NewPerson& person,
                        std::optional<std::string_view> password, bool first);
  void renew_hash(PersonId id, const std::string& old_hash, std::string_view password);

  Store& store_;
  Passwords& passwords_;
};

}  // namespace aplomb::desk
