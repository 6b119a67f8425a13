// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/folder.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "indexer/article_reader.h"
#include "tests/support/temp_dir.h"
#include "tests/support/temp_index.h"

namespace aplomb {
namespace {

using test::TempDir;
using test::value_of;

std::vector<std::string> paths(const FolderListing& listing) {
  std::vector<std::string> all;
  for (const SourceFile& file : listing.files) all.push_back(file.path);
  return all;
}

std::string left_out(const FolderListing& listing) {
  std::string all;
  for (const Finding& finding : listing.left_out)
    all += finding.path + ": " + finding.message + "\n";
  return all;
}

using Paths = std::vector<std::string>;

TEST(FolderTest, MarkdownIsListedByPathAndOtherFilesAreCounted) {
  const TempDir dir;
  dir.write("b.md", "b");
  dir.write("a/z.markdown", "z");
  dir.write("a/page.MDX", "m");
  dir.write("a/picture.svg", "s");
  const FolderListing listing = value_of(list_folder(dir.path()));
  EXPECT_EQ(paths(listing), (Paths{"a/page.MDX", "a/z.markdown", "b.md"}));
  EXPECT_EQ(listing.other_files, 1U);
}

TEST(FolderTest, WhatIsLeftOutIsSaid) {
  const TempDir dir, elsewhere;
  elsewhere.write("secret.md", "s");
  dir.write(".hidden.md", "h");
  dir.write(".git/x.md", "h");
  dir.write("huge.md", std::string(kMaxArticleBytes + 1, 'x'));
  dir.write("real.md", "r");
  std::filesystem::create_symlink(elsewhere.path() / "secret.md", dir.path() / "out.md");
  std::filesystem::create_symlink("nowhere", dir.path() / "dangling.md");
  std::filesystem::create_symlink("real.md", dir.path() / "inside.md");
  std::filesystem::create_directory_symlink(elsewhere.path(), dir.path() / "linked");
  dir.write("bad\xFFname.md", "b");

  const FolderListing listing = value_of(list_folder(dir.path()));

  EXPECT_EQ(paths(listing), (Paths{"inside.md", "real.md"}));
  const std::string said = left_out(listing);
  for (const char* expected :
       {".hidden.md: hidden file", ".git: hidden folder", "huge.md: is over 4 MiB",
        "out.md: a link that leads out", "dangling.md: a link that leads out",
        "linked: a link to a folder", "bad\uFFFDname.md: the file's name is not UTF-8"})
    EXPECT_NE(said.find(expected), std::string::npos) << expected << " in\n" << said;
}

TEST(FolderTest, AMissingFolderSaysWhatToDo) {
  const auto listing = list_folder("/nonexistent/articles");
  ASSERT_FALSE(listing);
  EXPECT_EQ(listing.error().code, Code::kNotFound);
  EXPECT_NE(listing.error().hint.find("--articles"), std::string::npos);
}

}  // namespace
}  // namespace aplomb
