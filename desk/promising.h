// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "desk/desk.h"
#include "desk/promise_words.h"
#include "desk/promises.h"
#include "engine/article.h"
#include "engine/result.h"
#include "indexer/house_calendar.h"

namespace aplomb::desk {

/// What an article lets a promiser promise, now.
struct PromiseTerms {
  std::string what, within, limit, authority;  ///< as the article has them; may be empty
  std::optional<Time> due;                     ///< absent where `within` is not there, or cannot
                                               ///< be counted
  bool may = false;                            ///< within the limit
  std::string who;  ///< who makes what this promiser may not: PromiseAuthority's words
};

/// A promise as it is asked for.
struct PromiseRequest {
  std::string case_reference;
  std::optional<std::string> amount, call;
  std::optional<Time> due;  ///< absent: by the article
};

/// Strings together what making a promise takes: the article's terms, the desk's calendar and
/// departments (aplomb.yaml as it is now), and the ledger.
///
/// Fails closed: what cannot be read of an article's terms is beyond them.
/// Thread-safety: all members may be called from any thread at once. Errors of all: the ledger's.
class Promising {
 public:
  /// `articles` is the folder; empty: there is no aplomb.yaml. The desk must outlive this.
  Promising(Desk& desk, std::filesystem::path articles);

  /// Errors: kUnprocessable (of the field `article`: it is archived, does not hold now, or promises
  /// nothing).
  [[nodiscard]] Result<PromiseTerms> terms(const Promiser& promiser, const Article& article);

  /// Errors: kUnprocessable (its `field` says of what: `article` as above, `case`, `amount`,
  /// `due`), kInvalidArgument (`call`), kForbidden (beyond the article, whose message says who
  /// can), kConflict (too many open ones).
  [[nodiscard]] Result<PromiseEntry> make(const Promiser& promiser, const Article& article,
                                          const PromiseRequest& request);

  /// Errors: those of Promises::move(), and kInvalidArgument (due is more than ten years away).
  [[nodiscard]] Result<PromiseEntry> move(const Promiser& promiser, PromiseId id, Time due,
                                          const std::string& reason, std::optional<Time> seen);

  /// What to say about it now.
  [[nodiscard]] PromiseWords say(const PromiseEntry& entry);
  /// Absent where nobody can say by when.
  [[nodiscard]] std::optional<PromiseWords> say(const Article& article, const PromiseTerms& terms);

  [[nodiscard]] Promises& ledger() { return desk_.promises(); }

 private:
  Desk& desk_;
  const std::filesystem::path articles_;
  HouseCalendar calendar_;
};

}  // namespace aplomb::desk
