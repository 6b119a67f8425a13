// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "desk/people.h"
#include "desk/store.h"

namespace aplomb::desk {

/// What read_person reads, of the table `people`.
inline const std::string kPersonColumns =
    "people.id, people.name, people.display_name, people.role, people.department, people.team,"
    " people.active, people.password IS NOT NULL, people.created";
constexpr int kPersonColumnCount = 9;

/// The person in kPersonColumns, of which the first is column `first`. A role that is not known
/// (a file changed by hand) reads as the lowest.
[[nodiscard]] Person read_person(const Query& query, int first = 0);

/// Errors: kNotFound.
[[nodiscard]] Result<Person> find_person(Connection& connection, PersonId id);

/// Whether the person is an admin who can come in.
[[nodiscard]] bool rules(const Person& person);

/// Somebody else rules too, or this one does not. Errors: kConflict.
[[nodiscard]] Result<void> check_not_last_admin(Connection& connection, const Person& person);

}  // namespace aplomb::desk
