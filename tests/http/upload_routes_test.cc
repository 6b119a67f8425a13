// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

#include "tests/http/edited_articles.h"

namespace aplomb::http::test {
namespace {

using desk::Role;
using nlohmann::json;
using namespace std::string_literals;

const std::string kFiles = "/api/v1/files/";
const Fields kNew{{"if-none-match", "*"}};
const std::string kPng = "\x89PNG\r\n\x1A\n picture";

class UploadRoutesTest : public testing::Test {
 protected:
  Response put(const std::string& path, const std::string& bytes, Fields headers = kNew) {
    return articles_.ask(Role::kEditor, "PUT", kFiles + path, std::move(headers), bytes);
  }
  Response get(const std::string& path, Role role = Role::kAgent) {
    return articles_.ask(role, "GET", "/files/" + path);
  }

  EditedArticles articles_{Files{{"refund.md", "one"}}};
};

TEST_F(UploadRoutesTest, APictureIsKeptAsItIsAndServed) {
  const auto made = put("payments/our%20way.png", kPng);

  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_EQ(made.header("Location"), "/files/payments/our%20way.png");
  EXPECT_EQ(json::parse(made.body)["path"], "payments/our way.png");
  const auto shown = get("payments/our%20way.png");
  EXPECT_EQ(shown.body, kPng);
  EXPECT_EQ(shown.content_type, "image/png");
  EXPECT_TRUE(shown.header("Content-Security-Policy")->ends_with("sandbox"));
  EXPECT_EQ(shown.header("ETag"), made.header("ETag"));
}

TEST_F(UploadRoutesTest, WhatItIsStandsInItsNameAndItsFirstBytes) {
  struct Row {
    const char* name;
    std::string bytes;
  };
  for (const auto& [name, bytes] :
       {Row{"a.png", kPng}, Row{"a.jpg", "\xFF\xD8\xFF\xE0..."}, Row{"b.jpeg", "\xFF\xD8\xFF..."},
        Row{"a.gif", "GIF89a..."}, Row{"a.webp", "RIFF\1\2\3\4WEBPVP8 "s},
        Row{"a.avif",
            "\0\0\0\x18"
            "ftypavif\0\0\0\0"s},
        Row{"a.pdf", "%PDF-1.7\n"},
        Row{"a.svg", "\xEF\xBB\xBF<?xml version=\"1.0\"?>\n<!-- way -->\n<svg xmlns=\"x\"/>"}}) {
    EXPECT_EQ(put(name, bytes).status, 201) << name;
    EXPECT_EQ(put("not-" + std::string(name), "<html><script>alert(1)</script>").status, 415)
        << name;
    EXPECT_EQ(put("empty-" + std::string(name), "").status, 415) << name;
    EXPECT_FALSE(articles_.has("not-" + std::string(name))) << name;
  }
}

TEST_F(UploadRoutesTest, NoOtherNamesAreKept) {
  for (const auto* const name :
       {"a.html", "a.md", "a.js", "aplomb.yaml", "a.PNG", "a.png.exe", "png", "a.png%00.md"})
    EXPECT_EQ(put(name, kPng).status, 415) << name;
  EXPECT_EQ(put("x%00.png", kPng).status, 400);
}

TEST_F(UploadRoutesTest, ADrawingThatIsOpenedRunsNothing) {
  const std::string drawing = "<svg xmlns=\"x\"><script>alert(1)</script></svg>";
  ASSERT_EQ(put("a.svg", drawing).status, 201);
  const auto shown = get("a.svg");
  const auto policy = shown.header("Content-Security-Policy").value_or("");
  EXPECT_NE(policy.find("default-src 'none'"), std::string::npos);
  EXPECT_EQ(policy.find("script-src"), std::string::npos);
  EXPECT_TRUE(policy.ends_with("sandbox"));
}

TEST_F(UploadRoutesTest, NoPathLeadsOutOfTheFolderOrIntoWhatIsHidden) {
  const aplomb::test::TempDir outside;
  outside.write("there.png", kPng);
  std::filesystem::create_directory_symlink(outside.path(), articles_.folder() / "linked");
  std::filesystem::create_symlink(outside.path() / "there.png", articles_.folder() / "link.png");
  for (const auto* const path : {"../out.png", "%2e%2e/out.png", "a%2f..%2f..%2fout.png",
                                 "/etc/out.png", ".git/out.png", ".out.png", "a/.b/out.png",
                                 "a//out.png", "linked/out.png", "link.png", "refund.md/a.png"}) {
    EXPECT_EQ(put(path, kPng).status, 400) << path;
    EXPECT_EQ(put(path, kPng, {{"if-match", "*"}}).status, 400) << path;
    const auto gone =
        articles_.ask(Role::kEditor, "DELETE", kFiles + path, {{"if-match", "*"}}).status;
    EXPECT_TRUE(gone == 400 || gone == 404) << path << gone;
  }
  EXPECT_TRUE(std::filesystem::exists(outside.path() / "there.png"));
  EXPECT_FALSE(std::filesystem::exists(outside.path() / "out.png"));
  EXPECT_FALSE(articles_.has(".git"));
}

TEST_F(UploadRoutesTest, AFileIsReplacedOnlyByWhoHasSeenIt) {
  EXPECT_EQ(put("a.png", kPng, {}).status, 428);
  const auto made = put("a.png", kPng);
  const Fields seen{{"if-match", std::string(*made.header("ETag"))}};
  EXPECT_EQ(slug_of(put("a.png", kPng + "2")), "precondition-failed");

  const auto replaced = put("a.png", kPng + " two", seen);
  EXPECT_EQ(replaced.status, 200);
  EXPECT_FALSE(replaced.header("Location"));
  EXPECT_EQ(slug_of(put("a.png", kPng + " three", seen)), "precondition-failed");
  EXPECT_EQ(put("gone.png", kPng, seen).status, 412);
  EXPECT_EQ(articles_.bytes("a.png"), kPng + " two");
}

TEST_F(UploadRoutesTest, AFileIsTakenAway) {
  const auto made = put("a.png", kPng);
  const auto remove = [&](const Fields& headers) {
    return articles_.ask(Role::kEditor, "DELETE", kFiles + "a.png", headers).status;
  };
  EXPECT_EQ(remove({}), 428);
  EXPECT_EQ(remove({{"if-match", "\"other\""}}), 412);
  EXPECT_EQ(remove({{"if-match", std::string(*made.header("ETag"))}}), 204);
  EXPECT_FALSE(articles_.has("a.png"));
  EXPECT_EQ(remove({{"if-match", "*"}}), 404);
  EXPECT_EQ(
      articles_.ask(Role::kEditor, "DELETE", kFiles + "refund.md", {{"if-match", "*"}}).status, 404)
      << "articles go by their own route";
  EXPECT_TRUE(articles_.has("refund.md"));
}

TEST_F(UploadRoutesTest, OnlyEditorsKeepFilesAndCustomersSeeNone) {
  for (const Role role : {Role::kCustomer, Role::kAgent, Role::kLead})
    EXPECT_EQ(articles_.ask(role, "PUT", kFiles + "a.png", kNew, kPng).status, 403);
  ASSERT_EQ(put("a.png", kPng).status, 201);
  EXPECT_EQ(get("a.png", Role::kCustomer).status, 404);
}

TEST_F(UploadRoutesTest, AFileIsACommitWhereThereIsAHistory) {
  articles_.init();
  ASSERT_EQ(put("a.png", kPng).status, 201);
  const auto history = value_of(History::open(articles_.folder()));
  EXPECT_EQ(value_of(history->committed("a.png")), kPng);
}

}  // namespace
}  // namespace aplomb::http::test
