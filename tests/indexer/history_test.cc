// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/history.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "indexer/folder.h"
#include "tests/support/git_program.h"
#include "tests/support/temp_dir.h"
#include "tests/support/temp_index.h"

namespace aplomb {
namespace {

namespace fs = std::filesystem;
using test::GitProgram;
using test::TempDir;
using test::value_of;

const Author kAda{"Ada", "ada@example.org"};

/// A repository with two committed articles in the folder `kb` of it.
class HistoryTest : public testing::Test {
 protected:
  HistoryTest() {
    git("init");
    dir.write("kb/a.md", "a\n");
    dir.write("kb/deep/er/b.md", "b\n");
    dir.write("README", "not an article\n");
    git("add .");
    git("commit -m First");
  }
  ~HistoryTest() override {
    EXPECT_EQ(git("fsck --strict --no-dangling"), "");
    EXPECT_FALSE(fs::exists(dir.path() / ".git/index.lock"));
  }

  [[nodiscard]] History history() const { return *value_of(History::open(dir.path() / "kb")); }

  /// Writes the file as a save does and commits it.
  std::string save(const std::string& path, const std::string& bytes,
                   const std::string& message = "Save") const {
    dir.write("kb/" + path, bytes);
    return value_of(history().commit({{path, bytes}}, kAda, message));
  }
  [[nodiscard]] std::string status() const { return git("status --porcelain"); }

