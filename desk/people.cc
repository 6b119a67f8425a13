// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/people.h"

#include <utility>

#include "desk/audit_rows.h"
#include "desk/field_checks.h"
#include "desk/passwords.h"
#include "desk/person_row.h"
#include "desk/session_rows.h"
#include "desk/store.h"

namespace aplomb::desk {
namespace {

constexpr const char* kAnybody = "SELECT 1 FROM people LIMIT 1";
constexpr const char* kInsert =
    "INSERT INTO people (key, name, display_name, role, department, team, active, password, "
    "created)"
    " VALUES (?, ?, ?, ?, ?, ?, 1, ?, ?)";
const std::string kFind = "SELECT " + kPersonColumns + " FROM people WHERE key = ?";
const std::string kFindHash =
    "SELECT " + kPersonColumns + ", people.password FROM people WHERE key = ?";
const std::string kList = "SELECT " + kPersonColumns + " FROM people ORDER BY key";
constexpr const char* kUpdate =
    "UPDATE people SET display_name = ?2, role = ?3, department = ?4, team = ?5, active = ?6"
    " WHERE id = ?1";
constexpr const char* kSetPassword = "UPDATE people SET password = ?2 WHERE id = ?1";
constexpr const char* kReplaceHash =
    "UPDATE people SET password = ?3 WHERE id = ?1 AND password = ?2";
constexpr const char* kRemove = "DELETE FROM people WHERE id = ?";

Result<void> check_fields(std::string_view display_name, std::string_view department,
                          std::string_view team) {
  return check_text("display_name", display_name, kMaxDisplayNameChars)
      .and_then([&] { return check_text("department", department, kMaxGroupChars); })
      .and_then([&] { return check_text("team", team, kMaxGroupChars); });
}

tl::unexpected<Error> nobody(std::string_view name) {
  return fail(Code::kNotFound, "nobody is called \"" + one_line(name, kMaxNameChars) + "\"",
              "see who there is: `aplomb user list`");
}

/// Everything that is wrong with a sign-in is said in these words, so that they tell nothing.
tl::unexpected<Error> refused() {
  return fail(Code::kUnauthenticated, "name or password is wrong",
              "check both; an admin can set a new password");
}

struct Row {
  Person person;
  std::string hash;  // empty: no password
};

Result<Row> find_row(Connection& connection, std::string_view name) {
  const auto key = name_key(name);
  if (!key) return nobody(name);
  Query query = connection.query(kFindHash);
  if (!query.bind(*key).step()) return nobody(name);
  return Row{read_person(query),
             query.is_null(kPersonColumnCount) ? "" : query.text(kPersonColumnCount)};
}

Result<Person> find_by_name(Connection& connection, std::string_view name) {
  return find_row(connection, name).map([](Row row) { return std::move(row.person); });
}

void note(std::string& detail, std::string_view field, const std::string& from,
          const std::string& to) {
  if (from == to) return;
  if (!detail.empty()) detail += "; ";
  detail.append(field).append(": ").append(from).append(" → ").append(to);
}

/// `role: agent → lead; team: "" → "night"`; empty when nothing differs.
std::string difference(const Person& before, const Person& after) {
  const auto quoted = [](const std::string& text) { return '"' + text + '"'; };
  const auto shown = [](bool active) { return std::string(active ? "yes" : "no"); };
  std::string detail;
  note(detail, "role", std::string(to_string(before.role)), std::string(to_string(after.role)));
  note(detail, "active", shown(before.active), shown(after.active));
  note(detail, "display name", quoted(before.display_name), quoted(after.display_name));
  note(detail, "department", quoted(before.department), quoted(after.department));
  note(detail, "team", quoted(before.team), quoted(after.team));
  return detail;
}

Person changed(Person person, const PersonChange& change) {
  if (change.display_name)
    person.display_name = change.display_name->empty() ? person.name : *change.display_name;
  if (change.role) person.role = *change.role;
  if (change.department) person.department = *change.department;
  if (change.team) person.team = *change.team;
  if (change.active) person.active = *change.active;
  return person;
}

std::string description(const NewPerson& person, bool has_password) {
  std::string detail = "role: " + std::string(to_string(person.role));
  if (!person.department.empty()) detail += "; department: \"" + person.department + '"';
  if (!person.team.empty()) detail += "; team: \"" + person.team + '"';
  return detail + (has_password ? "" : "; without password");
}

}  // namespace

Result<bool> People::empty() const {
  return store_.read(
      [](Connection& connection) -> Result<bool> { return !connection.query(kAnybody).step(); });
}

Result<Person> People::add(const Actor& actor, const NewPerson& person,
                           std::optional<std::string_view> password) {
  return insert(actor, person, password, false);
}

Result<Person> People::add_first(const Actor& actor, const NewPerson& person,
                                 std::optional<std::string_view> password) {
  return insert(actor, person, password, true);
}

Result<Person> People::insert(const Actor& actor, const NewPerson& person,
                              std::optional<std::string_view> password, bool first) {
  const auto key = name_key(person.name);
  if (!key) return tl::unexpected<Error>(key.error());
  if (auto valid = check_fields(person.display_name, person.department, person.team); !valid)
    return tl::unexpected<Error>(valid.error());
  std::optional<std::string> hash;
  if (password) {
    auto hashed =
        check_password_text(*password).and_then([&] { return passwords_.hash(*password); });
    if (!hashed) return tl::unexpected<Error>(hashed.error());
    hash = std::move(*hashed);
  }
  return store_.write([&](Connection& connection) -> Result<Person> {
    if (first && connection.query(kAnybody).step())
      return fail(Code::kConflict, "somebody was added already", "sign in, or ask an admin");
    if (connection.query(kFind).bind(*key).step())
      return fail(Code::kConflict, "somebody is called \"" + person.name + "\" already",
                  "choose another name");
    connection.query(kInsert)
        .bind(*key, person.name, person.display_name.empty() ? person.name : person.display_name,
              to_string(person.role), person.department, person.team, hash, store_.now())
        .run();
    write_audit(connection, store_.now(), actor, "user.add", person.name,
                description(person, hash.has_value()));
    return find_by_name(connection, person.name);
  });
}

Result<Person> People::find(std::string_view name) const {
  return store_.read([&](Connection& connection) { return find_by_name(connection, name); });
}

Result<std::vector<Person>> People::list() const {
  return store_.read([](Connection& connection) -> Result<std::vector<Person>> {
    Query query = connection.query(kList);
    std::vector<Person> people;
    while (query.step()) people.push_back(read_person(query));
    return people;
  });
}

Result<Person> People::change(const Actor& actor, std::string_view name,
                              const PersonChange& change) {
  const std::string none;
  if (auto valid = check_fields(change.display_name.value_or(none),
                                change.department.value_or(none), change.team.value_or(none));
      !valid)
    return tl::unexpected<Error>(valid.error());
  return store_.write([&](Connection& connection) -> Result<Person> {
    const auto before = find_by_name(connection, name);
    if (!before) return before;
    Person after = changed(*before, change);
    if (after == *before) return after;
    if (!rules(after))
      if (auto allowed = check_not_last_admin(connection, *before); !allowed)
        return tl::unexpected<Error>(allowed.error());
    connection.query(kUpdate)
        .bind(after.id.value, after.display_name, to_string(after.role), after.department,
              after.team, after.active)
        .run();
    if (!after.active) end_sessions(connection, after.id, std::nullopt);
    write_audit(connection, store_.now(), actor, "user.change", after.name,
                difference(*before, after));
    return after;
  });
}

Result<void> People::set_password(const Actor& actor, std::string_view name,
                                  std::string_view password, std::optional<SessionId> keep) {
  if (const auto found = find(name); !found) return tl::unexpected<Error>(found.error());
  const auto hash =
      check_password_text(password).and_then([&] { return passwords_.hash(password); });
  if (!hash) return tl::unexpected<Error>(hash.error());
  return store_.write([&](Connection& connection) -> Result<void> {
    const auto person = find_by_name(connection, name);
    if (!person) return tl::unexpected<Error>(person.error());
    connection.query(kSetPassword).bind(person->id.value, *hash).run();
    end_sessions(connection, person->id, keep);
    write_audit(connection, store_.now(), actor, "user.password", person->name, "");
    return {};
  });
}

Result<Person> People::check_password(std::string_view name, std::string_view password) {
  if (!check_password_text(password)) return refused();
  const auto look = [&](Connection& connection) { return find_row(connection, name); };
  const auto row = store_.read(look);
  if (!row && row.error().code != Code::kNotFound) return tl::unexpected<Error>(row.error());
  if (!row || !row->person.active || row->hash.empty()) {
    if (auto done = passwords_.pretend(password); !done) return tl::unexpected<Error>(done.error());
    return refused();
  }
  const auto right = passwords_.matches(row->hash, password);
  if (!right) return tl::unexpected<Error>(right.error());
  if (!*right) return refused();
  // hashing takes long enough for somebody to be disabled meanwhile
  const auto still = store_.read(look);
  if (!still || !still->person.active || still->hash != row->hash) return refused();
  if (passwords_.is_outdated(row->hash)) renew_hash(still->person.id, row->hash, password);
  return still->person;
}

void People::renew_hash(PersonId id, const std::string& old_hash, std::string_view password) {
  const auto hash = passwords_.hash(password);
  if (!hash) return;  // the old one does until the next time
  const auto written = store_.write([&](Connection& connection) -> Result<void> {
    connection.query(kReplaceHash).bind(id.value, old_hash, *hash).run();
    return {};
  });
  static_cast<void>(written);  // the same
}

Result<void> People::remove(const Actor& actor, std::string_view name) {
  return store_.write([&](Connection& connection) -> Result<void> {
    const auto person = find_by_name(connection, name);
    if (!person) return tl::unexpected<Error>(person.error());
    if (auto allowed = check_not_last_admin(connection, *person); !allowed) return allowed;
    connection.query(kRemove).bind(person->id.value).run();
    write_audit(connection, store_.now(), actor, "user.remove", person->name,
                "role: " + std::string(to_string(person->role)));
    return {};
  });
}

}  // namespace aplomb::desk
