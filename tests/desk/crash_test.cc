// SPDX-License-Identifier: GPL-3.0-or-later
#include <SQLiteCpp/SQLiteCpp.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <random>
#include <string>
#include <vector>

#include "desk/desk.h"
#include "tests/support/temp_desk.h"

namespace aplomb::desk {
namespace {

using test::TempDir;
using test::value_of;

Result<Desk> open(const std::filesystem::path& dir) {
  DeskOptions options;
  options.password_cost = PasswordCost::kLeast;
  return Desk::open(dir, options);
}

NewPerson named(const std::string& name) {
  NewPerson person;
  person.name = name;
  return person;
}

/// In a process of its own: adds people for ever and writes the name of each to `acknowledged`
/// once the desk has said yes.
[[noreturn]] void add_people(const std::filesystem::path& dir, const std::string& prefix,
                             int acknowledged) {
  auto desk = open(dir);
  if (!desk) ::_exit(1);
  for (int i = 0;; ++i) {
    const std::string name = prefix + std::to_string(i);
    if (!desk->people().add(Actor::command_line("child"), named(name))) ::_exit(2);
    const std::string line = name + "\n";
    if (::write(acknowledged, line.data(), line.size()) < 0) ::_exit(3);
  }
}

/// The same with promises of one person, each moved before it is acknowledged.
[[noreturn]] void add_promises(const std::filesystem::path& dir, int acknowledged) {
  auto desk = open(dir);
  if (!desk) ::_exit(1);
  const Promiser anna{Actor::person("anna"), Role::kAgent, desk->people().find("anna")->id, {}};
  for (;;) {
    NewPromise promise;
    promise.article = {"refund"};
    promise.what = "refund visible";
    promise.case_reference = "C-1";
    promise.due = promise.warn_at = desk->promises().now() + std::chrono::hours{1};
    const auto made = desk->promises().make(
        anna, promise, [](const Standing&) { return std::optional<std::string>(); });
    if (!made) ::_exit(2);
    const Time later = made->due + std::chrono::hours{1};
    if (!desk->promises().move(anna, made->id, later, later, "late")) ::_exit(2);
    const std::string line = std::to_string(made->id.value) + "\n";
    if (::write(acknowledged, line.data(), line.size()) < 0) ::_exit(3);
  }
}

std::vector<std::string> lines_of(int descriptor) {
  std::string all;
  std::array<char, 4096> buffer{};
  for (ssize_t got = 0; (got = ::read(descriptor, buffer.data(), buffer.size())) > 0;)
    all.append(buffer.data(), static_cast<std::size_t>(got));
  std::vector<std::string> lines;
  for (std::size_t end = 0; (end = all.find('\n')) != std::string::npos; all.erase(0, end + 1))
    lines.push_back(all.substr(0, end));
  return lines;
}

TEST(DeskCrashTest, KilledAtAnyMomentEverythingAcknowledgedIsThere) {
  const TempDir dir;
  std::mt19937 random(20261122);  // NOLINT: repeatable on purpose
  std::size_t acknowledged = 0;
  for (int round = 0; round < 8; ++round) {
    std::array<int, 2> pipe{};
    ASSERT_EQ(::pipe(pipe.data()), 0);
    const std::string prefix = "r" + std::to_string(round) + "-";
    const pid_t child = ::fork();
    if (child == 0) add_people(dir.path(), prefix, pipe[1]);
    ::close(pipe[1]);
    // whenever it dies, what is left must be whole: the outcome does not hang on the length
    const timespec pause{0, static_cast<long>(random() % 200'000'000)};
    ::nanosleep(&pause, nullptr);
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_TRUE(WIFSIGNALED(status)) << "the child failed: " << WEXITSTATUS(status);
    const auto names = lines_of(pipe[0]);
    ::close(pipe[0]);

    Desk desk = value_of(open(dir.path()));
    for (const std::string& name : names) EXPECT_TRUE(desk.people().find(name)) << name;
    SQLite::Database database((dir.path() / "desk.db").string());
    EXPECT_EQ(database.execAndGet("PRAGMA integrity_check").getString(), "ok");
    EXPECT_EQ(database.execAndGet("SELECT count(*) FROM people").getInt(),
              database.execAndGet("SELECT count(*) FROM audit WHERE action = 'user.add'").getInt())
        << "a person and the row that says who added them come together";
    acknowledged += names.size();
  }
  EXPECT_GT(acknowledged, 0U);
}

TEST(DeskCrashTest, KilledAtAnyMomentEveryPromiseIsThereWithItsMoves) {
  const TempDir dir;
  ASSERT_TRUE(value_of(open(dir.path())).people().add(Actor::command_line("x"), named("anna")));
  std::mt19937 random(20261122);  // NOLINT: repeatable on purpose
  std::size_t acknowledged = 0;
  for (int round = 0; round < 8; ++round) {
    std::array<int, 2> pipe{};
    ASSERT_EQ(::pipe(pipe.data()), 0);
    const pid_t child = ::fork();
    if (child == 0) add_promises(dir.path(), pipe[1]);
    ::close(pipe[1]);
    const timespec pause{0, static_cast<long>(random() % 200'000'000)};
    ::nanosleep(&pause, nullptr);
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_TRUE(WIFSIGNALED(status)) << "the child failed: " << WEXITSTATUS(status);
    const auto ids = lines_of(pipe[0]);
    ::close(pipe[0]);

    SQLite::Database database((dir.path() / "desk.db").string());
    EXPECT_EQ(database.execAndGet("PRAGMA integrity_check").getString(), "ok");
    for (const std::string& id : ids) {
      SQLite::Statement moved(database,
                              "SELECT promises.due - promise_moves.due, promise_moves.was_due FROM "
                              "promises JOIN promise_moves ON promise = promises.id "
                              "WHERE promises.id = " +
                                  id);
      ASSERT_TRUE(moved.executeStep()) << id;
      EXPECT_EQ(moved.getColumn(0).getInt64(), 0) << "the move and its history come together";
    }
    acknowledged += ids.size();
  }
  EXPECT_GT(acknowledged, 0U);
}

TEST(DeskCrashTest, TwoProcessesAddPeopleAtOnceAndNoneIsLost) {
  const TempDir dir;
  constexpr int kEach = 30;
  std::vector<pid_t> children;
  for (const char* prefix : {"a", "b"}) {
    const pid_t child = ::fork();
    if (child == 0) {
      auto desk = open(dir.path());  // both make the file
      for (int i = 0; desk && i < kEach; ++i)
        if (!desk->people().add(Actor::command_line("child"), named(prefix + std::to_string(i))))
          ::_exit(2);
      ::_exit(desk ? 0 : 1);
    }
    children.push_back(child);
  }
  for (const pid_t child : children) {
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_TRUE(WIFEXITED(status));
    EXPECT_EQ(WEXITSTATUS(status), 0);
  }
  Desk desk = value_of(open(dir.path()));
  EXPECT_EQ(value_of(desk.people().list()).size(), 2U * kEach);
}

}  // namespace
}  // namespace aplomb::desk
