// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "desk/actor.h"
#include "desk/people.h"
#include "engine/result.h"

namespace aplomb::desk {

class Store;

/// What stands in the place of an erased person's name. No name can be that.
constexpr std::string_view kErased = "(erased)";

/// Nothing, a number or a text (bytes that are no text as hexadecimal digits).
using StoredValue = std::variant<std::monostate, std::int64_t, double, std::string>;

/// Rows of one table, each with the names of its columns.
struct StoredTable {
  std::string name;
  std::vector<std::vector<std::pair<std::string, StoredValue>>> rows;
};

/// All that the desk has of one person, whatever table it stands in (desk/personal_tables.h), to be
/// handed to them or to be erased.
///
/// Thread-safety: all members may be called from any thread at once.
/// Errors of all: kNotFound (nobody has that name), kUnavailable (another process wrote for too
/// long), kFull, kDamaged, kIo.
class PersonalData {
 public:
  /// Everything but hashes of secrets, as it is stored: times are seconds of UTC since 1970.
  [[nodiscard]] Result<std::vector<StoredTable>> of(std::string_view name) const;

  /// Removes the person and what is theirs alone; what the desk needs stays without them. Rows of
  /// the audit log are kept and name nobody. When it returns no byte of it is left in desk.db and
  /// the files beside it; it writes the whole file anew (5 s of a processor each gigabyte, and the
  /// disk's time), while nothing else is written, and reading goes on. What is in backups, in the
  /// articles and their history stays there. Errors: kConflict (the last active admin).
  [[nodiscard]] Result<void> erase(const Actor& actor, std::string_view name);

  PersonalData(const PersonalData&) = delete;
  PersonalData& operator=(const PersonalData&) = delete;

 private:
  friend class Desk;
  /// `forget` drops what memory holds of somebody.
  PersonalData(Store& store, std::function<void(PersonId)> forget)
      : store_(store), forget_(std::move(forget)) {}

  Store& store_;
  std::function<void(PersonId)> forget_;
};

}  // namespace aplomb::desk
