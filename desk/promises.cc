// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/promises.h"

#include <algorithm>
#include <array>
#include <utility>

#include "desk/audit_rows.h"
#include "desk/field_checks.h"
#include "desk/person_row.h"
#include "desk/store.h"
#include "engine/calendar.h"
#include "engine/masking.h"

namespace aplomb::desk {
namespace {

using State = PromiseEntry::State;

const std::string kSelect =
    "SELECT promises.id, promises.article, promises.title, promises.language, promises.what,"
    " promises.within, promises.empathy, promises.case_reference, promises.amount, promises.due,"
    " promises.warn_at, promises.person, people.name, people.display_name, promises.token,"
    " tokens.name, promises.team, promises.made, promises.state, promises.closed, promises.reason "
    "FROM promises LEFT JOIN people ON people.id = promises.person"
    " LEFT JOIN tokens ON tokens.id = promises.token ";
const std::string kFind = kSelect + "WHERE promises.id = ?";
const std::string kAfter = " AND (promises.due, promises.id) > (?2, ?3)";
const std::string kInState = " AND promises.state = ?5";
const std::string kInOrder = " ORDER BY promises.due, promises.id LIMIT ?4";
/// By whose they are, all and of one state.
const std::array<std::array<std::string, 2>, 3> kLists{{
    {kSelect + "WHERE promises.person = ?1" + kAfter + kInOrder,
     kSelect + "WHERE promises.person = ?1" + kAfter + kInState + kInOrder},
    {kSelect + "WHERE promises.token = ?1" + kAfter + kInOrder,
     kSelect + "WHERE promises.token = ?1" + kAfter + kInState + kInOrder},
    {kSelect + "WHERE promises.team = ?1" + kAfter + kInOrder,
     kSelect + "WHERE promises.team = ?1" + kAfter + kInState + kInOrder},
}};
constexpr const char* kInsert =
    "INSERT INTO promises (article, title, language, what, within, empathy, case_reference, amount,"
    " due, warn_at, person, token, team, made, call, state)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'open')";
/// All, soon and late.
constexpr const char* kCountOfPerson =
    "SELECT count(*), count(*) FILTER (WHERE warn_at <= ?2 AND due >= ?2),"
    " count(*) FILTER (WHERE due < ?2) FROM promises WHERE person = ?1 AND state = 'open'";
constexpr const char* kCountOfToken =
    "SELECT count(*), count(*) FILTER (WHERE warn_at <= ?2 AND due >= ?2),"
    " count(*) FILTER (WHERE due < ?2) FROM promises WHERE token = ?1 AND state = 'open'";
constexpr const char* kClose =
    "UPDATE promises SET state = ?2, closed = ?3, reason = ?4 WHERE id = ?1";
constexpr const char* kMove = "UPDATE promises SET due = ?2, warn_at = ?3 WHERE id = ?1";
constexpr const char* kAddMove =
    "INSERT INTO promise_moves (promise, at, was_due, due, reason, person, token)"
    " VALUES (?, ?, ?, ?, ?, ?, ?)";
constexpr const char* kMoves =
    "SELECT at, was_due, due, reason FROM promise_moves WHERE promise = ? ORDER BY id";

/// An entry with what decides about it.
struct Row {
  PromiseEntry entry;
  std::optional<std::int64_t> person, token;
};

/// A state that is not known (a file changed by hand) reads as open: nobody forgets it.
State read_state(std::string_view word) {
  if (word == to_string(State::kKept)) return State::kKept;
  return word == to_string(State::kBroken) ? State::kBroken : State::kOpen;
}

std::optional<std::string> text_if_any(const Query& query, int column) {
  return query.is_null(column) ? std::nullopt : std::optional(query.text(column));
}

Row read_row(const Query& query) {
  Row row;
  PromiseEntry& entry = row.entry;
  entry.id = {query.integer(0)};
  entry.article = {query.text(1)};
  entry.title = query.text(2);
  entry.language = query.text(3);
  entry.what = query.text(4);
  entry.within = query.text(5);
  entry.empathy = query.text(6);
  entry.case_reference = query.text(7);
  entry.amount = text_if_any(query, 8);
  entry.due = query.time(9);
  entry.warn_at = query.time(10);
  if (!query.is_null(11)) {
    row.person = query.integer(11);
    entry.by_name = query.text(12);
    entry.by_display = query.text(13);
  }
  if (!query.is_null(14)) {
    row.token = query.integer(14);
    entry.by_name = "token:" + std::to_string(*row.token);
    entry.by_display = query.text(15);
  }
  entry.team = query.text(16);
  entry.made = query.time(17);
  entry.state = read_state(query.text(18));
  entry.closed = query.optional_time(19);
  entry.reason = text_if_any(query, 20);
  return row;
}

void read_moves(Connection& connection, PromiseEntry& entry) {
  Query query = connection.query(kMoves);
  query.bind(entry.id.value);
  while (query.step())
    entry.moves.push_back({query.time(0), query.time(1), query.time(2), query.text(3)});
}

tl::unexpected<Error> no_such(PromiseId id) {
  return fail(Code::kNotFound, "There is no promise " + std::to_string(id.value) + ".",
              "GET /api/v1/promises lists your own, and with whose=team those of your team.");
}

Result<Row> find(Connection& connection, PromiseId id) {
  std::optional<Row> row;
  {
    Query query = connection.query(kFind);
    if (query.bind(id.value).step()) row = read_row(query);
  }
  if (!row) return no_such(id);
  read_moves(connection, row->entry);
  return *std::move(row);
}

Result<Standing> standing_of(Connection& connection, const Promiser& promiser) {
  if (!promiser.person) return Standing{promiser.role, {}, {}};
  auto person = find_person(connection, *promiser.person);
  if (!person || !person->active)
    return fail(Code::kUnauthenticated, "You cannot sign in any more.", "Ask an admin.");
  return Standing{std::min(promiser.role, person->role), std::move(person->team),
                  std::move(person->department)};
}

bool is_own(const Promiser& promiser, const Row& row) {
  return (promiser.person && row.person == promiser.person->value) ||
         (promiser.token && row.token == promiser.token->value);
}

bool is_of_team(const Promiser& promiser, const Standing& standing, const Row& row) {
  return promiser.person && standing.team == row.entry.team;
}

/// The promise, where the caller may change it.
Result<Row> find_own(Connection& connection, const Promiser& promiser, PromiseId id) {
  const auto standing = standing_of(connection, promiser);
  if (!standing) return tl::unexpected<Error>(standing.error());
  auto row = find(connection, id);
  if (!row || is_own(promiser, *row) || standing->role >= Role::kAdmin) return row;
  const bool team = is_of_team(promiser, *standing, *row);
  const bool lead = standing->role >= Role::kLead;
  if (team && lead) return row;
  if (!team && !lead) return no_such(id);
  return fail(Code::kForbidden, "This promise is somebody else's.",
              team ? "Ask whoever made it, or a lead of your team."
                   : "Ask whoever made it, a lead of its team or an admin.");
}

/// What people type about a promise. Errors: kInvalidArgument (reason).
Result<std::string> checked_reason(const std::string& reason) {
  std::string line = reason;
  std::ranges::replace(line, '\n', ' ');
  if (auto valid = check_text("reason", line, kMaxReasonChars); !valid)
    return tl::unexpected<Error>(valid.error());
  return mask_personal(line);
}

/// `9 (refund-debit-card)`; never the case.
std::string subject_of(const PromiseEntry& entry) {
  return std::to_string(entry.id.value) + " (" + entry.article.value + ")";
}

std::optional<std::int64_t> person_of(const Promiser& promiser) {
  return promiser.person ? std::optional(promiser.person->value) : std::nullopt;
}
std::optional<std::int64_t> token_of(const Promiser& promiser) {
  return promiser.token ? std::optional(promiser.token->value) : std::nullopt;
}

PromiseCounts count(Connection& connection, const Promiser& promiser, Time now) {
  Query query = connection.query(promiser.person ? kCountOfPerson : kCountOfToken);
  query.bind(promiser.person ? person_of(promiser) : token_of(promiser), now).step();
  const auto at = [&](int column) { return static_cast<std::size_t>(query.integer(column)); };
  return {at(0), at(1), at(2)};
}

}  // namespace

std::string_view to_string(State state) {
  switch (state) {
    case State::kOpen:
      return "open";
    case State::kKept:
      return "kept";
    case State::kBroken:
      return "broken";
  }
  return "open";
}

PromiseEntry::Urgency PromiseEntry::urgency(Time now) const {
  if (state != State::kOpen) return Urgency::kNone;
  if (now > due) return Urgency::kLate;
  return now >= warn_at ? Urgency::kSoon : Urgency::kNone;
}

Time Promises::now() const {
  return store_.now();
}

Result<Standing> Promises::standing(const Promiser& promiser) const {
  return store_.read([&](Connection& connection) { return standing_of(connection, promiser); });
}

Result<PromiseEntry> Promises::make(const Promiser& promiser, const NewPromise& promise,
                                    const Permission& permission) {
  return store_.write([&](Connection& connection) -> Result<PromiseEntry> {
    const Time now = store_.now();
    const auto standing = standing_of(connection, promiser);
    if (!standing) return tl::unexpected<Error>(standing.error());
    const auto noted = permission(*standing);
    if (!noted) return tl::unexpected<Error>(noted.error());
    if (count(connection, promiser, now).open >= kMaxOpenPromises)
      return fail(Code::kConflict,
                  "You have " + std::to_string(kMaxOpenPromises) + " open promises already.",
                  "Say which of them were kept or broken.");
    connection.query(kInsert)
        .bind(promise.article.value, promise.title, promise.language, promise.what, promise.within,
              promise.empathy, promise.case_reference, promise.amount, promise.due, promise.warn_at,
              person_of(promiser), token_of(promiser), standing->team, now, promise.call_key)
        .run();
    auto made = find(connection, {connection.database().getLastInsertRowid()});
    if (!made) return tl::unexpected<Error>(made.error());
    if (*noted)
      write_audit(connection, now, promiser.actor, "promise.make", subject_of(made->entry),
                  **noted);
    return std::move(made->entry);
  });
}

Result<PromisePage> Promises::list(const Promiser& promiser, const PromiseListing& listing) const {
  return store_.read([&](Connection& connection) -> Result<PromisePage> {
    const auto standing = standing_of(connection, promiser);
    if (!standing) return tl::unexpected<Error>(standing.error());
    const bool team = listing.whose == PromiseListing::Whose::kTeam;
    const bool other = listing.team && (!promiser.person || *listing.team != standing->team);
    if (team && other && standing->role < Role::kLead)
      return fail(Code::kForbidden, "Another team's promises are for leads.",
                  "Leave team out for those of your own.");
    if (team && !promiser.person && !listing.team) return PromisePage{};  // tools have no team
    const std::size_t whose = team ? 2 : promiser.person ? 0 : 1;
    Query query = connection.query(kLists.at(whose).at(listing.state ? 1 : 0));
    const auto after = listing.after.value_or(PromiseListing::Cursor{Time::min(), 0});
    const std::size_t asked = std::clamp<std::size_t>(listing.limit, 1, kMaxPromisePage);
    if (team)
      query.bind(listing.team.value_or(standing->team));
    else
      query.bind(promiser.person ? person_of(promiser) : token_of(promiser));
    query.bind(after.due, after.id, asked + 1);
    if (listing.state) query.bind(to_string(*listing.state));
    PromisePage page;
    while (query.step()) page.promises.push_back(read_row(query).entry);
    if (page.promises.size() > asked) {
      page.promises.pop_back();
      page.next = {page.promises.back().due, page.promises.back().id.value};
    }
    for (PromiseEntry& entry : page.promises) read_moves(connection, entry);
    return page;
  });
}

Result<PromiseCounts> Promises::counts(const Promiser& promiser) const {
  return store_.read([&](Connection& connection) -> Result<PromiseCounts> {
    return count(connection, promiser, store_.now());
  });
}

Result<PromiseEntry> Promises::close(const Promiser& promiser, PromiseId id, State state,
                                     const std::optional<std::string>& reason) {
  std::optional<std::string> why;
  if (reason && !reason->empty()) {
    auto checked = checked_reason(*reason);
    if (!checked) return tl::unexpected<Error>(checked.error());
    why = *std::move(checked);
  }
  return store_.write([&](Connection& connection) -> Result<PromiseEntry> {
    const Time now = store_.now();
    auto row = find_own(connection, promiser, id);
    if (!row) return tl::unexpected<Error>(row.error());
    PromiseEntry& entry = row->entry;
    if (entry.state == state && (!why || why == entry.reason)) return std::move(entry);
    if (entry.state != State::kOpen)
      return fail(Code::kConflict,
                  "Promise " + std::to_string(id.value) + " is " +
                      std::string(to_string(entry.state)) + " already.",
                  "What is closed stays as it was said first.");
    connection.query(kClose).bind(id.value, to_string(state), now, why).run();
    entry.state = state;
    entry.closed = now;
    entry.reason = why;
    if (!is_own(promiser, *row))
      write_audit(connection, now, promiser.actor, "promise." + std::string(to_string(state)),
                  subject_of(entry), why.value_or(""));
    return std::move(entry);
  });
}

Result<PromiseEntry> Promises::move(const Promiser& promiser, PromiseId id, Time due, Time warn_at,
                                    const std::string& reason, std::optional<Time> seen) {
  if (reason.find_first_not_of(" \n\t") == std::string::npos)
    return fail_at("reason", "reason is missing: what the caller was told why it takes longer",
                   "say it in a few words");
  const auto why = checked_reason(reason);
  if (!why) return tl::unexpected<Error>(why.error());
  return store_.write([&](Connection& connection) -> Result<PromiseEntry> {
    const Time now = store_.now();
    auto row = find_own(connection, promiser, id);
    if (!row) return tl::unexpected<Error>(row.error());
    PromiseEntry& entry = row->entry;
    if (entry.state != State::kOpen)
      return fail(Code::kConflict,
                  "Promise " + std::to_string(id.value) + " is " +
                      std::string(to_string(entry.state)) + " already.",
                  "Make another.");
    if (seen && *seen != entry.due)
      return fail(Code::kStale,
                  "Promise " + std::to_string(id.value) + " is due " + timestamp(entry.due) +
                      " by now: somebody else has moved it.",
                  "Look at it again before you move it.");
    if (due <= now) return fail_at("due", "due is in the past", "name a time to come");
    if (due == entry.due) return fail_at("due", "due is when it was due before");
    if (entry.moves.size() >= kMaxPromiseMoves)
      return fail(Code::kConflict, "This promise was moved too often to be moved once more.",
                  "Say that it was broken, and make another.");
    connection.query(kAddMove)
        .bind(id.value, now, entry.due, due, *why, person_of(promiser), token_of(promiser))
        .run();
    connection.query(kMove).bind(id.value, due, warn_at).run();
    entry.moves.push_back({now, entry.due, due, *why});
    if (!is_own(promiser, *row))
      write_audit(connection, now, promiser.actor, "promise.move", subject_of(entry),
                  timestamp(entry.due) + " → " + timestamp(due));
    entry.due = due;
    entry.warn_at = warn_at;
    return std::move(entry);
  });
}

}  // namespace aplomb::desk
