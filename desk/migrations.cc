// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/migrations.h"

#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Transaction.h>

#include <array>
#include <cstddef>
#include <string>

namespace aplomb::desk {
namespace {

// Times are seconds of UTC since 1970. Roles are words, so that the file reads without the program
// and the ladder may get a step between two. AUTOINCREMENT: an id of the past never comes back.
constexpr const char* kPeopleTokensSessionsAudit = R"sql(
CREATE TABLE people (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  key          TEXT NOT NULL UNIQUE,   -- the name, case folded
  name         TEXT NOT NULL,
  display_name TEXT NOT NULL,
  role         TEXT NOT NULL,
  department   TEXT NOT NULL,
  team         TEXT NOT NULL,
  active       INTEGER NOT NULL,
  password     TEXT,                   -- Argon2id with its parameters and salt; NULL: single sign-on
  created      INTEGER NOT NULL
) STRICT;

CREATE TABLE tokens (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  hash       BLOB NOT NULL UNIQUE,     -- BLAKE2b-256 of the token
  name       TEXT NOT NULL,
  role       TEXT NOT NULL,
  created    INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  expires    INTEGER,
  last_used  INTEGER,
  revoked    INTEGER
) STRICT;

CREATE TABLE sessions (
  id        INTEGER PRIMARY KEY AUTOINCREMENT,
  hash      BLOB NOT NULL UNIQUE,
  person    INTEGER NOT NULL REFERENCES people ON DELETE CASCADE,
  parent    INTEGER REFERENCES sessions ON DELETE CASCADE,  -- of a panel: its browser session
  kind      TEXT NOT NULL,             -- browser or panel
  created   INTEGER NOT NULL,
  last_seen INTEGER NOT NULL,          -- of a browser session, its panels included
  expires   INTEGER NOT NULL           -- however much it is used
) STRICT;
CREATE INDEX sessions_by_person ON sessions (person, kind);
CREATE INDEX sessions_by_parent ON sessions (parent);

CREATE TABLE audit (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  at      INTEGER NOT NULL,
  actor   TEXT NOT NULL,
  action  TEXT NOT NULL,
  subject TEXT NOT NULL,
  detail  TEXT NOT NULL
) STRICT;
CREATE INDEX audit_by_action ON audit (action, at);
CREATE TRIGGER audit_is_final BEFORE UPDATE ON audit
  BEGIN SELECT RAISE(ABORT, 'what was written to the audit log stays'); END;
)sql";

// AUTOINCREMENT for the same reason. What a lead wrote stays when it has ended.
constexpr const char* kNoticesDrafts = R"sql(
CREATE TABLE notices (
  id        INTEGER PRIMARY KEY AUTOINCREMENT,
  title     TEXT NOT NULL,
  text      TEXT NOT NULL,
  audience  TEXT NOT NULL,   -- internal or customer
  queries   TEXT NOT NULL,   -- a line each
  starts    INTEGER,         -- NULL: once it is published
  expires   INTEGER NOT NULL,
  author    TEXT NOT NULL,
  created   INTEGER NOT NULL,
  published INTEGER,
  ended     INTEGER          -- by somebody, before it expired
) STRICT;
CREATE INDEX notices_open ON notices (expires) WHERE ended IS NULL;

CREATE TABLE drafts (
  article  TEXT PRIMARY KEY,   -- the id of the article that it is to become
  markdown BLOB NOT NULL,      -- as it was sent
  version  TEXT NOT NULL,      -- of these bytes
  title    TEXT NOT NULL,
  author   TEXT NOT NULL,      -- who changed it last
  base     TEXT,               -- the version of the article that it was begun from; NULL: a new one
  created  INTEGER NOT NULL,
  changed  INTEGER NOT NULL
) STRICT;
)sql";

// Random keys that never leave the file: what is hashed with them means nothing elsewhere.
constexpr const char* kDeskKeys = R"sql(
CREATE TABLE desk_keys (
  name TEXT PRIMARY KEY,   -- what it is for
  key  BLOB NOT NULL
) STRICT;
)sql";

