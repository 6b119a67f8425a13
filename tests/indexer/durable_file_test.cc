// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/durable_file.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "engine/descriptor.h"
#include "indexer/folder.h"
#include "tests/support/refused_calls.h"
#include "tests/support/temp_dir.h"

namespace aplomb {
namespace {

namespace fs = std::filesystem;
using test::TempDir;

std::string bytes_at(const TempDir& dir, const std::string& path) {
  return read_file(dir.path() / path).value_or("(no file)");
}

/// Everything below the folder, hidden or not, by path.
std::vector<std::string> all_in(const TempDir& dir) {
  std::vector<std::string> paths;
  for (const auto& each : fs::recursive_directory_iterator(dir.path()))
    paths.push_back(each.path().lexically_relative(dir.path()).string());
  std::ranges::sort(paths);
  return paths;
}

using Paths = std::vector<std::string>;

Code code_of(const Result<void>& result) {
  EXPECT_FALSE(result);
  return result ? Code{} : result.error().code;
}

TEST(DurableFileTest, CreateMakesTheFileAndItsFolders) {
  const TempDir dir;
  const auto made = durable_file::create(dir.path(), "billing/cards/refund.md", "# Refund\n");
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_EQ(bytes_at(dir, "billing/cards/refund.md"), "# Refund\n");
  EXPECT_EQ(all_in(dir), (Paths{"billing", "billing/cards", "billing/cards/refund.md"}));
}

TEST(DurableFileTest, CreateLeavesAloneWhatIsThere) {
  const TempDir dir;
  dir.write("a.md", "old");
  EXPECT_EQ(code_of(durable_file::create(dir.path(), "a.md", "new")), Code::kConflict);
  EXPECT_EQ(bytes_at(dir, "a.md"), "old");
  EXPECT_EQ(all_in(dir), (Paths{"a.md"}));
}

TEST(DurableFileTest, ReplaceChangesTheBytesAndKeepsTheMode) {
  const TempDir dir;
  dir.write("a.md", "old");
  fs::permissions(dir.path() / "a.md", fs::perms{0640});
  const auto done = durable_file::replace(dir.path(), "a.md", "old", std::string("n\0w", 3));
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_EQ(bytes_at(dir, "a.md"), std::string("n\0w", 3));
  EXPECT_EQ(fs::status(dir.path() / "a.md").permissions(), fs::perms{0640});
  EXPECT_EQ(all_in(dir), (Paths{"a.md"}));
}

TEST(DurableFileTest, ReplaceIsRefusedWhereTheFileHasChanged) {
  const TempDir dir;
  dir.write("a.md", "theirs");
  EXPECT_EQ(code_of(durable_file::replace(dir.path(), "a.md", "old", "mine")), Code::kConflict);
  EXPECT_EQ(bytes_at(dir, "a.md"), "theirs");
  EXPECT_EQ(all_in(dir), (Paths{"a.md"}));
}

TEST(DurableFileTest, ReplaceIsRefusedWhileAnotherProgramHasTheFileOpenForWriting) {
  const TempDir dir;
  dir.write("a.md", "old");
  const Descriptor editor(::open((dir.path() / "a.md").c_str(), O_WRONLY | O_CLOEXEC));
  EXPECT_EQ(code_of(durable_file::replace(dir.path(), "a.md", "old", "mine")), Code::kConflict);
  EXPECT_EQ(bytes_at(dir, "a.md"), "old");
}

TEST(DurableFileTest, WhatIsGoneIsNotFound) {
  const TempDir dir;
  EXPECT_EQ(code_of(durable_file::replace(dir.path(), "a.md", "", "x")), Code::kNotFound);
  EXPECT_EQ(code_of(durable_file::replace(dir.path(), "b/a.md", "", "x")), Code::kNotFound);
  EXPECT_EQ(code_of(durable_file::remove(dir.path(), "a.md", "")), Code::kNotFound);
  EXPECT_EQ(code_of(durable_file::move(dir.path(), "a.md", "new/b.md")), Code::kNotFound);
  EXPECT_EQ(all_in(dir), Paths{});
}

TEST(DurableFileTest, RemoveTakesTheFileIfItIsTheOne) {
  const TempDir dir;
  dir.write("d/a.md", "old");
  EXPECT_EQ(code_of(durable_file::remove(dir.path(), "d/a.md", "other")), Code::kConflict);
  EXPECT_EQ(bytes_at(dir, "d/a.md"), "old");
  const auto done = durable_file::remove(dir.path(), "d/a.md", "old");
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_EQ(all_in(dir), (Paths{"d"}));
}

TEST(DurableFileTest, MoveMakesFoldersAndReplacesNothing) {
  const TempDir dir;
  dir.write("a.md", "a");
  dir.write("b.md", "b");
  EXPECT_EQ(code_of(durable_file::move(dir.path(), "a.md", "b.md")), Code::kConflict);
  const auto done = durable_file::move(dir.path(), "a.md", "new/place/a.md");
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_EQ(bytes_at(dir, "new/place/a.md"), "a");
  EXPECT_EQ(bytes_at(dir, "b.md"), "b");
  EXPECT_EQ(all_in(dir), (Paths{"b.md", "new", "new/place", "new/place/a.md"}));
}

TEST(DurableFileTest, PathsThatLeadElsewhereAreRefused) {
  const TempDir dir;
  for (const std::string path :
       {"", "/", "/etc/passwd", "../a.md", "a/../../b.md", "./a.md", "a//b.md", "a/", ".git/config",
        "a/.hidden.md", ".aplomb-x", "a\xFF.md"}) {
    EXPECT_EQ(code_of(durable_file::create(dir.path(), path, "x")), Code::kInvalidArgument) << path;
    EXPECT_EQ(code_of(durable_file::replace(dir.path(), path, "", "x")), Code::kInvalidArgument);
    EXPECT_EQ(code_of(durable_file::remove(dir.path(), path, "")), Code::kInvalidArgument);
    EXPECT_EQ(code_of(durable_file::move(dir.path(), path, "b.md")), Code::kInvalidArgument);
  }
  const std::string nul("a\0.md", 5), long_name = std::string(300, 'x') + ".md";
  EXPECT_EQ(code_of(durable_file::create(dir.path(), nul, "x")), Code::kInvalidArgument);
  EXPECT_EQ(code_of(durable_file::create(dir.path(), long_name, "x")), Code::kInvalidArgument);
  EXPECT_EQ(all_in(dir), Paths{});
}

TEST(DurableFileTest, LinksAreNotFollowed) {
  const TempDir dir, elsewhere;
  elsewhere.write("secret.md", "s");
  dir.write("real.md", "r");
  fs::create_directory_symlink(elsewhere.path(), dir.path() / "out");
  fs::create_symlink("real.md", dir.path() / "link.md");
  EXPECT_EQ(code_of(durable_file::create(dir.path(), "out/a.md", "x")), Code::kInvalidArgument);
  EXPECT_EQ(code_of(durable_file::replace(dir.path(), "out/secret.md", "s", "x")),
            Code::kInvalidArgument);
  EXPECT_EQ(code_of(durable_file::replace(dir.path(), "link.md", "r", "x")),
            Code::kInvalidArgument);
  EXPECT_EQ(code_of(durable_file::remove(dir.path(), "link.md", "r")), Code::kInvalidArgument);
  EXPECT_EQ(code_of(durable_file::move(dir.path(), "link.md", "b.md")), Code::kInvalidArgument);
  EXPECT_EQ(bytes_at(elsewhere, "secret.md"), "s");
  EXPECT_EQ(all_in(elsewhere), (Paths{"secret.md"}));
  EXPECT_EQ(bytes_at(dir, "real.md"), "r");
}

TEST(DurableFileTest, AFullDiskChangesNothing) {
  const TempDir dir;
  dir.write("a.md", "old");
  for (const std::uint32_t call : {SYS_write, SYS_fsync, SYS_renameat2}) {
    EXPECT_TRUE(test::in_child([&] {
      test::refuse_calls(call, ENOSPC);
      EXPECT_EQ(code_of(durable_file::create(dir.path(), "new/b.md", "b")), Code::kFull);
      EXPECT_EQ(code_of(durable_file::replace(dir.path(), "a.md", "old", "new")), Code::kFull);
    })) << call;
    EXPECT_EQ(bytes_at(dir, "a.md"), "old");
    EXPECT_EQ(all_in(dir), (Paths{"a.md"}));
  }
  EXPECT_TRUE(test::in_child([&] {
    test::refuse_calls(SYS_fsync, EDQUOT);
    EXPECT_EQ(code_of(durable_file::remove(dir.path(), "a.md", "old")), Code::kFull);
    EXPECT_EQ(code_of(durable_file::move(dir.path(), "a.md", "new/b.md")), Code::kFull);
  }));
  EXPECT_EQ(bytes_at(dir, "a.md"), "old");
  EXPECT_EQ(all_in(dir), (Paths{"a.md"}));
}

TEST(DurableFileTest, AReadOnlyFileSystemIsSaidWithWhatToDo) {
  const TempDir dir;
  EXPECT_TRUE(test::in_child([&] {
    test::refuse_calls(SYS_openat, EROFS);
    const auto made = durable_file::create(dir.path(), "a.md", "x");
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().code, Code::kIo);
    EXPECT_NE(made.error().hint.find("ReadWritePaths"), std::string::npos) << made.error().hint;
  }));
}

TEST(DurableFileTest, AFileSystemThatCannotExchangeIsLookedAtRightBeforeTheRename) {
  const TempDir dir;
  dir.write("a.md", "old");
  EXPECT_TRUE(test::in_child([&] {
    test::refuse_calls(SYS_renameat2, EINVAL);
    EXPECT_TRUE(durable_file::replace(dir.path(), "a.md", "old", "new"));
    EXPECT_EQ(code_of(durable_file::replace(dir.path(), "a.md", "old", "x")), Code::kConflict);
    EXPECT_TRUE(durable_file::create(dir.path(), "b.md", "b"));
    EXPECT_EQ(code_of(durable_file::create(dir.path(), "b.md", "x")), Code::kConflict);
    EXPECT_TRUE(durable_file::move(dir.path(), "b.md", "c.md"));
    EXPECT_EQ(code_of(durable_file::move(dir.path(), "c.md", "a.md")), Code::kConflict);
    EXPECT_TRUE(durable_file::remove(dir.path(), "c.md", "b"));
  }));
  EXPECT_EQ(bytes_at(dir, "a.md"), "new");
  EXPECT_EQ(all_in(dir), (Paths{"a.md"}));
}

TEST(DurableFileTest, OfManyWhoReplaceTheSameVersionOneWins) {
  constexpr int kThreads = 8, kRounds = 50;
  const TempDir dir;
  std::string now = "start";
  dir.write("a.md", now);
  for (int round = 0; round < kRounds; ++round) {
    std::vector<std::string> texts;
    for (int each = 0; each < kThreads; ++each)
      texts.push_back(std::to_string(round) + std::string(20'000, static_cast<char>('a' + each)));
    std::atomic<int> winner = -1, winners = 0;
    {
      std::vector<std::jthread> threads;
      for (int each = 0; each < kThreads; ++each)
        threads.emplace_back([&, each] {
          const auto& text = texts[static_cast<std::size_t>(each)];
          const auto done = durable_file::replace(dir.path(), "a.md", now, text);
          if (done) {
            winner = each;
            ++winners;
          } else {
            EXPECT_EQ(done.error().code, Code::kConflict) << done.error().message;
          }
        });
    }
    ASSERT_EQ(winners, 1);
    now = texts[static_cast<std::size_t>(winner)];
    ASSERT_EQ(bytes_at(dir, "a.md"), now);
  }
  EXPECT_EQ(all_in(dir), (Paths{"a.md"}));
}

// For a moment ours may be seen in its stead, until what was taken away has been looked at.
TEST(DurableFileTest, WhatAnotherProgramSavesByRenameIsNotLost) {
  constexpr int kSaves = 2000, kMaxLooks = 100'000;
  const TempDir dir, beside;
  dir.write("a.md", "0");
  const auto number_in_file = [&] { return std::stoi(bytes_at(dir, "a.md")); };
  std::atomic<bool> done = false;
  std::jthread editor([&] {
    for (int number = 1; number <= kSaves; ++number) {
      beside.write("new", std::to_string(number));
      fs::rename(beside.path() / "new", dir.path() / "a.md");
      int looks = 0;
      while (number_in_file() != number && ++looks < kMaxLooks) std::this_thread::yield();
      EXPECT_LT(looks, kMaxLooks) << number << " is lost";
    }
    done = true;
  });
  while (!done) {
    const std::string read = bytes_at(dir, "a.md");
    (void)durable_file::replace(dir.path(), "a.md", read, read + " and ours");
  }
  editor.join();
  EXPECT_EQ(number_in_file(), kSaves);
  EXPECT_EQ(all_in(dir), (Paths{"a.md"}));
}

TEST(DurableFileTest, WhatACrashLeftIsRemovedAndNothingElse) {
  const TempDir dir;
  dir.write("a.md", "a");
  dir.write(".aplomb-0123", "half");
  dir.write("deep/er/.aplomb-4567", "half");
  dir.write(".git/.aplomb-89", "not ours");
  dir.write("aplomb-x.md", "x");
  const auto removed = durable_file::remove_left_over(dir.path());
  ASSERT_TRUE(removed) << removed.error().message;
  EXPECT_EQ(*removed, 2U);
  EXPECT_EQ(all_in(dir),
            (Paths{".git", ".git/.aplomb-89", "a.md", "aplomb-x.md", "deep", "deep/er"}));
}

}  // namespace
}  // namespace aplomb
