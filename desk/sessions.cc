// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/sessions.h"

#include <algorithm>
#include <string>

#include "desk/audit_log.h"
#include "desk/audit_rows.h"
#include "desk/field_checks.h"
#include "desk/minting.h"
#include "desk/person_row.h"
#include "desk/session_rows.h"
#include "desk/store.h"
#include "desk/use_notes.h"

namespace aplomb::desk {
namespace {

// `root` is the session itself, or the one that a panel hangs on.
const std::string kSelect =
    "SELECT sessions.id, sessions.kind, sessions.created, sessions.expires, root.id,"
    " root.last_seen, root.expires, " +
    kPersonColumns +
    " FROM sessions JOIN sessions AS root ON root.id = coalesce(sessions.parent, sessions.id)"
    " JOIN people ON people.id = sessions.person WHERE ";
constexpr int kFirstPersonColumn = 7;
const std::string kFindByHash = kSelect + "sessions.hash = ? AND sessions.kind = ?";
const std::string kFindById = kSelect + "sessions.id = ?";

constexpr const char* kInsert =
    "INSERT INTO sessions (hash, person, parent, kind, created, last_seen, expires)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?5, ?6)";
constexpr const char* kEndOldest =
    "DELETE FROM sessions WHERE person = ?1 AND kind = ?2 AND id NOT IN"
    " (SELECT id FROM sessions WHERE person = ?1 AND kind = ?2 ORDER BY id DESC LIMIT ?3)";
constexpr const char* kEnd = "DELETE FROM sessions WHERE id = ?";
// panels go with the session they hang on
constexpr const char* kEndOthers =
    "DELETE FROM sessions WHERE person = ?1 AND kind = 'browser' AND id IS NOT"
    " (SELECT coalesce(parent, id) FROM sessions WHERE id = ?2)";
constexpr const char* kAnyExpired =
    "SELECT 1 FROM sessions WHERE expires <= ?1 OR (kind = 'browser' AND last_seen <= ?2) LIMIT 1";
constexpr const char* kRemoveExpired =
    "DELETE FROM sessions WHERE expires <= ?1 OR (kind = 'browser' AND last_seen <= ?2)";

struct Row {
  Session session;
  Time ends;  // however much it is used
  std::int64_t root = 0;
  Time root_seen, root_ends;
};

std::string_view to_word(SessionKind kind) {
  return kind == SessionKind::kPanel ? "panel" : "browser";
}

std::string_view prefix_of(SessionKind kind) {
  return kind == SessionKind::kPanel ? kPanelPrefix : kSessionPrefix;
}

tl::unexpected<Error> unknown() {
  return fail(Code::kUnauthenticated, "the session has ended", "sign in again");
}

Row read_row(const Query& query) {
  Row row;
  row.session.id = {query.integer(0)};
  row.session.kind = query.text(1) == "panel" ? SessionKind::kPanel : SessionKind::kBrowser;
  row.session.created = query.time(2);
  row.ends = query.time(3);
  row.root = query.integer(4);
  row.root_seen = query.time(5);
  row.root_ends = query.time(6);
  row.session.person = read_person(query, kFirstPersonColumn);
  return row;
}

/// Sets when the session ends; false when it has ended.
bool is_live(Row& row, const UseNotes& notes, const SessionLimits& limits, Time now) {
  if (!row.session.person.active || row.ends <= now || row.root_ends <= now) return false;
  if (row.root_seen + limits.idle <= now &&
      notes.latest(UseNotes::What::kSession, row.root, row.root_seen) + limits.idle <= now)
    return false;
  row.session.expires = std::min(row.ends, row.root_ends);
  if (row.session.kind == SessionKind::kBrowser)
    row.session.expires = std::min(row.session.expires, now + limits.idle);
  return true;
}

Result<Row> find_row(Connection& connection, SessionId id) {
  Query query = connection.query(kFindById);
  if (!query.bind(id.value).step()) return unknown();
  return read_row(query);
}

/// Writes the session and makes room for it.
IssuedSession insert(Connection& connection, const Person& person, SessionKind kind,
                     std::optional<std::int64_t> parent, Time now, Time ends) {
  Secret secret = mint(prefix_of(kind));
  connection.query(kInsert)
      .bind(*hash_of(prefix_of(kind), secret.reveal()), person.id.value, parent, to_word(kind), now,
            ends)
      .run();
  const SessionId id{connection.database().getLastInsertRowid()};
  connection.query(kEndOldest).bind(person.id.value, to_word(kind), kMaxSessionsPerPerson).run();
  return {{.id = id, .person = person, .kind = kind, .created = now, .expires = ends},
          std::move(secret)};
}

}  // namespace

std::size_t end_sessions(Connection& connection, PersonId person, std::optional<SessionId> keep) {
  std::optional<std::int64_t> kept;
  if (keep) kept = keep->value;
  return connection.query(kEndOthers).bind(person.value, kept).run();
}

bool any_expired(Connection& connection, Time now, Time idle_since) {
  return connection.query(kAnyExpired).bind(now, idle_since).step();
}

void remove_expired(Connection& connection, Time now, Time idle_since) {
  connection.query(kRemoveExpired).bind(now, idle_since).run();
}

Result<IssuedSession> Sessions::start(PersonId person, std::string_view address) {
  return store_.write([&](Connection& connection) -> Result<IssuedSession> {
    const auto found = find_person(connection, person);
    if (!found) return tl::unexpected<Error>(found.error());
    if (!found->active)
      return fail(Code::kForbidden, "this person is disabled", "an admin can enable them");
    const Time now = store_.now();
    IssuedSession issued = insert(connection, *found, SessionKind::kBrowser, std::nullopt, now,
                                  now + limits_.absolute);
    issued.session.expires = std::min(issued.session.expires, now + limits_.idle);
    write_audit(connection, now, Actor::person(found->name), "sign-in", found->name,
                one_line(address, kMaxAddressBytes));
    return issued;
  });
}

Result<Session> Sessions::find(SessionKind kind, std::string_view secret) const {
  const auto hash = hash_of(prefix_of(kind), secret);
  if (!hash) return unknown();
  return store_.read([&](Connection& connection) -> Result<Session> {
    Query query = connection.query(kFindByHash);
    if (!query.bind(*hash, to_word(kind)).step()) return unknown();
    Row row = read_row(query);
    const Time now = store_.now();
    if (!is_live(row, notes_, limits_, now)) return unknown();
    notes_.note(UseNotes::What::kSession, row.root, now, row.root_seen);
    return std::move(row.session);
  });
}

Result<IssuedSession> Sessions::issue_panel(SessionId session) {
  return store_.write([&](Connection& connection) -> Result<IssuedSession> {
    auto row = find_row(connection, session);
    if (!row) return tl::unexpected<Error>(row.error());
    const Time now = store_.now();
    if (!is_live(*row, notes_, limits_, now)) return unknown();
    return insert(connection, row->session.person, SessionKind::kPanel, row->root, now,
                  std::min(now + limits_.panel, row->root_ends));
  });
}

Result<void> Sessions::end(SessionId session) {
  return store_.write([&](Connection& connection) -> Result<void> {
    const auto row = find_row(connection, session);
    if (!row) return {};
    connection.query(kEnd).bind(row->root).run();
    const std::string& name = row->session.person.name;
    write_audit(connection, store_.now(), Actor::person(name), "sign-out", name, "");
    return {};
  });
}

Result<std::size_t> Sessions::end_all(const Actor& actor, PersonId person,
                                      std::optional<SessionId> except) {
  return store_.write([&](Connection& connection) -> Result<std::size_t> {
    const auto found = find_person(connection, person);
    if (!found) return tl::unexpected<Error>(found.error());
    const std::size_t ended = end_sessions(connection, person, except);
    if (ended > 0)
      write_audit(connection, store_.now(), actor, "session.end_all", found->name,
                  "sessions: " + std::to_string(ended));
    return ended;
  });
}

}  // namespace aplomb::desk
