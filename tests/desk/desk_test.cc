// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/desk.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

#include "desk/migrations.h"
#include "desk/sqlite_errors.h"
#include "tests/support/temp_desk.h"

namespace aplomb::desk {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using test::code_of;
using test::TempDesk;
using test::TempDir;
using test::value_of;

std::string bytes_of(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

unsigned rights_of(const fs::path& file) {
  struct stat status {};
  return ::lstat(file.c_str(), &status) == 0 ? status.st_mode & 07777U : 0;
}

Result<Desk> open(const fs::path& dir) {
  DeskOptions options;
  options.password_cost = PasswordCost::kLeast;
  return Desk::open(dir, options);
}

/// The database in `file`, for doing to it what only accidents do.
SQLite::Database raw(const fs::path& file) {
  return {file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE, 5000};
}

TEST(DeskTest, IsMadeWhereThereIsNoneAndKeepsWhatIsWritten) {
  const TempDir dir;
  const fs::path data = dir.path() / "new" / "var";
  {
    Desk desk = value_of(open(data));
    ASSERT_TRUE(desk.people().add(
        TempDesk::kTester,
        {.name = "anna", .display_name = {}, .role = {}, .department = {}, .team = {}}));
  }
  Desk desk = value_of(open(data));
  EXPECT_TRUE(desk.people().find("anna"));
  for (const auto& entry : fs::directory_iterator(data))
    EXPECT_TRUE(entry.path().filename().string().starts_with("desk.db")) << entry.path();
  EXPECT_EQ(raw(data / "desk.db").execAndGet("PRAGMA application_id").getInt(), kApplicationId);
}

TEST(DeskTest, ItsFilesAreItsOwnersAlone) {
  TempDesk desk;
  const mode_t before = ::umask(0);
  desk.add("anna");
  ::umask(before);
  for (const char* name : {"desk.db", "desk.db-wal", "desk.db-shm"})
    EXPECT_EQ(rights_of(desk.path() / name), 0600U) << name;
  ::chmod((desk.path() / "desk.db").c_str(), 0644);
  ASSERT_TRUE(open(desk.path()));
  EXPECT_EQ(rights_of(desk.path() / "desk.db"), 0600U) << "others had been let in";
}

TEST(DeskTest, AnEmptyFileThatIsKnownAsADeskMigrates) {
  const TempDir dir;
  {
    SQLite::Database database = raw(dir.path() / "desk.db");
    database.exec("PRAGMA application_id = " + std::to_string(kApplicationId));
    database.exec("PRAGMA journal_mode = WAL");
  }
  Desk desk = value_of(open(dir.path()));
  EXPECT_TRUE(value_of(desk.people().empty()));
}

TEST(DeskTest, ANewerDeskIsRefusedAndLeftAsItIs) {
  TempDesk desk;
  desk.add("anna");
  desk.close();
  raw(desk.path() / "desk.db").exec("PRAGMA user_version = 99");
  const std::string before = bytes_of(desk.path() / "desk.db");
  const auto refused = open(desk.path());
  ASSERT_EQ(code_of(refused), Code::kSchemaMismatch);
  EXPECT_NE(refused.error().message.find("99"), std::string::npos);
  EXPECT_EQ(bytes_of(desk.path() / "desk.db"), before);
}

TEST(DeskTest, WhatIsNoDeskIsRefusedAndLeftAsItIs) {
  const TempDir dir;
  const fs::path file = dir.path() / "desk.db";
  {
    SQLite::Database foreign = raw(dir.path() / "foreign");
    foreign.exec("CREATE TABLE theirs (id INTEGER)");
  }
  const std::string foreign = bytes_of(dir.path() / "foreign");
  for (const std::string& bytes : {std::string(), std::string("x"), std::string(5000, '\0'),
                                   std::string("SQLite format 3\0", 16), foreign}) {
    std::ofstream(file, std::ios::binary) << bytes;
    EXPECT_EQ(code_of(open(dir.path())), Code::kDamaged) << bytes.size();
    EXPECT_EQ(bytes_of(file), bytes);
    EXPECT_FALSE(fs::exists(dir.path() / "desk.db-wal"));
  }
  fs::remove(file);
  fs::create_directory(file);
  EXPECT_EQ(code_of(open(dir.path())), Code::kDamaged);
}

TEST(DeskTest, ADamagedDeskIsRefusedAndLeftAsItIs) {
  TempDesk desk;
  for (int i = 0; i < 200; ++i) value_of(desk->audit().record(TempDesk::kTester, "t", "s", "d"));
  desk.close();
  const fs::path file = desk.path() / "desk.db";
  const std::string whole = bytes_of(file);
  ASSERT_GT(whole.size(), 4 * 4096U);
  std::string overwritten = whole, cut = whole;
  for (std::size_t at = 4096; at < whole.size(); at += 4096) overwritten.replace(at, 64, 64, 'x');
  cut.resize(2 * 4096);
  for (const std::string& damaged : {overwritten, cut}) {
    std::ofstream(file, std::ios::binary) << damaged;
    const auto refused = open(desk.path());
    ASSERT_EQ(code_of(refused), Code::kDamaged);
    EXPECT_NE(refused.error().hint.find("backup"), std::string::npos);
    EXPECT_EQ(bytes_of(file), damaged);
  }
}

TEST(DeskTest, ASymbolicLinkIsRefusedButTheFolderMayBeOne) {
  TempDesk desk;
  desk.add("anna");
  const TempDir other;
  fs::create_symlink(desk.path() / "desk.db", other.path() / "desk.db");
  EXPECT_EQ(code_of(open(other.path())), Code::kInvalidArgument);
  fs::create_directory_symlink(desk.path(), other.path() / "var");
  Desk through = value_of(open(other.path() / "var"));
  EXPECT_TRUE(through.people().find("anna"));
}

TEST(DeskTest, WhereNothingCanBeWrittenTheErrorSaysWhere) {
  const TempDir dir;
  dir.write("file", "");
  const auto refused = open(dir.path() / "file" / "var");
  ASSERT_EQ(code_of(refused), Code::kIo);
  EXPECT_NE(refused.error().message.find("file/var"), std::string::npos);
}

TEST(DeskTest, AFullDiskIsSaidAndLosesNothing) {
  TempDesk desk;
  desk.add("anna");
  // SQLite's own bound on the file plays the disk; it holds for a connection, so ask another way
  SQLite::Database database = raw(desk.path() / "desk.db");
  const int pages = database.execAndGet("PRAGMA page_count").getInt();
  database.exec("PRAGMA max_page_count = " + std::to_string(pages));
  try {
    database.exec("CREATE TABLE filler AS SELECT zeroblob(1000000) AS x");
    FAIL() << "there was room";
  } catch (const SQLite::Exception& error) {
    EXPECT_EQ(translate(error).code, Code::kFull);
  }
  EXPECT_TRUE(desk->people().find("anna"));
}

TEST(DeskTest, AnotherProcessesWriterIsWaitedForAndReadersAreNot) {
  TempDesk desk;
  const Person anna = desk.add("anna");
  const auto session = value_of(desk->sessions().start(anna.id, ""));
  SQLite::Database other = raw(desk.path() / "desk.db");
  SQLite::Transaction writing(other, SQLite::TransactionBehavior::IMMEDIATE);
  std::atomic<bool> written = false;
  std::jthread writer(
      [&] { written = desk->audit().record(TempDesk::kTester, "t", "", "").has_value(); });
  for (int i = 0; i < 100; ++i)
    ASSERT_TRUE(desk->sessions().find(SessionKind::kBrowser, session.secret.reveal()));
  EXPECT_FALSE(written);
  writing.commit();
  writer.join();
  EXPECT_TRUE(written);
}

TEST(DeskTest, AStolenFileHoldsNoSecretInClear) {
  TempDesk desk;
  const Person anna = desk.add("anna");
  std::vector<std::string> secrets{std::string(TempDesk::kPassword), "a second password"};
  const auto keep = [&](const Secret& secret) {
    secrets.emplace_back(secret.reveal());
    secrets.emplace_back(secret.reveal().substr(8));
  };
  value_of(desk->people().set_password(TempDesk::kTester, "anna", secrets[1]));
  for (int i = 0; i < 5; ++i) {
    const auto session = value_of(desk->sessions().start(anna.id, "10.0.0.7"));
    keep(session.secret);
    keep(value_of(desk->sessions().issue_panel(session.session.id)).secret);
    const auto token = value_of(desk->tokens().issue(
        TempDesk::kTester, {.name = "CRM", .role = Role::kAgent, .expires = std::nullopt}));
    keep(token.secret);
    ASSERT_TRUE(desk->tokens().find(token.secret.reveal()));
  }
  ASSERT_TRUE(desk->people().check_password("anna", secrets[1]));
  value_of(desk->audit().record_failed_sign_in(secrets[1], "10.0.0.7"));
  value_of(desk->tidy());
  const auto search_in = [&](const char* name) {
    const std::string bytes = bytes_of(desk.path() / name);
    EXPECT_GT(bytes.size(), 1000U) << name;
    for (const std::string& secret : secrets)
      EXPECT_EQ(bytes.find(secret), std::string::npos) << name << " holds " << secret;
  };
  search_in("desk.db-wal");
  desk.close();
  search_in("desk.db");
}

TEST(DeskTest, WhatWasRemovedIsGoneFromTheFile) {
  TempDesk desk;
  desk.add("root", Role::kAdmin);
  desk.add("xanthippe-the-removed");
  desk.close();
  const auto hashes = [&] {
    std::size_t count = 0;
    const std::string bytes = bytes_of(desk.path() / "desk.db");
    for (std::size_t at = bytes.find("$argon2id$"); at != std::string::npos;
         at = bytes.find("$argon2id$", at + 1))
      ++count;
    return count;
  };
  ASSERT_EQ(hashes(), 2U);
  value_of(desk->people().remove(TempDesk::kTester, "xanthippe-the-removed"));
  desk.close();
  EXPECT_EQ(hashes(), 1U);
}

TEST(DeskTest, ExpiredSessionsAreRemovedFromTheFile) {
  TempDesk desk;
  const Person anna = desk.add("anna");
  const auto session = value_of(desk->sessions().start(anna.id, ""));
  ASSERT_TRUE(desk->sessions().issue_panel(session.session.id));
  const auto rows = [&] {
    return raw(desk.path() / "desk.db").execAndGet("SELECT count(*) FROM sessions").getInt();
  };
  ASSERT_EQ(rows(), 2);
  desk.pass(15min);
  value_of(desk->tidy());
  EXPECT_EQ(rows(), 1);
  desk.pass(12h);
  value_of(desk->tidy());
  EXPECT_EQ(rows(), 0);
}

TEST(DeskTest, TheAuditLogCannotBeRewrittenByAccident) {
  TempDesk desk;
  desk.add("anna");
  EXPECT_THROW(raw(desk.path() / "desk.db").exec("UPDATE audit SET actor = 'somebody'"),
               SQLite::Exception);
}

TEST(DeskTest, ManyThreadsReadAndWriteAtOnce) {
  TempDesk desk;
  const Person anna = desk.add("anna");
  const auto token = value_of(desk->tokens().issue(
      TempDesk::kTester, {.name = "CRM", .role = Role::kAgent, .expires = std::nullopt}));
  const auto session = value_of(desk->sessions().start(anna.id, ""));
  Desk moved = std::move(desk.desk());
  std::atomic<int> failures = 0;
  const auto expect = [&](bool right) { failures += right ? 0 : 1; };
  {
    std::vector<std::jthread> threads;
    for (int reader = 0; reader < 4; ++reader)
      threads.emplace_back([&] {
        for (int i = 0; i < 300; ++i) {
          expect(moved.tokens().find(token.secret.reveal()).has_value());
          expect(moved.sessions().find(SessionKind::kBrowser, session.secret.reveal()).has_value());
          expect(moved.people().find("anna").has_value());
        }
      });
    for (int writer = 0; writer < 2; ++writer)
      threads.emplace_back([&, writer] {
        for (int i = 0; i < 20; ++i) {
          const std::string name = "p" + std::to_string(writer) + "-" + std::to_string(i);
          expect(
              moved.people()
                  .add(TempDesk::kTester,
                       {.name = name, .display_name = {}, .role = {}, .department = {}, .team = {}},
                       TempDesk::kPassword)
                  .has_value());
          expect(moved.people().check_password(name, TempDesk::kPassword).has_value());
          expect(moved.tidy().has_value());
        }
      });
  }
  EXPECT_EQ(failures, 0);
  EXPECT_EQ(value_of(moved.people().list()).size(), 41U);
}

}  // namespace
}  // namespace aplomb::desk
