// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/http/edited_articles.h"

namespace aplomb::http::test {
namespace {

using desk::Role;
using nlohmann::json;

const std::string kArticles = "/api/v1/articles/";

/// One article with three versions: of a repository's first commit, and of two saves.
class HistoryRoutesTest : public testing::Test {
 protected:
  HistoryRoutesTest() {
    articles_.init();
    save("# Refund\n\nIntro\n\n## First\n\nOne\n\n## Second\n\nTwo\n", "Say%20two");
    save("# Refund\n\nIntro\n\n## First\n\nOne\n\n## Second\n\nThree\n", "Say%20three");
  }

  void save(const std::string& text, const std::string& message) {
    const auto saved =
        articles_.put("refund?message=" + message, text, {{"if-match", articles_.etag("refund")}});
    ASSERT_EQ(saved.status, 200) << saved.body;
    commits_.push_back(json::parse(saved.body)["commit"]);
  }
  Response get(const std::string& rest, Role role = Role::kAgent) {
    return articles_.ask(role, "GET", kArticles + "refund/" + rest);
  }
  json shown(const std::string& rest) { return json::parse(get(rest).body); }

  EditedArticles articles_{Files{{"refund.md", "# Refund\n\nIntro\n"}}};
  std::vector<std::string> commits_;
};

TEST_F(HistoryRoutesTest, ItsVersionsAreToldTheNewestFirstInPages) {
  const auto all = shown("history");
  EXPECT_EQ(all["history"], true);
  ASSERT_EQ(all["revisions"].size(), 3U);
  EXPECT_EQ(all["revisions"][0]["id"], commits_[1]);
  EXPECT_EQ(all["revisions"][0]["message"], "Say three\n");
  EXPECT_EQ(all["revisions"][0]["author"], "tool");
  EXPECT_EQ(all["revisions"][2]["author"], "Ana");
  EXPECT_EQ(all["next"], nullptr);

  const auto first = shown("history?limit=2");
  EXPECT_EQ(first["next"], commits_[0]);
  const auto second = shown("history?limit=2&cursor=" + first["next"].get<std::string>());
  EXPECT_EQ(second["revisions"], json::array({all["revisions"][2]}));
  EXPECT_EQ(slug_of(get("history?limit=201")), "invalid-argument");
}

TEST_F(HistoryRoutesTest, PeopleAreAuthorsByTheirOwnName) {
  auto& here = articles_.here();
  static_cast<void>(here.person(Role::kEditor));
  desk::PersonChange named;
  named.display_name = "Ana Ito";
  value_of(here.desk().people().change(desk::Actor::server("test"), "p-editor", named));
  auto headers = here.browser(Role::kEditor);
  ASSERT_EQ(here.ask("POST", kArticles + "refund/archive", headers).status, 200);
  EXPECT_EQ(shown("history")["revisions"][0]["author"], "Ana Ito");
}

TEST_F(HistoryRoutesTest, AVersionIsHandedOutByteForByte) {
  const auto first = shown("history")["revisions"][2]["id"].get<std::string>();
  const auto version = get("versions/" + first);
  EXPECT_EQ(version.status, 200);
  EXPECT_EQ(version.content_type, "text/markdown; charset=utf-8");
  EXPECT_EQ(version.body, "# Refund\n\nIntro\n");
}

TEST_F(HistoryRoutesTest, WhatIsNoRevisionHasNoVersion) {
  for (const auto* const end : {"", "/difference"}) {
    EXPECT_EQ(get("versions/" + std::string(40, '1') + end).status, 404);
    EXPECT_EQ(get("versions/HEAD" + std::string(end)).status, 400);
  }
  EXPECT_EQ(get("versions/" + commits_[0] + "/difference?to=" + std::string(40, '1')).status, 404);
  EXPECT_EQ(articles_.ask(Role::kAgent, "GET", kArticles + "none/history").status, 404);
}

TEST_F(HistoryRoutesTest, TwoVersionsAreComparedLineByLine) {
  const auto difference = shown("versions/" + commits_[0] + "/difference?to=" + commits_[1]);
  EXPECT_EQ(difference["from"], commits_[0]);
  EXPECT_EQ(difference["to"], commits_[1]);
  ASSERT_EQ(difference["hunks"].size(), 1U);
  const auto& hunk = difference["hunks"][0];
  EXPECT_EQ(hunk[hunk.size() - 2],
            (json{{"kind", "removed"}, {"text", "Two"}, {"old_line", 11}, {"new_line", nullptr}}));
  EXPECT_EQ(hunk[hunk.size() - 1],
            (json{{"kind", "added"}, {"text", "Three"}, {"old_line", nullptr}, {"new_line", 11}}));
}

TEST_F(HistoryRoutesTest, WithoutAnotherItIsComparedWithWhatLiesThereNow) {
  EXPECT_EQ(shown("versions/" + commits_[1] + "/difference")["hunks"], json::array());
  articles_.write("refund.md", "from a shell\n");
  const auto difference = shown("versions/" + commits_[1] + "/difference");
  EXPECT_EQ(difference["to"], nullptr);
  EXPECT_EQ(difference["hunks"].size(), 1U);
}

TEST_F(HistoryRoutesTest, EachPassageHasWhoChangedItLast) {
  const auto blame = shown("blame");
  EXPECT_EQ(blame["history"], true);
  ASSERT_EQ(blame["passages"].size(), 3U);
  EXPECT_EQ(blame["passages"][1]["anchor"], "first");
  EXPECT_EQ(blame["passages"][1]["revision"]["id"], commits_[0]);
  EXPECT_EQ(blame["passages"][2]["revision"]["id"], commits_[1]);
}

TEST_F(HistoryRoutesTest, GoingBackSavesTheFormerBytesAnew) {
  const auto first = shown("history")["revisions"][2]["id"];
  const auto old = articles_.etag("refund");
  const auto back = articles_.post("refund/revert", {{"revision", first}}, {{"if-match", old}});
  ASSERT_EQ(back.status, 200) << back.body;
  EXPECT_EQ(articles_.bytes("refund.md"), "# Refund\n\nIntro\n");
  EXPECT_EQ(shown("history")["revisions"].size(), 4U);

  const auto late = articles_.post("refund/revert", {{"revision", first}}, {{"if-match", old}});
  EXPECT_EQ(slug_of(late), "precondition-failed");
  EXPECT_EQ(articles_.post("refund/revert", {{"revision", "HEAD"}}, {{"if-match", "*"}}).status,
            400);
}

TEST_F(HistoryRoutesTest, TheHistoryGoesBackBeyondAMove) {
  ASSERT_EQ(articles_.post("refund/move", {{"path", "payments/refund.md"}}).status, 200);
  const auto log = shown("history");
  ASSERT_EQ(log["revisions"].size(), 4U) << "by its former id";
  EXPECT_EQ(log["revisions"][3]["path"], "refund.md");
  const auto version = get("versions/" + log["revisions"][3]["id"].get<std::string>());
  EXPECT_EQ(version.body, "# Refund\n\nIntro\n");
}

TEST_F(HistoryRoutesTest, CustomersHearOfNoVersion) {
  for (const auto& rest : {std::string("history"), std::string("blame"), "versions/" + commits_[0],
                           "versions/" + commits_[0] + "/difference"})
    EXPECT_EQ(get(rest, Role::kCustomer).status, 403) << rest;
}

TEST_F(HistoryRoutesTest, WhileSomebodyMergesNothingIsSaved) {
  articles_.write(".git/MERGE_HEAD", std::string(40, '1') + "\n");
  const auto refused = articles_.put("refund", "four\n", {{"if-match", "*"}});
  EXPECT_EQ(slug_of(refused), "conflict");
  EXPECT_NE(articles_.bytes("refund.md"), "four\n");
}

TEST(HistoryRoutesWithoutTest, WhereThereIsNoRepositoryThereIsNoHistory) {
  EditedArticles articles(Files{{"refund.md", "one\n"}});
  const auto shown = [&](const std::string& rest) {
    return articles.ask(Role::kAgent, "GET", kArticles + "refund/" + rest);
  };
  EXPECT_EQ(
      json::parse(shown("history").body),
      (json{{"history", false}, {"revisions", json::array()}, {"next", nullptr}, {"cut", false}}));
  EXPECT_EQ(json::parse(shown("blame").body),
            (json{{"history", false}, {"passages", json::array()}}));
  EXPECT_EQ(shown("versions/" + std::string(40, '1')).status, 404);
}

}  // namespace
}  // namespace aplomb::http::test
