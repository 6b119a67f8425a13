// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/folder_watch.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <string>

#include "tests/support/temp_dir.h"
#include "tests/support/temp_index.h"

namespace aplomb {
namespace {

namespace fs = std::filesystem;
using test::TempDir;
using test::value_of;

/// `path` for what is written, `-path` for what is gone. The system tells at once.
std::set<std::string> read(FolderWatch& watch) {
  std::set<std::string> heard;
  for (const auto& [path, what] : watch.read())
    heard.insert(what == FolderWatch::What::kGone ? "-" + path : path);
  return heard;
}

using Heard = std::set<std::string>;

TEST(FolderWatchTest, FilesAreHeardOfWhenTheyAreClosed) {
  const TempDir dir;
  auto watch = value_of(FolderWatch::start(dir.path()));
  std::ofstream file(dir.path() / "a.md");
  file << "half" << std::flush;
  EXPECT_EQ(read(watch), Heard{});
  file.close();
  EXPECT_EQ(read(watch), Heard{"a.md"});
  fs::remove(dir.path() / "a.md");
  EXPECT_EQ(read(watch), Heard{"-a.md"});
}

TEST(FolderWatchTest, OnlyArticlesAndTheFilesBesideThemAreHeardOf) {
  const TempDir dir;
  dir.write("sub/x", "");
  auto watch = value_of(FolderWatch::start(dir.path()));
  for (const char* name : {"picture.png", ".hidden.md", ".git/x.md", "sub/aplomb.yaml",
                           "aplomb.yaml", "sub/b.MD", "c.markdown"})
    dir.write(name, "");
  EXPECT_EQ(read(watch), (Heard{"aplomb.yaml", "sub/b.MD", "c.markdown"}));
}

TEST(FolderWatchTest, NewFoldersAreLookedThroughAndWatched) {
  const TempDir dir, other;
  auto watch = value_of(FolderWatch::start(dir.path()));
  dir.write("new/deep/a.md", "");
  EXPECT_EQ(read(watch), Heard{"new/deep/a.md"});
  dir.write("new/deep/b.md", "");
  EXPECT_EQ(read(watch), Heard{"new/deep/b.md"});
  other.write("in/c.md", "");
  fs::rename(other.path() / "in", dir.path() / "in");
  EXPECT_EQ(read(watch), Heard{"in/c.md"});
}

TEST(FolderWatchTest, AMovedFolderIsHeardOfWhereItIsNow) {
  const TempDir dir, other;
  dir.write("old/deep/a.md", "");
  auto watch = value_of(FolderWatch::start(dir.path()));
  fs::rename(dir.path() / "old", dir.path() / "new");
  EXPECT_EQ(read(watch), (Heard{"-old", "new/deep/a.md"}));
  dir.write("new/deep/a.md", "x");
  EXPECT_EQ(read(watch), Heard{"new/deep/a.md"});
  fs::rename(dir.path() / "new", other.path() / "out");
  EXPECT_EQ(read(watch), Heard{"-new"});
  other.write("out/deep/a.md", "y");
  EXPECT_EQ(read(watch), Heard{});
}

TEST(FolderWatchTest, ALinkIsHeardOfWhenItsTargetChanges) {
  const TempDir dir;
  dir.write("text.txt", "");
  fs::create_symlink("text.txt", dir.path() / "a.md");
  auto watch = value_of(FolderWatch::start(dir.path()));
  dir.write("text.txt", "x");
  EXPECT_EQ(read(watch), Heard{"a.md"});
  fs::create_symlink("/etc/hostname", dir.path() / "outside.md");
  EXPECT_EQ(read(watch), Heard{"outside.md"});
}

TEST(FolderWatchTest, AFileThatComesAsASecondNameIsHeardOf) {
  const TempDir dir;
  dir.write("text.txt", "");
  auto watch = value_of(FolderWatch::start(dir.path()));
  fs::create_hard_link(dir.path() / "text.txt", dir.path() / "a.md");
  EXPECT_EQ(read(watch), Heard{"a.md"});
}

TEST(FolderWatchTest, AFolderThatIsGoneOrExchangedIsLost) {
  const TempDir dir;
  fs::create_directory(dir.path() / "articles");
  auto watch = value_of(FolderWatch::start(dir.path() / "articles"));
  EXPECT_FALSE(watch.is_lost());
  fs::rename(dir.path() / "articles", dir.path() / "away");
  EXPECT_TRUE(watch.is_lost());
  EXPECT_EQ(FolderWatch::start(dir.path() / "articles").error().code, Code::kNotFound);
  fs::create_directory(dir.path() / "articles");
  EXPECT_TRUE(watch.is_lost());
}

TEST(FolderWatchTest, MoreThanTheSystemRemembersIsLostAndSaidSo) {
  const TempDir dir;
  std::size_t most = 0;
  std::ifstream("/proc/sys/fs/inotify/max_queued_events") >> most;
  if (most == 0 || most > 100'000) GTEST_SKIP() << "the system remembers " << most;
  auto watch = value_of(FolderWatch::start(dir.path()));
  dir.write("a.md", "");
  dir.write("b.md", "");
  // two names in turns: the system takes equal events that follow each other for one
  for (std::size_t i = 0; i <= most; ++i)
    std::ofstream(dir.path() / (i % 2 == 0 ? "a.md" : "b.md"), std::ios::app).close();
  (void)watch.read();
  EXPECT_TRUE(watch.is_lost());
}

}  // namespace
}  // namespace aplomb