// The ledger. The words are the article's when the promise was made. A person who is removed leaves
// what they promised to their team, without a name; tokens are never removed.
constexpr const char* kPromises = R"sql(
CREATE TABLE promises (
  id             INTEGER PRIMARY KEY AUTOINCREMENT,
  article        TEXT NOT NULL,
  title          TEXT NOT NULL,
  language       TEXT NOT NULL,
  what           TEXT NOT NULL,
  within         TEXT NOT NULL,
  empathy        TEXT NOT NULL,
  case_reference TEXT NOT NULL,   -- another system's number, checked to be nothing personal
  amount         TEXT,
  due            INTEGER NOT NULL,
  warn_at        INTEGER NOT NULL,
  person         INTEGER REFERENCES people ON DELETE SET NULL,
  token          INTEGER REFERENCES tokens,
  team           TEXT NOT NULL,
  made           INTEGER NOT NULL,
  call           TEXT,            -- its key (desk/call_key)
  state          TEXT NOT NULL,   -- open, kept or broken
  closed         INTEGER,
  reason         TEXT             -- masked
) STRICT;
CREATE INDEX promises_by_person ON promises (person, state, due, id, warn_at);
CREATE INDEX promises_by_token ON promises (token, state, due, id) WHERE token IS NOT NULL;
CREATE INDEX promises_by_team ON promises (team, state, due, id);

CREATE TABLE promise_moves (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  promise INTEGER NOT NULL REFERENCES promises ON DELETE CASCADE,
  at      INTEGER NOT NULL,
  was_due INTEGER NOT NULL,
  due     INTEGER NOT NULL,
  reason  TEXT NOT NULL,          -- masked
  person  INTEGER REFERENCES people ON DELETE SET NULL,
  token   INTEGER REFERENCES tokens
) STRICT;
CREATE INDEX promise_moves_by_promise ON promise_moves (promise, id);
CREATE INDEX promise_moves_by_person ON promise_moves (person);
)sql";

// The search log is its person's: it goes with them.
constexpr const char* kIntents = R"sql(
CREATE TABLE intents (
  id        INTEGER PRIMARY KEY,
  at        INTEGER NOT NULL,   -- of the first keystroke
  person    INTEGER REFERENCES people ON DELETE CASCADE,  -- NULL: of a tool
  token     INTEGER,            -- NULL: of a person
  call      TEXT,               -- its key; NULL: none
  question  TEXT NOT NULL,      -- masked and folded
  certainty TEXT NOT NULL,      -- strong, weak or none
  found     TEXT,               -- the best article
  opened    TEXT,               -- JSON list of articles, the last one opened last
  outcome   TEXT,               -- solved, not_solved, wrong, gap or promise; NULL: none
  article   TEXT,               -- of the outcome
  seconds   INTEGER             -- from the first keystroke to the outcome
) STRICT;
CREATE INDEX intents_by_at ON intents (at);
CREATE INDEX intents_by_person ON intents (person);
)sql";

constexpr std::array<const char*, 5> kSteps{kPeopleTokensSessionsAudit, kNoticesDrafts, kDeskKeys,
                                            kPromises, kIntents};

std::size_t version_of(SQLite::Database& database) {
  return static_cast<std::size_t>(database.execAndGet("PRAGMA user_version").getUInt());
}

}  // namespace

std::span<const char* const> migrations() {
  return kSteps;
}

Result<void> migrate(SQLite::Database& database, std::span<const char* const> steps) {
  while (version_of(database) < steps.size()) {
    SQLite::Transaction transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
    const std::size_t version = version_of(database);  // another process may have been first
    if (version >= steps.size()) break;
    database.exec(steps[version]);
    database.exec("PRAGMA user_version = " + std::to_string(version + 1));
    transaction.commit();
  }
  if (const std::size_t version = version_of(database); version > steps.size())
    return fail(Code::kSchemaMismatch,
                "desk.db is of version " + std::to_string(version) +
                    ", and this Aplomb knows up to " + std::to_string(steps.size()),
                "run the newer Aplomb that wrote it, or restore the backup made before");
  return {};
}

}  // namespace aplomb::desk
