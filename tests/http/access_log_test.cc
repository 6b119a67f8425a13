// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/access_log.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "engine/descriptor.h"
#include "tests/support/temp_dir.h"

namespace aplomb::http {
namespace {

namespace fs = std::filesystem;

AccessRecord record_of(std::string_view id) {
  AccessRecord record;
  record.request_id = id;
  record.method = "GET";
  record.route = record.path = "/";
  record.status = 200;
  return record;
}

AccessLog open_log(const fs::path& path, AccessLogOptions options = {}) {
  options.destination = path;
  auto log = AccessLog::open(std::move(options));
  if (!log) throw std::runtime_error(log.error().message);
  return *std::move(log);
}

/// The lines of a file; each must be JSON.
std::vector<nlohmann::json> lines_of(const fs::path& path) {
  std::vector<nlohmann::json> lines;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) lines.push_back(nlohmann::json::parse(line));
  return lines;
}

/// A named pipe with a reader that takes only what it is asked to.
class Pipe {
 public:
  explicit Pipe(const fs::path& path) {
    if (::mkfifo(path.c_str(), 0600) != 0) throw std::runtime_error("no pipe");
    reader_ = Descriptor(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  }
  void hang_up() { reader_ = Descriptor(); }
  [[nodiscard]] std::string take() const {
    std::array<char, 65536> bytes{};
    const auto count = ::read(reader_.get(), bytes.data(), bytes.size());
    return {bytes.data(), static_cast<std::size_t>(std::max<ssize_t>(count, 0))};
  }

 private:
  Descriptor reader_;
};

TEST(AccessLogTest, LinesOfManyThreadsStandThereWholeAndOnce) {
  const test::TempDir dir;
  constexpr int kThreads = 4, kEach = 500;
  {
    auto log = open_log(dir.path() / "log");
    std::vector<std::thread> threads;
    for (int t = 0; t < kThreads; ++t)
      threads.emplace_back([&log, t] {
        for (int i = 0; i < kEach; ++i)
          log.record(record_of(std::to_string(t) + "-" + std::to_string(i)));
      });
    for (auto& thread : threads) thread.join();
  }  // closes
  std::set<std::string> ids;
  for (const auto& line : lines_of(dir.path() / "log")) ids.insert(line["request_id"]);
  EXPECT_EQ(ids.size(), std::size_t{kThreads * kEach});
}

TEST(AccessLogTest, AnExistingFileIsContinuedAndANewOneIsNotForEverybody) {
  const test::TempDir dir;
  const auto path = dir.path() / "log";
  for (const char* id : {"a", "b"}) open_log(path).record(record_of(id));

  EXPECT_EQ(lines_of(path).size(), 2U);
  EXPECT_EQ(fs::status(path).permissions() & fs::perms::others_all, fs::perms::none);
}

TEST(AccessLogTest, AFileThatWasMovedAwayIsMadeAnewWhenAsked) {
  const test::TempDir dir;
  const auto path = dir.path() / "log", old = dir.path() / "log.1";
  auto log = open_log(path);
  log.record(record_of("before"));
  log.flush();
  fs::rename(path, old);
  log.record(record_of("still there"));
  log.flush();
  log.reopen();
  log.record(record_of("after"));
  log.flush();

  EXPECT_EQ(lines_of(old).size(), 2U);
  ASSERT_EQ(lines_of(path).size(), 1U);
  EXPECT_EQ(lines_of(path)[0]["request_id"], "after");
}

TEST(AccessLogTest, AFileThatCannotBeMadeAnewIsKept) {
  const test::TempDir dir;
  fs::create_directory(dir.path() / "logs");
  auto log = open_log(dir.path() / "logs" / "log");
  fs::rename(dir.path() / "logs", dir.path() / "moved");
  log.reopen();
  log.record(record_of("a"));
  log.flush();

  EXPECT_EQ(lines_of(dir.path() / "moved" / "log").size(), 1U);
  EXPECT_EQ(log.counts().dropped, 0U);
}

TEST(AccessLogTest, AFullDiskStopsNothingAndTheGapIsTold) {
  const test::TempDir dir;
  const auto path = dir.path() / "log";
  fs::create_symlink("/dev/full", path);
  auto log = open_log(path);
  for (const char* id : {"a", "b", "c"}) log.record(record_of(id));
  log.flush();
  EXPECT_EQ(log.counts().written, 0U);
  EXPECT_EQ(log.counts().dropped, 3U);

  fs::remove(path);
  log.reopen();
  log.record(record_of("d"));
  log.flush();

  const auto lines = lines_of(path);
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[0]["dropped"], 3);
  EXPECT_EQ(lines[1]["request_id"], "d");
  EXPECT_EQ(log.counts().written, 1U);
}

TEST(AccessLogTest, APipeWhoseReaderWentAwayStopsNothing) {
  const test::TempDir dir;
  Pipe pipe(dir.path() / "pipe");
  auto log = open_log(dir.path() / "pipe");
  log.record(record_of("a"));
  log.flush();
  EXPECT_NE(pipe.take().find("\"a\""), std::string::npos);
  pipe.hang_up();
  log.record(record_of("b"));
  log.flush();

  EXPECT_EQ(log.counts().written, 1U);
  EXPECT_EQ(log.counts().dropped, 1U);
}

TEST(AccessLogTest, APipeThatTakesNothingHoldsNobodyUpAndLinesBeyondTheQueueAreDropped) {
  const test::TempDir dir;
  const Pipe pipe(dir.path() / "pipe");  // takes 64 KiB
  auto log = open_log(dir.path() / "pipe",
                      {.max_queued_bytes = 500'000, .patience = std::chrono::milliseconds(1)});
  constexpr std::uint64_t kLines = 10'000;  // of some 180 bytes
  for (std::uint64_t i = 0; i < kLines; ++i) log.record(record_of("a"));
  log.close();  // gives up, since nobody reads

  const auto counts = log.counts();
  EXPECT_GT(counts.written, 0U);
  EXPECT_GT(counts.dropped, kLines / 2);
  EXPECT_EQ(counts.written + counts.dropped, kLines);
}

TEST(AccessLogTest, ThereIsNoLogWithoutADestination) {
  auto log = AccessLog::open({});
  ASSERT_TRUE(log);
  log->record(record_of("a"));
  log->flush();
  log->reopen();
  log->close();
  EXPECT_EQ(log->counts().written + log->counts().dropped, 0U);
}

TEST(AccessLogTest, WhatComesAfterTheEndIsCountedAsDropped) {
  const test::TempDir dir;
  auto log = open_log(dir.path() / "log");
  log.close();
  log.record(record_of("late"));
  log.flush();
  EXPECT_EQ(log.counts().dropped, 1U);
}

TEST(AccessLogTest, AFolderThatIsNotThereIsAnError) {
  const auto log = AccessLog::open({.destination = "/nonexistent/log"});
  ASSERT_FALSE(log);
  EXPECT_EQ(log.error().code, Code::kIo);
}

}  // namespace
}  // namespace aplomb::http
