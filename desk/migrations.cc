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

// What is somebody's own goes with them (CASCADE). Titles are those that the articles had when they
// were last named, for when they are gone. Of the audit log one thing may be changed now: a name
// that nobody has (any more) gives way to '(erased)', and a detail that tells of whoever had it.
constexpr const char* kOwnBank = R"sql(
CREATE TABLE stars (
  person  INTEGER NOT NULL REFERENCES people ON DELETE CASCADE,
  article TEXT NOT NULL,   -- its id then; a former one still finds it
  title   TEXT NOT NULL,
  starred INTEGER NOT NULL,
  PRIMARY KEY (person, article)
) STRICT, WITHOUT ROWID;

CREATE TABLE own_notes (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  person        INTEGER NOT NULL REFERENCES people ON DELETE CASCADE,
  article       TEXT,            -- that it is about; NULL: it stands alone
  article_title TEXT NOT NULL,
  title         TEXT NOT NULL,
  text          TEXT NOT NULL,
  created       INTEGER NOT NULL,
  changed       INTEGER NOT NULL,
  draft         TEXT,            -- as which it was offered to the editors
  offered       INTEGER
) STRICT;
CREATE INDEX own_notes_by_person ON own_notes (person);

CREATE TABLE shortcuts (
  person INTEGER NOT NULL REFERENCES people ON DELETE CASCADE,
  short  TEXT NOT NULL,    -- folded
  text   TEXT NOT NULL,
  PRIMARY KEY (person, short)
) STRICT, WITHOUT ROWID;

CREATE TABLE recent_articles (
  person  INTEGER NOT NULL REFERENCES people ON DELETE CASCADE,
  article TEXT NOT NULL,
  title   TEXT NOT NULL,
  at      INTEGER NOT NULL,
  PRIMARY KEY (person, article)
) STRICT, WITHOUT ROWID;

CREATE TABLE shifts (
  person INTEGER PRIMARY KEY REFERENCES people ON DELETE CASCADE,
  active INTEGER NOT NULL,   -- when they last did something
  ended  INTEGER,            -- when they last did something before a long pause
  seen   INTEGER             -- up to when they have seen what changed
) STRICT;

DROP TRIGGER audit_is_final;
CREATE TRIGGER audit_is_final BEFORE UPDATE ON audit
  WHEN NOT (
    NEW.id = OLD.id AND NEW.at = OLD.at AND NEW.action = OLD.action
    AND (NEW.actor = OLD.actor
         OR (NEW.actor = '(erased)' AND instr(OLD.actor, ':') = 0
             AND NOT EXISTS (SELECT 1 FROM people WHERE name = OLD.actor)))
    AND (NEW.subject = OLD.subject
         OR (NEW.subject = '(erased)'
             AND (OLD.action GLOB 'user.*' OR OLD.action GLOB 'sign-*' OR OLD.action GLOB 'session.*')
             AND NOT EXISTS (SELECT 1 FROM people WHERE name = OLD.subject)))
    AND (NEW.detail = OLD.detail OR NEW.detail = '(erased)'))
  BEGIN SELECT RAISE(ABORT, 'what was written to the audit log stays'); END;
)sql";

constexpr std::array<const char*, 3> kSteps{kPeopleTokensSessionsAudit, kNoticesDrafts, kOwnBank};

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