  TempDir dir;
  GitProgram git{dir.path()};
};

TEST_F(HistoryTest, ASaveIsOneCommitOfOneFileByItsAuthor) {
  const std::string id = save("a.md", "a\nmore\n", "Say more\n\nIt was too little.");
  EXPECT_EQ(git("rev-parse HEAD"), id + "\n");
  EXPECT_EQ(git("log -1 --format='%an <%ae>%n%cn%n%s%n%b' --name-status"),
            "Ada <ada@example.org>\nAda\nSay more\nIt was too little.\n\n\nM\tkb/a.md\n");
  EXPECT_EQ(git("show HEAD:kb/a.md"), "a\nmore\n");
  EXPECT_EQ(status(), "");
  EXPECT_NE(git("reflog -1").find("commit: Say more"), std::string::npos);
  EXPECT_NE(git("reflog -1 main").find("commit: Say more"), std::string::npos);
}

TEST_F(HistoryTest, FilesAreMadeMovedAndRemoved) {
  save("new/c.md", "c\n");
  EXPECT_EQ(git("show HEAD:kb/new/c.md"), "c\n");
  fs::rename(dir.path() / "kb/new/c.md", dir.path() / "kb/c.md");
  const auto moved =
      value_of(history().commit({{"new/c.md", std::nullopt}, {"c.md", "c\n"}}, kAda, "Move"));
  EXPECT_EQ(git("show --format= --name-status -M " + moved), "R100\tkb/new/c.md\tkb/c.md\n");
  EXPECT_EQ(git("ls-tree --name-only HEAD kb/"), "kb/a.md\nkb/c.md\nkb/deep\n");
  fs::remove(dir.path() / "kb/c.md");
  value_of(history().commit({{"c.md", std::nullopt}}, kAda, "Remove"));
  EXPECT_EQ(git("ls-tree --name-only HEAD kb/"), "kb/a.md\nkb/deep\n");
  EXPECT_EQ(status(), "");
}

TEST_F(HistoryTest, WhatChangesNothingMakesNoCommit) {
  const std::string head = git("rev-parse HEAD");
  EXPECT_EQ(save("a.md", "a\n") + "\n", head);
  EXPECT_EQ(value_of(history().commit({{"none.md", std::nullopt}}, kAda, "x")) + "\n", head);
  EXPECT_EQ(value_of(history().commit({}, kAda, "x")) + "\n", head);
  EXPECT_EQ(git("rev-parse HEAD"), head);
}

TEST_F(HistoryTest, WhatTheUserHasStagedAndChangedStaysTheirs) {
  dir.write("kb/deep/er/b.md", "staged\n");
  git("add kb/deep/er/b.md");
  dir.write("kb/deep/er/b.md", "staged\nand changed\n");
  dir.write("README", "changed\n");
  dir.write("kb/untracked.md", "u\n");
  save("a.md", "saved\n");
  EXPECT_EQ(status(), " M README\nMM kb/deep/er/b.md\n?? kb/untracked.md\n");
  EXPECT_EQ(git("show :kb/deep/er/b.md"), "staged\n");
  // Also of the very article that is saved.
  dir.write("kb/a.md", "staged a\n");
  git("add kb/a.md");
  save("a.md", "saved again\n");
  EXPECT_EQ(git("show :kb/a.md"), "staged a\n");
  EXPECT_EQ(git("show HEAD:kb/a.md"), "saved again\n");
  git("commit -am Users");
  EXPECT_EQ(git("show HEAD:kb/deep/er/b.md"), "staged\nand changed\n");
  EXPECT_EQ(git("show HEAD:kb/a.md"), "saved again\n");
}

TEST_F(HistoryTest, AnArticleThatWasOnlyMeantToBeAddedIsAdded) {
  dir.write("kb/new.md", "n\n");
  git("add --intent-to-add kb/new.md");
  save("new.md", "n\n");
  EXPECT_EQ(status(), "");
}

TEST_F(HistoryTest, TheIndexFollowsInAllItsVersions) {
  for (const std::string version : {"4", "3", "2"}) {
    git("update-index --index-version " + version);
    save("a.md", "version " + version);
    save("a-neighbour.md", version);
    save("deep/er/bb.md", version);
    save("deep/z.md", version);
    fs::remove(dir.path() / "kb/a-neighbour.md");
    value_of(history().commit({{"a-neighbour.md", std::nullopt}}, kAda, "Remove"));
    EXPECT_EQ(status(), "") << version;
    EXPECT_EQ(git("write-tree"), git("rev-parse HEAD^{tree}")) << version;
    git("reset");
  }
}

TEST_F(HistoryTest, ASplitIndexIsLeftAloneAndSaid) {
  git("update-index --split-index");
  dir.write("kb/a.md", "x\n");
  const auto done = history().commit({{"a.md", "x\n"}}, kAda, "x");
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, Code::kConflict);
  EXPECT_NE(done.error().hint.find("--no-split-index"), std::string::npos);
  git("update-index --no-split-index");
}

TEST_F(HistoryTest, ADetachedHeadMovesAlone) {
  const std::string main = git("rev-parse main");
  git("checkout --detach");
  const std::string id = save("a.md", "detached\n");
  EXPECT_EQ(git("rev-parse HEAD"), id + "\n");
  EXPECT_EQ(git("rev-parse main"), main);
  EXPECT_EQ(status(), "");
}

TEST(HistoryOfNothingTest, TheFirstCommitOfAnEmptyRepositoryIsMade) {
  const TempDir dir;
  const GitProgram git(dir.path());
  git("init -b topics/first");
  dir.write("a.md", "a\n");
  auto history = *value_of(History::open(dir.path()));
  EXPECT_EQ(value_of(history.committed("a.md")), std::nullopt);
  EXPECT_EQ(value_of(history.commit({{"a.md", std::nullopt}}, kAda, "x")), "");
  EXPECT_TRUE(value_of(history.log("a.md", 10)).revisions.empty());
  const auto id = value_of(history.commit({{"a.md", "a\n"}}, kAda, "First"));
  EXPECT_EQ(git("rev-parse topics/first"), id + "\n");
  EXPECT_EQ(git("status --porcelain"), "");
  EXPECT_EQ(git("fsck --strict --no-dangling"), "");
}

TEST_F(HistoryTest, LinkedWorkingTreesAndPackedRepositoriesAreCommittedTo) {
  const TempDir beside;
  git("gc -q");
  git("pack-refs --all");
  git("worktree add -q -b side '" + (beside.path() / "w").string() + "'");
  beside.write("w/kb/a.md", "side\n");
  auto side = *value_of(History::open(beside.path() / "w/kb"));
  const auto id = value_of(side.commit({{"a.md", "side\n"}}, kAda, "Side"));
  EXPECT_EQ(git("rev-parse side"), id + "\n");
  EXPECT_EQ(GitProgram(beside.path() / "w")("status --porcelain"), "");
  save("a.md", "main\n");
  EXPECT_EQ(git("show side:kb/a.md"), "side\n");
  EXPECT_EQ(status(), "");
}

TEST_F(HistoryTest, BytesAreCommittedAsTheyAreAndNothingIsRun) {
  git("config core.autocrlf true");
  git("config core.fsmonitor /bin/false");
  dir.write(".gitattributes", "*.md filter=upper text eol=crlf\n");
  git("config filter.upper.clean 'tr a-z A-Z'");
  dir.write(".git/hooks/pre-commit", "#!/bin/sh\nexit 1\n");
  dir.write(".git/hooks/reference-transaction", "#!/bin/sh\nexit 1\n");
  for (const auto& each : fs::directory_iterator(dir.path() / ".git/hooks"))
    fs::permissions(each.path(), fs::perms{0755});
  save("a.md", std::string("l\r\nm\nn\0o", 8));
  EXPECT_EQ(git("cat-file blob HEAD:kb/a.md"), std::string("l\r\nm\nn\0o", 8));
  fs::remove_all(dir.path() / ".git/hooks");
}

TEST_F(HistoryTest, IgnoredArticlesAreCommittedAndIgnoredFoldersHaveNoHistory) {
  dir.write(".gitignore", "private.md\n/draft/\n");
  save("private.md", "p\n");
  EXPECT_EQ(git("show HEAD:kb/private.md"), "p\n");
  dir.write("draft/x.md", "x\n");
  EXPECT_FALSE(value_of(History::open(dir.path() / "draft")));
}

TEST(HistoryOfNothingTest, AFolderWithoutRepositoryHasNoHistory) {
  const TempDir dir;
  EXPECT_FALSE(value_of(History::open(dir.path())));
  GitProgram(dir.path())("init --bare bare.git");
  EXPECT_EQ(History::open(dir.path() / "bare.git").error().code, Code::kInvalidArgument);
}

TEST_F(HistoryTest, UnfinishedWorkOfTheUserIsSaidAndWaitedFor) {
  git("checkout -q -b other");
  save("a.md", "other\n");
  git("checkout -q main");
  save("a.md", "main\n");
  const auto expect_conflict = [&](const std::string& word, const std::string& command) {
    const auto ready = history().check_ready();
    ASSERT_FALSE(ready);
    EXPECT_EQ(ready.error().code, Code::kConflict);
    EXPECT_NE(ready.error().message.find(word), std::string::npos) << ready.error().message;
    EXPECT_NE(ready.error().hint.find(command), std::string::npos) << ready.error().hint;
    EXPECT_EQ(history().commit({{"a.md", "x\n"}}, kAda, "x").error().code, Code::kConflict);
    git(command);
    EXPECT_TRUE(history().check_ready());
  };
  git("merge other", 1);
  expect_conflict("merge", "merge --abort");
  git("cherry-pick other", 1);
  expect_conflict("cherry-pick", "cherry-pick --abort");
  git("rebase other", 1);
  expect_conflict("rebase", "rebase --abort");
  git("revert --no-edit HEAD~1", 1);
  expect_conflict("revert", "revert --abort");
  git("bisect start");
  expect_conflict("bisection", "bisect reset");
}

TEST_F(HistoryTest, TheLockOfAnotherProgramIsRespectedAndWaitedForBriefly) {
  dir.write(".git/index.lock", "");
  EXPECT_EQ(history().check_ready().error().code, Code::kConflict);
  EXPECT_EQ(history().commit({{"a.md", "x\n"}}, kAda, "x").error().code, Code::kConflict);
  std::jthread other([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    fs::remove(dir.path() / ".git/index.lock");
  });
  EXPECT_TRUE(history().commit({{"a.md", "x\n"}}, kAda, "x"));
  git("checkout .");
}

// The lock is a link that is only good while its file is locked; a crash unlocks that.
TEST_F(HistoryTest, TheLockThatACrashHasLeftIsTakenOver) {
  fs::create_symlink("aplomb-commit", dir.path() / ".git/index.lock");
  EXPECT_NE(git("add README", 128).find("index.lock"), std::string::npos);
  EXPECT_TRUE(history().check_ready());
  save("a.md", "x\n");
  EXPECT_EQ(status(), "");
}

TEST_F(HistoryTest, ACrashBeforeTheBranchMovedLeavesNothing) {
  using namespace std::string_literals;
  const std::string head = git("rev-parse HEAD").substr(0, 40);
  dir.write("kb/a.md", "half\n");
  const std::string half = git("commit-tree -m Half -p HEAD HEAD^{tree}").substr(0, 40);
  dir.write(".git/aplomb-commit", "refs/heads/main\0"s + head + "\0"s + half + "\0kb/a.md\0end\n"s);
  dir.write(".git/refs/heads/main.lock", half + "\n");
  fs::create_symlink("aplomb-commit", dir.path() / ".git/index.lock");
  save("deep/er/b.md", "whole\n");
  EXPECT_EQ(status(), " M kb/a.md\n");
  EXPECT_EQ(git("log --format=%s"), "Save\nFirst\n");
}

// Otherwise the user's next commit would take the save back.
TEST_F(HistoryTest, TheIndexFollowsLaterWhereACrashHasKeptItFromIt) {
  using namespace std::string_literals;
  const std::string head = git("rev-parse HEAD").substr(0, 40);
  fs::copy_file(dir.path() / ".git/index", dir.path() / "former");
  const std::string saved = save("a.md", "saved\n");
  fs::rename(dir.path() / "former", dir.path() / ".git/index");
  EXPECT_EQ(status(), "MM kb/a.md\n");
  dir.write(".git/aplomb-commit",
            "refs/heads/main\0"s + head + "\0"s + saved + "\0kb/a.md\0end\n"s);
  fs::create_symlink("aplomb-commit", dir.path() / ".git/index.lock");
  (void)history();
  EXPECT_EQ(status(), "");
}

TEST_F(HistoryTest, CommitsOfManyThreadsAndProgramsAllArrive) {
  constexpr int kThreads = 4, kEach = 8;
  {
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < kThreads; ++thread)
      threads.emplace_back([&, thread] {
        auto mine = history();
        for (int each = 0; each < kEach; ++each) {
          const std::string name =
              "t" + std::to_string(thread) + "-" + std::to_string(each) + ".md";
          dir.write("kb/" + name, name);
          const auto done = mine.commit({{name, name}}, kAda, name);
          EXPECT_TRUE(done) << done.error().message;
        }
      });
    for (int each = 0; each < kEach; ++each) {
      dir.write("other-" + std::to_string(each), "x");
      for (int tries = 0; tries < 200; ++tries) {
        try {
          git("add other-" + std::to_string(each));
          git("commit -q -m Other other-" + std::to_string(each));
          break;
        } catch (const std::runtime_error&) {
          std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
      }
    }
  }
  EXPECT_EQ(git("rev-list --count HEAD"), std::to_string(1 + kThreads * kEach + kEach) + "\n");
  EXPECT_EQ(status(), "");
}

TEST_F(HistoryTest, TheBranchIsMovedOnlyFromWhereItWas) {
  // A push into the branch, or a linked working tree, does not take the index's lock.
  std::atomic<bool> stop = false;
  std::atomic<int> moved = 0;
  std::jthread other([&] {
    while (!stop) {
      const std::string tip = git("rev-parse main");
      const std::string made =
          git("commit-tree -m Pushed -p " + tip.substr(0, 40) + " main^{tree}").substr(0, 40);
      try {
        git("update-ref refs/heads/main " + made + " " + tip.substr(0, 40));
        ++moved;
      } catch (const std::runtime_error&) {
      }
    }
  });
  for (int each = 0; each < 10; ++each) save("a.md", "save " + std::to_string(each));
  stop = true;
  other.join();
  EXPECT_EQ(git("log --format=%s --author=Ada"),
            "Save\nSave\nSave\nSave\nSave\nSave\nSave\nSave\nSave\nSave\n");
  EXPECT_EQ(git("rev-list --count HEAD"), std::to_string(11 + moved) + "\n");
  EXPECT_EQ(status(), "");
}

TEST_F(HistoryTest, PathsOutsideAndSubmodulesAreRefused) {
  for (const std::string path : {"../README", "/etc/passwd", ".git/config", "", "a//b", "GIT~1/x"})
    EXPECT_EQ(history().commit({{path, "x"}}, kAda, "x").error().code, Code::kInvalidArgument);
  git("init -q kb/sub");
  dir.write("kb/sub/x.md", "x");
  GitProgram(dir.path() / "kb/sub")("add .");
  GitProgram(dir.path() / "kb/sub")("commit -qm Sub");
  git("add kb/sub");
  git("commit -qm Submodule");
  EXPECT_EQ(history().commit({{"sub/x.md", "y"}}, kAda, "x").error().code, Code::kInvalidArgument);
}

TEST_F(HistoryTest, NamesAndMessagesOfAnyBytesMakeASoundCommit) {
  const std::vector<Author> authors{
      {"", ""},       {"<>", "<>"},         {"a\nb", "c>d"},
      {"...", "..."}, {"\xFF\xFE", "\xFF"}, {std::string("a\0b", 3), "x"}};
  for (std::size_t each = 0; each < authors.size(); ++each) {
    const auto id = history().commit({{"a.md", std::to_string(each)}}, authors[each],
                                     std::string("\0\xFF\n\n", 4));
    ASSERT_TRUE(id) << id.error().message;
  }
  git("checkout .");
}

TEST_F(HistoryTest, TheLogFollowsRenamesAndKnowsRemovals) {
  const std::string body = "# Refunds\n\n1. Look.\n2. Ask.\n3. Pay.\n4. Say so.\n";
  const auto one = save("r.md", body, "One");
  save("a.md", "unrelated\n");
  const auto two = save("r.md", body + "5. Note it.\n", "Two");
  fs::create_directories(dir.path() / "kb/pay");
  fs::rename(dir.path() / "kb/r.md", dir.path() / "kb/pay/refunds.md");
  const auto three = value_of(history().commit(
      {{"r.md", std::nullopt}, {"pay/refunds.md", body + "5. Note it!\n"}}, kAda, "Three"));
  const auto four = value_of(history().commit({{"pay/refunds.md", std::nullopt}}, kAda, "Four"));
  const auto five = value_of(history().commit({{"pay/refunds.md", "back\n"}}, kAda, "Five"));

  const auto log = value_of(history().log("pay/refunds.md", 10));
  std::vector<std::string> ids, paths;
  for (const Revision& each : log.revisions) {
    ids.push_back(each.id);
    paths.push_back(each.path);
  }
  EXPECT_EQ(ids, (std::vector{five, four, three, two, one}));
  EXPECT_EQ(paths, (std::vector<std::string>{"pay/refunds.md", "pay/refunds.md", "pay/refunds.md",
                                             "r.md", "r.md"}));
  EXPECT_TRUE(log.revisions[1].removed);
  EXPECT_FALSE(log.revisions[0].removed);
  EXPECT_EQ(log.revisions[4].message, "One\n");
  EXPECT_EQ(log.revisions[4].author.name, "Ada");
  EXPECT_EQ(log.next, std::nullopt);
  EXPECT_FALSE(log.cut);

  const auto first = value_of(history().log("pay/refunds.md", 2));
  EXPECT_EQ(first.revisions.size(), 2U);
  ASSERT_EQ(first.next, four);
  const auto second = value_of(history().log("pay/refunds.md", 3, *first.next));
  EXPECT_EQ(second.revisions.front().id, three);
  EXPECT_EQ(second.revisions.size(), 3U);
  EXPECT_EQ(second.next, std::nullopt);
  EXPECT_EQ(value_of(history().version("r.md", one)), body);
  git("checkout .");
}

TEST_F(HistoryTest, TheLogShowsBothSidesOfAMerge) {
  save("a.md", "1\n2\n3\n4\n5\n6\n7\n", "Base");
  git("checkout -q -b other");
  const auto theirs = save("a.md", "1\n2\n3\n4\n5\n6\n7 theirs\n", "Theirs");
  git("checkout -q main");
  const auto ours = save("a.md", "1 ours\n2\n3\n4\n5\n6\n7\n", "Ours");
  save("unrelated.md", "x\n");
  git("merge -q -m Merged other");
  std::vector<std::string> messages;
  for (const Revision& each : value_of(history().log("a.md", 10)).revisions)
    messages.push_back(each.message);
  std::ranges::sort(messages);
  EXPECT_EQ(messages,
            (std::vector<std::string>{"Base\n", "First\n", "Merged\n", "Ours\n", "Theirs\n"}));
  const auto lines = value_of(history().blame("a.md", "1 ours\nnew\n2\n3\n4\n5\n6\n7 theirs\n"));
  ASSERT_EQ(lines.size(), 8U);
  EXPECT_EQ(lines[0].revision, ours);
  EXPECT_EQ(lines[1].revision, "");
  EXPECT_EQ(lines[7].revision, theirs);
  EXPECT_EQ(lines[7].line, 8);
}

TEST_F(HistoryTest, BlameTakesAnyBytes) {
  const auto id = save("a.md", "1\n2\n");
  for (const std::string bytes : {"", "\n", "1", "1\n2", "\n\n\n", "1\n2\n3", "x\r\ny"}) {
    const auto lines = history().blame("a.md", bytes);
    ASSERT_TRUE(lines) << lines.error().message;
  }
  save("a.md", "");
  EXPECT_EQ(value_of(history().blame("a.md", "1\n2\n")).size(), 2U);
  save("a.md", "no end");
  EXPECT_EQ(value_of(history().blame("a.md", "no end\n")).size(), 1U);
  EXPECT_EQ(value_of(history().blame("none.md", "1\n")).at(0).revision, "");
}

TEST_F(HistoryTest, VersionsAreFoundByTheirRevisionOnly) {
  const auto id = save("a.md", "now\n");
  EXPECT_EQ(value_of(history().version("a.md", id)), "now\n");
  EXPECT_EQ(value_of(history().committed("a.md")), "now\n");
  EXPECT_EQ(value_of(history().committed("none.md")), std::nullopt);
  EXPECT_EQ(value_of(history().committed("deep")), std::nullopt);
  EXPECT_EQ(history().version("none.md", id).error().code, Code::kNotFound);
  EXPECT_EQ(history().version("a.md", std::string(40, '1')).error().code, Code::kNotFound);
  for (const std::string wrong : {"", "HEAD", "main", "12", std::string(41, '1').c_str()})
    EXPECT_EQ(history().version("a.md", wrong).error().code, Code::kInvalidArgument);
  std::string tree = git("rev-parse HEAD^{tree}");
  tree.pop_back();
  EXPECT_EQ(history().version("a.md", tree).error().code, Code::kNotFound);
}

TEST(HistoryInitTest, InitCommitsAllThatIsThere) {
  const TempDir dir;
  dir.write("a.md", "a\r\n");
  dir.write("deep/er/b.md", "b");
  dir.write("deep.md", "sorts between");
  dir.write("pictures/p.png", "\x89PNG");
  dir.write(".gitignore", "*.tmp\n");
  dir.write("x.tmp", "x");
  dir.write(".aplomb-123", "half");
  fs::create_directories(dir.path() / "empty");
  fs::create_symlink("a.md", dir.path() / "link.md");
  auto history = value_of(History::init(dir.path(), kAda));
  const GitProgram git(dir.path());
  EXPECT_EQ(git("fsck --strict"), "");
  EXPECT_EQ(git("status --porcelain"), "?? .aplomb-123\n");
  EXPECT_EQ(git("ls-files"), ".gitignore\na.md\ndeep.md\ndeep/er/b.md\nlink.md\npictures/p.png\n");
  EXPECT_EQ(git("log --format=%an:%s"), "Ada:Begin the history of the articles\n");
  EXPECT_EQ(git("show HEAD:a.md"), "a\r\n");
  EXPECT_EQ(History::init(dir.path(), kAda).error().code, Code::kConflict);
  EXPECT_EQ(History::init(dir.path() / "deep", kAda).error().code, Code::kConflict);
  EXPECT_EQ(History::init(dir.path() / "none", kAda).error().code, Code::kNotFound);
  dir.write("a.md", "next");
  EXPECT_TRUE(history.commit({{"a.md", "next"}}, kAda, "Next"));
  EXPECT_EQ(git("status --porcelain"), "?? .aplomb-123\n");
}

}  // namespace
}  // namespace aplomb
