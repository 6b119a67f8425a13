// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "desk/store.h"

/// Where people stand in desk.db, read from the schema itself, so that a table that is added is in
/// every export and every erasure.
namespace aplomb::desk {

/// Rows that are about a person: those of `table` for which `condition` holds, where `?1` is the
/// person's id and `?2` their name.
struct PersonalRows {
  std::string table;
  std::string condition;
};

/// A column that holds a person's name rather than their id.
struct NameColumn {
  std::string_view table, column;
};

/// All of these. What refers to people by name is written here; what refers to them by id is found.
inline constexpr std::array<NameColumn, 5> kNameColumns{{
    {"tokens", "created_by"},
    {"notices", "author"},
    {"drafts", "author"},
    {"audit", "actor"},
    {"audit", "subject"},
}};

/// Never told anybody: hashes of passwords and sessions.
inline constexpr std::array<NameColumn, 3> kSecretColumns{{
    {"people", "password"},
    {"sessions", "hash"},
    {"tokens", "hash"},
}};

/// All rows that are about a person, a table once: `people` itself, what refers to it, what refers
/// to a row of that and to no person itself, and what holds the name. In the order of their names.
[[nodiscard]] std::vector<PersonalRows> personal_rows(SQLite::Database& database);

}  // namespace aplomb::desk
