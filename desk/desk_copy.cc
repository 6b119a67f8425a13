// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/desk_copy.h"

#include <SQLiteCpp/Backup.h>
#include <SQLiteCpp/Database.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>

#include <cerrno>
#include <string>

#include "desk/migrations.h"
#include "desk/sqlite_errors.h"
#include "engine/descriptor.h"

namespace aplomb::desk {
namespace {

namespace fs = std::filesystem;

constexpr int kPatienceMs = 5000;
constexpr mode_t kOwnerOnly = 0600;

}  // namespace

Result<void> copy_desk(const fs::path& data_dir, const fs::path& to) {
  const fs::path file = data_dir / "desk.db";
  std::error_code status;
  if (!fs::exists(file, status))
    return fail(Code::kNotFound, "There is no desk in " + data_dir.string() + ".");
  {
    const Descriptor made(::open(to.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kOwnerOnly));
    if (!made.valid()) return fail(Code::kIo, to.string() + " cannot be made.", "");
  }
  return guarded([&]() -> Result<void> {
    SQLite::Database from(file.string(), SQLite::OPEN_READWRITE, kPatienceMs);
    SQLite::Database copy(to.string(), SQLite::OPEN_READWRITE);
    SQLite::Backup backup(copy, from);
    backup.executeStep();  // all pages, under one reading lock
    return {};
  });
}

Result<void> check_desk_copy(const fs::path& file) {
  return guarded([&]() -> Result<void> {
    SQLite::Database copy(file.string(), SQLite::OPEN_READWRITE);
    if (copy.execAndGet("PRAGMA application_id").getInt() != kApplicationId)
      return fail(Code::kDamaged, "The backup's desk is some other program's database.", "");
    if (const std::string verdict = copy.execAndGet("PRAGMA quick_check(1)").getString();
        verdict != "ok")
      return fail(Code::kDamaged, "The backup's desk is damaged: " + verdict + ".", "");
    if (copy.execAndGet("PRAGMA user_version").getInt() > static_cast<int>(migrations().size()))
      return fail(Code::kSchemaMismatch, "The backup's desk is of a newer version.",
                  "Restore it with the newer Aplomb.");
    return {};
  });
}

Result<bool> is_desk_in_use(const fs::path& data_dir) {
  const fs::path file = data_dir / "desk.db";
  std::error_code status;
  if (!fs::exists(file, status)) return false;
  return guarded([&]() -> Result<bool> {
    // Whoever has a database in WAL mode open keeps a shared lock on it, which an exclusive one
    // waits for (sqlite.org/wal.html, "Use of WAL Without Shared-Memory").
    SQLite::Database database(file.string(), SQLite::OPEN_READWRITE);
    try {
      database.exec("PRAGMA locking_mode = EXCLUSIVE");
      database.exec("BEGIN EXCLUSIVE");
      database.exec("ROLLBACK");
    } catch (const SQLite::Exception& error) {
      if (error.getErrorCode() == SQLITE_BUSY || error.getErrorCode() == SQLITE_LOCKED) return true;
      throw;
    }
    return false;
  });
}

}  // namespace aplomb::desk
