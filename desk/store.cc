// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/store.h"

#include <sqlite3.h>

#include "desk/migrations.h"

namespace aplomb::desk {
namespace {

/// How long one waits for another process's transaction; ours take milliseconds.
constexpr int kBusyMs = 5000;

/// How often an answered request is waited for, each as long as kBusyMs.
constexpr int kCheckpointAttempts = 3;

// FULL: in WAL mode each commit is synced, so that what was acknowledged survives a power cut.
// secure_delete: hashes of what was removed do not stay in the file.
// trusted_schema: a file that somebody prepared cannot call functions through its schema.
constexpr const char* kPragmas =
    "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON;"
    "PRAGMA trusted_schema = OFF";

/// What does not read back as it was written is told before it is used.
Result<void> check_whole(SQLite::Database& database) {
  const std::string verdict = database.execAndGet("PRAGMA quick_check(1)").getString();
  if (verdict == "ok") return {};
  return fail(Code::kDamaged, "desk.db is damaged: " + verdict,
              "stop the server, put desk.db aside and restore it from a backup");
}

}  // namespace

Query::~Query() {
  statement_.tryReset();
  statement_.clearBindings();
}

std::int64_t Query::integer(int column) const {
  return statement_.getColumn(column).getInt64();
}

std::string Query::text(int column) const {
  return statement_.getColumn(column).getString();
}

bool Query::is_null(int column) const {
  return statement_.isColumnNull(column);
}

Time Query::time(int column) const {
  return Time(std::chrono::seconds(integer(column)));
}

std::optional<Time> Query::optional_time(int column) const {
  if (is_null(column)) return std::nullopt;
  return time(column);
}

void Query::bind_next(std::int64_t value) {
  statement_.bind(++bound_, value);
}

void Query::bind_next(std::string_view value) {
  statement_.bind(++bound_, std::string(value));
}

void Query::bind_next(const SecretHash& value) {
  statement_.bind(++bound_, value.data(), static_cast<int>(value.size()));
}

Connection::Connection(const std::filesystem::path& file, Use use)
    : database_(file.string(),
                SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW |
                    (use == Use::kWriting ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY),
                kBusyMs) {
  database_.exec(kPragmas);
}

Query Connection::query(const char* sql) {
  return Query(statements_.try_emplace(sql, database_, sql).first->second);
}

Store::Store(std::filesystem::path file, Clock now)
    : file_(std::move(file)), now_(std::move(now)), writer_(file_, Connection::Use::kWriting) {}

Result<std::unique_ptr<Store>> Store::open(const std::filesystem::path& file, Clock now) {
  return guarded([&]() -> Result<std::unique_ptr<Store>> {
    std::unique_ptr<Store> store(new Store(file, std::move(now)));
    SQLite::Database& database = store->writer_.database();
    return check_whole(database).and_then([&] { return migrate(database, migrations()); }).map([&] {
      return std::move(store);
    });
  });
}

Result<void> Store::scrub() {
  return guarded([&]() -> Result<void> {
    const std::lock_guard lock(write_mutex_);
    SQLite::Database& database = writer_.database();
    // secure_delete leaves in a page what stood in a row that was moved within it (sqlite.org,
    // PRAGMA secure_delete, speaks of content that was deleted); VACUUM writes every page anew
    database.exec("VACUUM");
    for (int attempt = 0; attempt < kCheckpointAttempts; ++attempt) {
      SQLite::Statement checkpoint(database, "PRAGMA wal_checkpoint(TRUNCATE)");
      if (checkpoint.executeStep() && checkpoint.getColumn(0).getInt() == 0) return {};
    }
    return fail(Code::kUnavailable,
                "what was erased may still stand in desk.db-wal, since somebody reads the desk",
                "end the backup or the program that reads desk.db, and restart the server");
  });
}

std::unique_ptr<Connection> Store::take_reader() {
  {
    const std::lock_guard lock(readers_mutex_);
    if (!readers_.empty()) {
      auto reader = std::move(readers_.back());
      readers_.pop_back();
      return reader;
    }
  }
  return std::make_unique<Connection>(file_, Connection::Use::kReading);
}

void Store::give_back(std::unique_ptr<Connection> reader) {
  const std::lock_guard lock(readers_mutex_);
  readers_.push_back(std::move(reader));
}

}  // namespace aplomb::desk
