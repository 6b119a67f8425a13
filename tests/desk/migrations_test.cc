// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/migrations.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <gtest/gtest.h>

#include <array>
#include <span>
#include <vector>

#include "desk/store.h"
#include "tests/support/temp_desk.h"

namespace aplomb::desk {
namespace {

using test::code_of;

constexpr std::array<const char*, 3> kSteps{
    "CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT) STRICT",
    "ALTER TABLE notes ADD COLUMN at INTEGER NOT NULL DEFAULT 7",
    "CREATE INDEX notes_by_at ON notes (at); UPDATE notes SET at = at + 1"};

class MigrationsTest : public testing::Test {
 protected:
  SQLite::Database open() {
    return {(dir_.path() / "db").string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE};
  }
  int version() { return open().execAndGet("PRAGMA user_version").getInt(); }

  test::TempDir dir_;
};

TEST_F(MigrationsTest, EveryVersionArrivesAtTheNewestWithWhatWasWritten) {
  for (std::size_t from = 0; from <= kSteps.size(); ++from) {
    const test::TempDir dir;
    SQLite::Database database((dir.path() / "db").string(),
                              SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    ASSERT_TRUE(migrate(database, std::span(kSteps).first(from)));
    if (from > 0) database.exec("INSERT INTO notes (text) VALUES ('kept')");
    ASSERT_TRUE(migrate(database, kSteps));
    EXPECT_EQ(database.execAndGet("PRAGMA user_version").getInt(), 3);
    EXPECT_EQ(database.execAndGet("SELECT count(*) FROM notes WHERE text = 'kept'").getInt(),
              from > 0 ? 1 : 0);
    ASSERT_TRUE(migrate(database, kSteps)) << "once more does nothing";
  }
}

TEST_F(MigrationsTest, AStepThatFailsLeavesTheVersionBeforeItWhole) {
  constexpr std::array<const char*, 2> kBroken{kSteps[0],
                                               "CREATE TABLE more (id INTEGER) STRICT; nonsense"};
  {
    SQLite::Database database = open();
    EXPECT_THROW(static_cast<void>(migrate(database, kBroken)), SQLite::Exception);
  }
  EXPECT_EQ(version(), 1);
  EXPECT_FALSE(open().tableExists("more"));
}

TEST_F(MigrationsTest, ANewerVersionIsRefusedAndNamed) {
  SQLite::Database database = open();
  ASSERT_TRUE(migrate(database, kSteps));
  const auto refused = migrate(database, std::span(kSteps).first(2));
  ASSERT_EQ(code_of(refused), Code::kSchemaMismatch);
  EXPECT_NE(refused.error().message.find("version 3"), std::string::npos);
  EXPECT_EQ(database.execAndGet("PRAGMA user_version").getInt(), 3);
}

}  // namespace
}  // namespace aplomb::desk
