// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "engine/opaque_name.h"
#include "http/compression.h"
#include "http/routes.h"
#include "indexer/indexing.h"
#include "tests/support/temp_index.h"

namespace aplomb::http {
namespace {

using aplomb::test::TempDir;
using aplomb::test::TempIndex;
using aplomb::test::value_of;

/// None: only who looks with other eyes than their own needs both.
const Houses kNoHouses;

Response get(const Searcher& searcher, const TempDir& folder, const std::string& path,
             Fields headers = {}) {
  return get_file(kNoHouses, folder.path(), searcher,
                  {.method = "GET",
                   .path = "/files/" + path,
                   .query = {},
                   .headers = std::move(headers),
                   .body = {},
                   .captures = {{"path", path}}});
}

/// An agent's request: what the articles show does not matter.
Response get(const TempDir& folder, const std::string& path, Fields headers = {}) {
  const TempIndex index{aplomb::test::article("any")};
  return get(index.searcher(), folder, path, std::move(headers));
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

/// A document of which parts are asked for, by somebody who may.
class FilePartsTest : public testing::Test {
 protected:
  FilePartsTest() { folder_.write("form.pdf", "0123456789"); }

  [[nodiscard]] Response get(Fields headers, const std::string& method = "GET") const {
    return get_file(kNoHouses, folder_.path(), index_.searcher(),
                    {.method = method,
                     .path = "/files/form.pdf",
                     .headers = std::move(headers),
                     .captures = {{"path", "form.pdf"}}});
  }
  [[nodiscard]] std::string etag() const { return std::string(*get({}).header("ETag")); }

  TempDir folder_;
  TempIndex index_{aplomb::test::article("any")};
};

TEST_F(FilePartsTest, OnePartIsSentWithItsPlace) {
  struct Row {
    const char *range, *body, *place;
  };
  for (const auto& [range, body, place] :
       {Row{"bytes=0-3", "0123", "bytes 0-3/10"}, Row{"bytes=8-", "89", "bytes 8-9/10"},
        Row{"bytes=-2", "89", "bytes 8-9/10"}, Row{"bytes=9-100", "9", "bytes 9-9/10"},
        Row{"bytes=0-", "0123456789", "bytes 0-9/10"}}) {
    const auto response = get({{"range", range}});

    EXPECT_EQ(response.status, 206) << range;
    EXPECT_EQ(response.body, body) << range;
    EXPECT_EQ(response.header("Content-Range"), place) << range;
    EXPECT_EQ(response.content_type, "application/pdf") << range;
    EXPECT_EQ(response.header("ETag"), etag()) << range;
    EXPECT_EQ(response.header("Accept-Ranges"), "bytes") << range;
    EXPECT_TRUE(response.header("Content-Security-Policy")) << range;
    EXPECT_EQ(response.header("Cache-Control"), "private, no-cache") << range;
  }
}

TEST_F(FilePartsTest, WhatNamesNoSinglePartGetsTheWhole) {
  for (const auto* const range : {"bytes=0-1,3-4", "lines=1-2", "bytes=4-2", "nonsense", ""}) {
    const auto response = get({{"range", range}});

    EXPECT_EQ(response.status, 200) << range;
    EXPECT_EQ(response.body, "0123456789") << range;
    EXPECT_FALSE(response.header("Content-Range")) << range;
    EXPECT_EQ(response.header("Accept-Ranges"), "bytes") << range;
  }
}

TEST_F(FilePartsTest, BehindTheEndThereIsNothing) {
  const auto response = get({{"range", "bytes=10-"}});

  EXPECT_EQ(response.status, 416);
  EXPECT_EQ(response.content_type, "application/problem+json");
  EXPECT_EQ(response.header("Content-Range"), "bytes */10");
  EXPECT_FALSE(response.header("ETag"));
}

TEST_F(FilePartsTest, APartOfAnotherVersionIsNotSent) {
  const auto with = [&](std::string if_range) {
    return get({{"range", "bytes=0-3"}, {"if-range", std::move(if_range)}});
  };

  EXPECT_EQ(with(etag()).status, 206);
  EXPECT_EQ(with("W/" + etag()).status, 200);
  EXPECT_EQ(with(R"("another")").status, 200);
  EXPECT_EQ(with("Sun, 22 Nov 2026 07:28:54 GMT").body, "0123456789");
  EXPECT_EQ(get({{"range", "bytes=10-"}, {"if-range", R"("another")"}}).status, 200);
}

TEST_F(FilePartsTest, WhoHoldsTheFileIsToldSoWhateverPartTheyAskFor) {
  for (const auto* const range : {"bytes=0-3", "bytes=10-"}) {
    const auto response = get({{"range", range}, {"if-none-match", etag()}});

    EXPECT_EQ(response.status, 304) << range;
    EXPECT_TRUE(response.body.empty()) << range;
    EXPECT_FALSE(response.header("Content-Range")) << range;
  }
}

TEST_F(FilePartsTest, HeadIsToldOfTheWhole) {
  const auto whole = get({}), told = get({{"range", "bytes=0-3"}}, "HEAD");

  EXPECT_EQ(told.status, 200);
  EXPECT_EQ(told.headers, whole.headers);
  EXPECT_EQ(told.body.size(), whole.body.size());
}

TEST_F(FilePartsTest, AnEmptyFileIsSentWhole) {
  folder_.write("form.pdf", "");

  EXPECT_EQ(get({}).status, 200);
  EXPECT_EQ(get({{"range", "bytes=-5"}}).status, 200);
  EXPECT_EQ(get({{"range", "bytes=0-"}}).header("Content-Range"), "bytes */0");
}

TEST_F(FilePartsTest, FilesAreNeverCompressed) {
  folder_.write("form.pdf", std::string(100'000, 'a'));
  auto response = get({{"accept-encoding", "gzip"}});
  compress({.method = "GET", .path = "/", .headers = {{"accept-encoding", "gzip"}}}, response);

  EXPECT_EQ(response.body.size(), 100'000U);
  EXPECT_FALSE(response.header("Vary"));
}

/// A folder with pictures for both kinds of readers, and its index.
class CustomerFilesTest : public testing::Test {
 protected:
  CustomerFilesTest() {
    for (const char* name : {"shown.png", "form.pdf", "inner.png", "noted.png", "unused.png"})
      articles_.write(std::string("pay/") + name, name);
    articles_.write("pay/refund.md",
                    "---\ntitle: Refund\naudience: customer\n---\n"
                    "See ![the plan](shown.png) and the [form](form.pdf)[^1], [gone](gone.png).\n\n"
                    "> [!INTERNAL]\n> ![not this](inner.png)[^1]\n\n"
                    "[^1]: Used in both: ![](noted.png)\n\n[unused]: unused.png\n");
    IndexOptions options;
    options.articles = articles_.path();
    options.index_dir = data_.path();
    value_of(index_folder(options));
  }

  [[nodiscard]] Response ask(Audience reader, const std::string& name) const {
    return get(value_of(Searcher::open(data_.path(), reader)), articles_, name);
  }

  TempDir articles_, data_;
};

TEST_F(CustomerFilesTest, CustomersGetWhatTheirTextShows) {
  for (const char* name : {"shown.png", "form.pdf"}) {
    const auto response = ask(Audience::kCustomer, "~" + opaque_name(std::string("pay/") + name));
    EXPECT_EQ(response.status, 200) << name;
    EXPECT_EQ(response.body, name);
  }
}

TEST_F(CustomerFilesTest, ForAllElseTheyGetTheVerySameAnswer) {
  const auto nothing = [&](const std::string& name) {
    auto response = ask(Audience::kCustomer, name);
    EXPECT_EQ(response.status, 404) << name;
    // the address that was asked for is said again
    const auto echo = response.body.find("/files/" + name);
    EXPECT_NE(echo, std::string::npos);
    response.body.erase(echo, name.size() + 7);
    std::string all = response.body;
    for (const auto& [header, value] : response.headers) all += header + value;
    return all;
  };
  const std::string there_is_none = nothing("~" + opaque_name("pay/none.png"));
  for (const char* path :
       {"pay/inner.png", "pay/noted.png", "pay/unused.png", "pay/gone.png", "pay/refund.md"})
    EXPECT_EQ(nothing("~" + opaque_name(path)), there_is_none) << path;
  for (const char* path : {"pay/shown.png", "pay/form.pdf", "pay/inner.png", "pay/none.png", "~"})
    EXPECT_EQ(nothing(path), there_is_none) << path << ": they are not known by their paths";
}

TEST_F(CustomerFilesTest, AgentsGetThemByEitherName) {
  for (const char* path : {"pay/shown.png", "pay/inner.png", "pay/unused.png"})
    EXPECT_EQ(ask(Audience::kInternal, path).status, 200) << path;
  EXPECT_EQ(ask(Audience::kInternal, "~" + opaque_name("pay/shown.png")).status, 200);
}

TEST_F(CustomerFilesTest, AFileWhoseTextBecomesInternalIsGone) {
  articles_.write("pay/refund.md",
                  "---\ntitle: Refund\naudience: customer\n---\nSee the [form](form.pdf).\n\n"
                  "> [!INTERNAL]\n> ![the plan](shown.png)\n");
  IndexOptions options;
  options.articles = articles_.path();
  options.index_dir = data_.path();
  value_of(index_folder(options));

  EXPECT_EQ(ask(Audience::kCustomer, "~" + opaque_name("pay/shown.png")).status, 404);
  EXPECT_EQ(ask(Audience::kCustomer, "~" + opaque_name("pay/form.pdf")).status, 200);
}

}  // namespace
}  // namespace aplomb::http
