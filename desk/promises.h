// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "desk/actor.h"
#include "desk/clock.h"
#include "desk/people.h"
#include "desk/role.h"
#include "desk/tokens.h"
#include "engine/article.h"
#include "engine/result.h"

namespace aplomb::desk {

class Store;

constexpr std::size_t kMaxReasonChars = 500;
/// Of one maker at a time; a program that makes them without end stops here.
constexpr std::size_t kMaxOpenPromises = 2000;
/// Of one promise: what is put off so often is no promise.
constexpr std::size_t kMaxPromiseMoves = 50;
constexpr std::size_t kMaxPromisePage = 200;

struct PromiseId {
  std::int64_t value = 0;
  friend bool operator==(PromiseId, PromiseId) = default;
};

/// Who makes, changes or asks for promises: a person or a token.
struct Promiser {
  Actor actor;
  Role role = Role::kCustomer;
  std::optional<PersonId> person;
  std::optional<TokenId> token;
};

/// What counts of a promiser as they stand at this moment. Tokens belong to no team and no
/// department.
struct Standing {
  Role role = Role::kCustomer;
  std::string team, department;
};

/// What is written down when a promise is made. Its words are those of the article as it was then.
struct NewPromise {
  ArticleId article;
  std::string title, language;  ///< of the article
  std::string what, within, empathy;
  std::string case_reference;         ///< check_case() has taken it
  std::optional<std::string> amount;  ///< `120 EUR`
  Time due, warn_at;
  std::optional<std::string> call_key;  ///< CallKeys' form of the call
};

struct PromiseMove {
  Time at, from, to;
  std::string reason;

  friend bool operator==(const PromiseMove&, const PromiseMove&) = default;
};

/// A line of the ledger.
struct PromiseEntry : NewPromise {
  enum class State { kOpen, kKept, kBroken };
  enum class Urgency { kNone, kSoon, kLate };

  PromiseId id;
  std::string by_name;     ///< `anna`, or `token:17`; empty when the person was removed
  std::string by_display;  ///< as people call them
  std::string team;        ///< the maker's when it was made; may be empty
  Time made;
  State state = State::kOpen;
  std::optional<Time> closed;         ///< when it was kept or broken
  std::optional<std::string> reason;  ///< why, where somebody said so
  std::vector<PromiseMove> moves;     ///< oldest first

  /// Of an open one: late from the second behind `due`, soon from `warn_at` on.
  [[nodiscard]] Urgency urgency(Time now) const;
};

/// "open", "kept", "broken"
[[nodiscard]] std::string_view to_string(PromiseEntry::State state);

struct PromiseListing {
  enum class Whose { kMine, kTeam };
  /// Where the page before ended.
  struct Cursor {
    Time due;
    std::int64_t id = 0;
  };
  Whose whose = Whose::kMine;
  std::optional<std::string> team;  ///< another than one's own: for leads
  std::optional<PromiseEntry::State> state = PromiseEntry::State::kOpen;  ///< absent: all
  std::size_t limit = 50;                                                 ///< 1 to kMaxPromisePage
  std::optional<Cursor> after;
};

struct PromisePage {
  std::vector<PromiseEntry> promises;          ///< by due time
  std::optional<PromiseListing::Cursor> next;  ///< absent on the last page
};

struct PromiseCounts {
  std::size_t open = 0, soon = 0, late = 0;  ///< soon and late are among the open ones
};

/// The ledger: what was promised to whom until when, and what became of it.
///
/// A promise is changed by its maker, by leads of the team that it was made in, and by admins; a
/// team without a name is one, too, for houses that have none. Whoever may not know of a promise
/// is told that there is none. Role and team are read in the transaction that they decide about.
/// What others than the maker change stands in the audit log, in the same transaction. Of a
/// removed person the promises stay, without a name, in their team's ledger.
///
/// A write is on disk when it returns. Of two who change one promise at a time the second sees
/// what the first has made of it. Thread-safety: all members may be called from any thread at
/// once. Errors of all: kUnavailable (another process wrote for too long), kFull, kDamaged, kIo;
/// kUnauthenticated (the person was removed or disabled meanwhile).
class Promises {
 public:
  /// Decides by the maker as they stand; an error makes nothing. A text is what goes into the
  /// audit log: why this promise was for a few only.
  using Permission = std::function<Result<std::optional<std::string>>(const Standing&)>;

  /// Errors: the permission's, kConflict (kMaxOpenPromises).
  [[nodiscard]] Result<PromiseEntry> make(const Promiser& promiser, const NewPromise& promise,
                                          const Permission& permission);

  /// Errors: kForbidden (another team's, for who is no lead).
  [[nodiscard]] Result<PromisePage> list(const Promiser& promiser,
                                         const PromiseListing& listing) const;

  /// Of the promiser's own. Looks at one row of an index for each open one.
  [[nodiscard]] Result<PromiseCounts> counts(const Promiser& promiser) const;

  /// Kept, or broken; saying so twice is no error. Texts of the reason are masked (mask_personal).
  /// Errors: kInvalidArgument (reason), kNotFound, kForbidden, kConflict (it was closed otherwise).
  [[nodiscard]] Result<PromiseEntry> close(const Promiser& promiser, PromiseId id,
                                           PromiseEntry::State state,
                                           const std::optional<std::string>& reason);

  /// Another due time. `seen`, where given, is the one that the caller knows.
  /// Errors: kInvalidArgument (no reason; due is not to come, or is what it was), kNotFound,
  /// kForbidden, kConflict (it is closed, or was moved too often), kStale (it has moved since).
  [[nodiscard]] Result<PromiseEntry> move(const Promiser& promiser, PromiseId id, Time due,
                                          Time warn_at, const std::string& reason,
                                          std::optional<Time> seen = std::nullopt);

  /// How a promiser stands now.
  [[nodiscard]] Result<Standing> standing(const Promiser& promiser) const;

  [[nodiscard]] Time now() const;

  Promises(const Promises&) = delete;
  Promises& operator=(const Promises&) = delete;

 private:
  friend class Desk;
  explicit Promises(Store& store) : store_(store) {}

  Store& store_;
};

}  // namespace aplomb::desk
