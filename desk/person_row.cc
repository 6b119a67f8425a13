// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/person_row.h"

namespace aplomb::desk {
namespace {

const std::string kFindById = "SELECT " + kPersonColumns + " FROM people WHERE id = ?";
constexpr const char* kOtherAdmin =
    "SELECT 1 FROM people WHERE role = 'admin' AND active AND id <> ? LIMIT 1";

}  // namespace

Person read_person(const Query& query, int first) {
  return {.id = {query.integer(first)},
          .name = query.text(first + 1),
          .display_name = query.text(first + 2),
          .role = parse_role(query.text(first + 3)).value_or(Role::kCustomer),
          .department = query.text(first + 4),
          .team = query.text(first + 5),
          .active = query.integer(first + 6) != 0,
          .has_password = query.integer(first + 7) != 0,
          .created = query.time(first + 8)};
}

Result<Person> find_person(Connection& connection, PersonId id) {
  Query query = connection.query(kFindById);
  if (!query.bind(id.value).step())
    return fail(Code::kNotFound, "there is no such person", "they may have been removed");
  return read_person(query);
}

bool rules(const Person& person) {
  return person.role == Role::kAdmin && person.active;
}

Result<void> check_not_last_admin(Connection& connection, const Person& person) {
  if (!rules(person) || connection.query(kOtherAdmin).bind(person.id.value).step()) return {};
  return fail(Code::kConflict, "\"" + person.name + "\" is the last active admin",
              "make somebody else an admin first");
}

}  // namespace aplomb::desk
