// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/sqlite_errors.h"

#include <sqlite3.h>

#include <string>

namespace aplomb::desk {

Error translate(const SQLite::Exception& error) {
  const std::string message = std::string("desk.db: ") + error.what();
  switch (error.getErrorCode() & 0xFF) {  // the rest is detail
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return {Code::kUnavailable, "another process is writing to desk.db",
              "try again; if it stays so, see which process has it open"};
    case SQLITE_FULL:
      return {Code::kFull, "the disk of desk.db is full", "free some room; nothing was lost"};
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return {Code::kDamaged, message,
              "stop the server, put desk.db aside and restore it from a backup"};
    default:
      return {Code::kIo, message, "check the disk and this user's rights in the data folder"};
  }
}

}  // namespace aplomb::desk
