// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "http/routes.h"
#include "tests/support/temp_index.h"

namespace aplomb::http {
namespace {

using aplomb::test::TempDir;

Response get(const TempDir& folder, std::string path, Fields headers = {}) {
  static const aplomb::test::TempIndex index{aplomb::test::article("any")};
  static const Searcher searcher = index.searcher();
  return get_file(folder.path(), searcher,
                  {.method = "GET",
                   .path = "/files/" + path,
                   .headers = std::move(headers),
                   .captures = {{"path", path}}});
}

TEST(FileRoutesTest, APictureBesideTheArticlesIsServedAndHeld) {
  const TempDir folder;
  folder.write("images/plan.svg", "<svg/>");

  const auto response = get(folder, "images/plan.svg");

  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body, "<svg/>");
  EXPECT_EQ(response.content_type, "image/svg+xml");
  EXPECT_TRUE(response.header("Content-Security-Policy")->ends_with("sandbox"));
  ASSERT_TRUE(response.header("ETag"));
  const Fields held{{"if-none-match", std::string(*response.header("ETag"))}};
  EXPECT_EQ(get(folder, "images/plan.svg", held).status, 304);
}

TEST(FileRoutesTest, NothingButPicturesAndDocumentsIsServed) {
  const TempDir folder;
  folder.write("article.md", "internal");
  folder.write("aplomb.yaml", "internal");
  folder.write(".git/x.png", "internal");
  folder.write("folder.png/x", "internal");

  for (const auto* const path :
       {"article.md", "aplomb.yaml", ".git/x.png", "folder.png", "none.png", ""})
    EXPECT_EQ(get(folder, path).status, 404) << path;
}

TEST(FileRoutesTest, NoPathLeadsOutOfTheFolder) {
  const TempDir outside;
  outside.write("secret.png", "secret");
  const TempDir folder;
  folder.write("in.png", "in");
  std::filesystem::create_symlink(outside.path() / "secret.png", folder.path() / "link.png");
  std::filesystem::create_directory_symlink(outside.path(), folder.path() / "linked");
  const auto name = outside.path().filename().string();

  for (const auto& path :
       {"../" + name + "/secret.png", "x/../../" + name + "/secret.png", std::string("link.png"),
        std::string("linked/secret.png"), (outside.path() / "secret.png").string(),
        std::string("in.png\0.md", 10), std::string("x\0in.png", 8)})
    EXPECT_EQ(get(folder, path).status, 404) << path;
}

TEST(FileRoutesTest, APipeDoesNotHoldTheThread) {
  const TempDir folder;
  ASSERT_EQ(::mkfifo((folder.path() / "pipe.png").c_str(), 0600), 0);

  EXPECT_EQ(get(folder, "pipe.png").status, 404);
}

}  // namespace
}  // namespace aplomb::http
