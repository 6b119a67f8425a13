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

// Questions that nothing answers. Who asked is forgotten with them; that it was asked stays, since
// the count tells what to write first. What somebody is to be told goes with them.
constexpr const char* kGapsNews = R"sql(
CREATE TABLE gaps (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  question   TEXT NOT NULL,     -- as it was first asked, masked
  language   TEXT NOT NULL,     -- ISO 639-1, or empty
  readings   TEXT NOT NULL,     -- what the index made of words that it does not have
  state      TEXT NOT NULL,     -- open, writing, closed, dismissed
  certainty  TEXT NOT NULL,     -- none, weak or strong: of the answer there was
  nearest    TEXT NOT NULL,     -- ids, a line each
  known      TEXT NOT NULL,     -- articles that were found and are no answer: id and version
  department TEXT NOT NULL,
  owner      TEXT NOT NULL,
  created    INTEGER NOT NULL,
  due        INTEGER NOT NULL,
  asked      INTEGER NOT NULL,  -- how often
  article    TEXT,              -- that is being written, or that answers
  reason     TEXT,              -- why it was dismissed, or is open again
  ended      INTEGER            -- when it was closed or dismissed
) STRICT;
CREATE INDEX gaps_by_state ON gaps (state, asked);

CREATE TABLE gap_askings (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  gap      INTEGER NOT NULL REFERENCES gaps ON DELETE CASCADE,
  at       INTEGER NOT NULL,
  person   INTEGER REFERENCES people ON DELETE SET NULL,
  token    INTEGER REFERENCES tokens ON DELETE SET NULL,
  call     TEXT,                -- its key (call_key.h)
  question TEXT NOT NULL,       -- masked
  note     TEXT NOT NULL        -- masked
) STRICT;
CREATE INDEX gap_askings_by_gap ON gap_askings (gap, at);
CREATE INDEX gap_askings_by_person ON gap_askings (person);

CREATE TABLE news (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  person   INTEGER NOT NULL REFERENCES people ON DELETE CASCADE,
  kind     TEXT NOT NULL,
  at       INTEGER NOT NULL,
  gap      INTEGER NOT NULL REFERENCES gaps ON DELETE CASCADE,
  question TEXT NOT NULL,       -- as this person asked it, masked
  article  TEXT NOT NULL,
  seen     INTEGER,
  UNIQUE (person, gap, article)
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

// What articles learn from outlasts whoever said it: a removed person's uses are nameless.
constexpr const char* kUses = R"sql(
CREATE TABLE used_questions (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  article TEXT NOT NULL,
  text    TEXT NOT NULL,    -- masked and folded
  removed INTEGER,          -- by an editor: not to be learned
  UNIQUE (article, text)
) STRICT;

CREATE TABLE uses (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  at       INTEGER NOT NULL,
  person   INTEGER REFERENCES people ON DELETE SET NULL,  -- NULL: a tool, or somebody removed
  token    INTEGER,
  call     TEXT,            -- its key; NULL: none
  article  TEXT NOT NULL,
  question INTEGER NOT NULL REFERENCES used_questions,
  outcome  TEXT NOT NULL,   -- solved, not_solved or wrong
  counts   INTEGER NOT NULL DEFAULT 1  -- 0: taken back, or the article has been rewritten since
) STRICT;
CREATE INDEX uses_by_article ON uses (article, counts);
CREATE INDEX uses_by_question ON uses (question);
CREATE INDEX uses_by_person ON uses (person);
CREATE INDEX uses_by_at ON uses (at);

CREATE TABLE taught_articles (
  article TEXT PRIMARY KEY,
  sketch  BLOB NOT NULL     -- of what it was when it began to learn
) STRICT;

CREATE TABLE unknown_words (
  id        INTEGER PRIMARY KEY AUTOINCREMENT,
  word      TEXT NOT NULL UNIQUE,
  dismissed INTEGER         -- by an editor: not to be proposed
) STRICT;
CREATE TABLE unknown_words_of_uses (
  use  INTEGER NOT NULL REFERENCES uses ON DELETE CASCADE,
  word INTEGER NOT NULL REFERENCES unknown_words ON DELETE CASCADE,
  PRIMARY KEY (word, use)
) STRICT, WITHOUT ROWID;
CREATE INDEX unknown_words_by_use ON unknown_words_of_uses (use);
)sql";

constexpr std::array<const char*, 8> kSteps{kPeopleTokensSessionsAudit,
                                            kNoticesDrafts,
                                            kDeskKeys,
                                            kIntents,
                                            kPromises,
                                            kGapsNews,
                                            kOwnBank,
                                            kUses};

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
