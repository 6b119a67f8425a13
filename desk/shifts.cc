// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/shifts.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "desk/person_row.h"
#include "desk/store.h"

namespace aplomb::desk {
namespace {

constexpr std::chrono::seconds kPrecision = std::chrono::minutes(1);

constexpr const char* kFind = "SELECT active, ended, seen FROM shifts WHERE person = ?";
// the person may have been removed since it was noted
constexpr const char* kWrite = R"sql(
INSERT INTO shifts (person, active) SELECT id, ?3 FROM people WHERE id = ?1
ON CONFLICT DO UPDATE SET
  ended = CASE WHEN ?2 - active >= ?4 THEN active ELSE ended END,
  active = max(active, ?3)
)sql";
constexpr const char* kSeen =
    "INSERT INTO shifts (person, active, seen) VALUES (?1, ?2, ?3)"
    " ON CONFLICT DO UPDATE SET seen = excluded.seen";

}  // namespace

void Shifts::note(PersonId person) {
  const Time now = store_.now();
  const std::lock_guard lock(mutex_);
  Note& note = notes_.try_emplace(person.value, Note{now, now, std::nullopt}).first->second;
  if (!is_unwritten(note)) note.first = now;
  note.latest = now;
}

Result<Time> Shifts::since(PersonId person) const {
  std::optional<Time> working;  // since when, of what is not written yet
  {
    const std::lock_guard lock(mutex_);
    const auto noted = notes_.find(person.value);
    if (noted != notes_.end() && is_unwritten(noted->second)) working = noted->second.first;
  }
  return store_.read([&](Connection& connection) -> Result<Time> {
    const auto found = find_person(connection, person);
    if (!found) return tl::unexpected<Error>(found.error());
    Time since = found->created;
    Query query = connection.query(kFind);
    if (!query.bind(person.value).step()) return since;
    const Time active = query.time(0);
    const bool paused = working.value_or(store_.now()) - active >= kShiftPause;
    if (paused) since = std::max(since, active);
    if (const auto ended = query.optional_time(1)) since = std::max(since, *ended);
    if (const auto seen = query.optional_time(2)) since = std::max(since, *seen);
    return since;
  });
}

Result<void> Shifts::seen(PersonId person, Time at) {
  return store_.write([&](Connection& connection) -> Result<void> {
    if (auto found = find_person(connection, person); !found)
      return tl::unexpected<Error>(found.error());
    const Time now = store_.now();
    connection.query(kSeen).bind(person.value, now, std::min(at, now)).run();
    return {};
  });
}

Result<void> Shifts::write() {
  const Time now = store_.now();
  std::vector<std::pair<std::int64_t, Note>> due;
  {
    const std::lock_guard lock(mutex_);
    for (auto each = notes_.begin(); each != notes_.end();) {
      const Note& note = each->second;
      const bool unwritten = is_unwritten(note);
      if (unwritten && (!note.written || now - *note.written >= kPrecision)) due.push_back(*each);
      // who has gone home leaves nothing here
      each = !unwritten && now - note.latest >= kPrecision ? notes_.erase(each) : std::next(each);
    }
  }
  if (due.empty()) return {};
  auto written = store_.write([&](Connection& connection) -> Result<void> {
    for (const auto& [person, note] : due)
      connection.query(kWrite)
          .bind(person, note.first, note.latest, std::int64_t{kShiftPause.count()})
          .run();
    return {};
  });
  if (!written) return written;
  const std::lock_guard lock(mutex_);
  for (const auto& [person, note] : due)
    if (const auto found = notes_.find(person); found != notes_.end())
      found->second.written = note.latest;
  return {};
}

void Shifts::forget(PersonId person) {
  const std::lock_guard lock(mutex_);
  notes_.erase(person.value);
}

}  // namespace aplomb::desk
