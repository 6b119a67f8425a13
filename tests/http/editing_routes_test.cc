// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

#include "http/etag.h"
#include "tests/http/edited_articles.h"

namespace aplomb::http::test {
namespace {

using desk::Role;
using nlohmann::json;

const Fields kNew{{"if-none-match", "*"}};

Fields based_on(std::string_view etag) {
  return {{"if-match", std::string(etag)}};
}

const std::string kArticles = "/api/v1/articles/";

TEST(EditingRoutesTest, ANewArticleIsStoredByteForByteAndItsTagReplacesIt) {
  EditedArticles articles;
  const std::string text = "---\r\ntitle:  Late   refund \r\n---\r\n\r\nAsk for the date.\t\r\n";

  const auto made = articles.put("late-refund", text, kNew);

  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_EQ(articles.bytes("late-refund.md"), text);
  EXPECT_EQ(made.header("Location"), kArticles + "late-refund");
  const auto saved = json::parse(made.body);
  EXPECT_EQ(saved["path"], "late-refund.md");
  EXPECT_EQ(saved["etag"], *made.header("ETag"));
  EXPECT_EQ(saved["commit"], nullptr);
  EXPECT_EQ(saved["searchable"], false);

  const auto replaced = articles.put("late-refund", "two", based_on(*made.header("ETag")));
  EXPECT_EQ(replaced.status, 200) << replaced.body;
  EXPECT_FALSE(replaced.header("Location"));
  EXPECT_NE(replaced.header("ETag"), made.header("ETag"));
  EXPECT_EQ(articles.bytes("late-refund.md"), "two");
}

TEST(EditingRoutesTest, TheTagThatAReaderHoldsIsGoodForASave) {
  EditedArticles articles(Files{{"refund.md", "one"}});
  for (const auto& tag : {articles.etag("refund"), gzip_etag(articles.etag("refund")),
                          "\"other\", " + articles.etag("refund")}) {
    EXPECT_EQ(articles.put("refund", "one", based_on(tag)).status, 200) << tag;
  }
  EXPECT_EQ(articles.put("refund", "one", based_on("W/" + articles.etag("refund"))).status, 412);
  EXPECT_EQ(articles.put("refund", "one", based_on("*")).status, 200);
}

TEST(EditingRoutesTest, ReadersGetTheBytesThatLieInTheFolder) {
  const std::string text = "---\r\ntitle: Refund\r\n# of the team\r\n---\r\nTen days.\r\n";
  EditedArticles articles(Files{{"refund.md", text}});
  EXPECT_EQ(articles.source("refund").body, text);

  articles.write("refund.md", text + "More.\r\n");
  EXPECT_EQ(articles.source("refund").body, text + "More.\r\n") << "the index has not followed";
  const auto held =
      articles.ask(Role::kAgent, "GET", kArticles + "refund",
                   {{"accept", "text/markdown"}, {"if-none-match", articles.etag("refund")}});
  EXPECT_EQ(held.status, 304);
}

TEST(EditingRoutesTest, CustomersGetWhatIsForThemAndNoBytesOfTheFolder) {
  EditedArticles articles(
      Files{{"refund.md", "---\nid: refund\n---\nLedger.\n\n> [!CUSTOMER]\n> Ten days.\n"}});
  const Fields markdown{{"accept", "text/markdown"}};

  const auto own = articles.ask(Role::kCustomer, "GET", kArticles + "refund", markdown);
  const auto seen =
      articles.ask(Role::kEditor, "GET", kArticles + "refund?view=customer", markdown);

  EXPECT_EQ(own.status, 200);
  EXPECT_NE(own.body.find("Ten days."), std::string::npos);
  EXPECT_EQ(own.body.find("Ledger"), std::string::npos);
  EXPECT_EQ(own.body.find("id: refund"), std::string::npos);
  EXPECT_EQ(seen.body, own.body);
  EXPECT_EQ(seen.header("ETag"), own.header("ETag"));
}

TEST(EditingRoutesTest, WithoutWhatItIsBasedOnNothingIsSaved) {
  EditedArticles articles(Files{{"refund.md", "one"}});
  for (const Fields& conditions : {Fields{}, Fields{{"if-none-match", articles.etag("refund")}},
                                   Fields{{"if-none-match", ""}}})
    EXPECT_EQ(slug_of(articles.put("refund", "two", conditions)), "condition-required");
  EXPECT_EQ(articles.ask(Role::kEditor, "DELETE", kArticles + "refund").status, 428);
  EXPECT_EQ(articles.post("refund/revert", {{"revision", std::string(40, '1')}}).status, 428);
  EXPECT_EQ(articles.bytes("refund.md"), "one");
}

TEST(EditingRoutesTest, WhoIsBehindIsShownWhatIsThereNow) {
  EditedArticles articles(Files{{"refund.md", "one"}});
  const auto seen = articles.etag("refund");
  articles.write("refund.md", "from a shell");

  for (const auto& response :
       {articles.put("refund", "two", based_on(seen)), articles.put("refund", "two", kNew),
        articles.ask(Role::kEditor, "DELETE", kArticles + "refund", based_on(seen)),
        articles.post("refund/archive", nullptr, based_on(seen)),
        articles.post("refund/move", {{"path", "b.md"}}, based_on(seen))}) {
    EXPECT_EQ(response.status, 412);
    const auto current = json::parse(response.body)["current"];
    EXPECT_EQ(current["markdown"], "from a shell");
    EXPECT_EQ(current["etag"], articles.etag("refund"));
  }
  EXPECT_EQ(articles.bytes("refund.md"), "from a shell");
}

TEST(EditingRoutesTest, OfWhatIsGoneThereIsNothingToShow) {
  EditedArticles articles;
  const auto response = articles.put("refund", "two", based_on("*"));

  EXPECT_EQ(slug_of(response), "precondition-failed");
  EXPECT_TRUE(json::parse(response.body)["current"].is_null());
  EXPECT_FALSE(articles.has("refund.md"));
}

TEST(EditingRoutesTest, OnlyMarkdownIsTaken) {
  EditedArticles articles;
  for (const auto* const type : {"application/json", "text/plain", "", "text/markdownish"}) {
    auto headers = kNew;
    headers.emplace_back("content-type", type);
    EXPECT_EQ(articles.ask(Role::kEditor, "PUT", kArticles + "a", headers, "text").status, 415)
        << type;
  }
  auto headers = kNew;
  headers.emplace_back("content-type", "Text/Markdown; charset=UTF-8");
  EXPECT_EQ(articles.ask(Role::kEditor, "PUT", kArticles + "a", headers, "text").status, 201);
}

TEST(EditingRoutesTest, WhatCantBeStoredIsToldWithWhatIsAtFault) {
  EditedArticles articles(Files{{"refund.md", "one"}});
  struct Row {
    const char *target, *body, *fault;
  };
  for (const auto& [target, body, fault] : {Row{"a", "---\nid: other\n---\n", "parameter id"},
                                            Row{"a?path=b/c.md", "text", "parameter path"},
                                            Row{"a?path=notes.txt", "text", "parameter path"},
                                            Row{"a", "\xFF\xFE", ""}, Row{"a", "caf\xE9", ""}}) {
    const auto response = articles.put(target, body, kNew);
    EXPECT_EQ(slug_of(response), "unprocessable") << target;
    EXPECT_EQ(fault_of(response), fault) << target;
  }
  const auto moved = articles.post("refund/move", {{"path", "notes.txt"}});
  EXPECT_EQ(slug_of(moved), "unprocessable");
  EXPECT_EQ(fault_of(moved), "pointer /path");
}

TEST(EditingRoutesTest, NoPathLeadsOutOfTheFolderOrIntoWhatIsHidden) {
  EditedArticles articles(Files{{"refund.md", "one"}});
  const aplomb::test::TempDir outside;
  std::filesystem::create_directory_symlink(outside.path(), articles.folder() / "linked");
  for (const auto* const path :
       {"../out.md", "/etc/out.md", "a/../../out.md", ".git/hooks/out.md", "a/.hidden/out.md",
        ".out.md", "a//out.md", "./out.md", "linked/out.md", "..%2Fout.md", "out%00.md"}) {
    const auto made = articles.put("out?path=" + std::string(path), "---\nid: out\n---\n", kNew);
    EXPECT_EQ(made.status, 400) << path << made.body;
    EXPECT_EQ(fault_of(made), "parameter path") << path;
    if (std::string_view(path).find('%') != std::string_view::npos) continue;  // no such in JSON
    const auto moved = articles.post("refund/move", {{"path", path}});
    EXPECT_EQ(moved.status, 400) << path << moved.body;
    EXPECT_EQ(fault_of(moved), "pointer /path") << path;
  }
  EXPECT_TRUE(std::filesystem::is_empty(outside.path()));
  EXPECT_EQ(articles.bytes("refund.md"), "one");
  EXPECT_FALSE(articles.has(".git"));
}

TEST(EditingRoutesTest, WhatIsNoIdIsNoneToSaveUnder) {
  EditedArticles articles;
  for (const auto* const id : {"Refund", "a_b", "-a", "%2e%2e%2fa", "a%00b"}) {
    const auto response = articles.put(id, "text", kNew);
    EXPECT_EQ(slug_of(response), "invalid-argument") << id;
    EXPECT_EQ(fault_of(response), "parameter id") << id;
  }
  EXPECT_TRUE(std::filesystem::is_empty(articles.folder()));
}

TEST(EditingRoutesTest, AFormerIdLeadsOnAndIsGivenToNobodyElse) {
  EditedArticles articles(Files{{"refund.md", "# Refund\n"}});

  const auto moved = articles.post("refund/move", {{"path", "payments/refund.md"}});

  ASSERT_EQ(moved.status, 200) << moved.body;
  EXPECT_EQ(json::parse(moved.body)["id"], "payments-refund");
  EXPECT_EQ(articles.bytes("payments/refund.md"), "---\naliases: [refund]\n---\n# Refund\n");
  const auto former = articles.source("refund");
  EXPECT_EQ(former.status, 308);
  EXPECT_EQ(former.header("Location"), kArticles + "payments-refund");
  EXPECT_EQ(articles.put("refund", "new", kNew).status, 409);
  EXPECT_EQ(articles.put("refund", "new", based_on("*")).status, 409);
  EXPECT_FALSE(articles.has("refund.md"));
  articles.index();
  EXPECT_EQ(articles.ask(Role::kAgent, "GET", kArticles + "refund").status, 308);
}

TEST(EditingRoutesTest, NoMoveGivesAnArticleTheIdOfAnother) {
  EditedArticles articles(Files{{"a.md", "one"}, {"other.md", "---\nid: b\n---\n"}});

  const auto moved = articles.post("a/move", {{"path", "b.md"}});

  EXPECT_EQ(slug_of(moved), "conflict") << moved.body;
  EXPECT_EQ(articles.bytes("a.md"), "one");
  EXPECT_FALSE(articles.has("b.md"));
}

TEST(EditingRoutesTest, AnArticleMayComeBackToWhereItLay) {
  EditedArticles articles(Files{{"a.md", "one"}});
  ASSERT_EQ(articles.post("a/move", {{"path", "b.md"}}).status, 200);
  const auto back = articles.post("b/move", {{"path", "a.md"}});
  ASSERT_EQ(back.status, 200) << back.body;
  EXPECT_EQ(json::parse(back.body)["id"], "a");
}

TEST(EditingRoutesTest, ArchivingRestoringAndReviewingChangeOneLine) {
  EditedArticles articles(
      Files{{"refund.md", "---\nconfidence: validated  # by legal\n---\r\nText"}});
  EXPECT_EQ(articles.post("refund/archive").status, 200);
  EXPECT_EQ(articles.bytes("refund.md"), "---\nconfidence: archived  # by legal\n---\r\nText");
  EXPECT_EQ(articles.post("refund/restore").status, 200);
  EXPECT_EQ(articles.bytes("refund.md"), "---\nconfidence: not-validated  # by legal\n---\r\nText");
  const auto reviewed = articles.post("refund/reviewed");
  EXPECT_EQ(reviewed.status, 200);
  EXPECT_EQ(articles.bytes("refund.md"),
            "---\nconfidence: not-validated  # by legal\nlast_reviewed: " +
                aplomb::to_string(today()) + "\n---\r\nText");
  EXPECT_EQ(reviewed.header("ETag"), articles.etag("refund"));
}

TEST(EditingRoutesTest, WhatCantBeChangedSafelyIsLeftAsItIs) {
  const std::string toml = "+++\ntitle = \"A\"\n+++\nText\n";
  EditedArticles articles(Files{{"refund.md", toml}});
  for (const auto* const change : {"refund/archive", "refund/reviewed"})
    EXPECT_EQ(slug_of(articles.post(change)), "conflict");
  EXPECT_EQ(articles.bytes("refund.md"), toml);
}

TEST(EditingRoutesTest, WhatIsNotThereIsNotFound) {
  EditedArticles articles;
  for (const auto* const change : {"refund/archive", "refund/restore", "refund/reviewed"})
    EXPECT_EQ(articles.post(change).status, 404) << change;
  EXPECT_EQ(articles.post("refund/move", {{"path", "b.md"}}).status, 404);
  EXPECT_EQ(articles.post("refund/merge", {{"base", ""}, {"yours", "a"}}).status, 404);
  EXPECT_EQ(articles.source("refund").status, 404);
}

TEST(EditingRoutesTest, AnArticleIsTakenAway) {
  EditedArticles articles(Files{{"refund.md", "one"}});
  const auto gone = articles.ask(Role::kEditor, "DELETE", kArticles + "refund",
                                 based_on(articles.etag("refund")));
  EXPECT_EQ(gone.status, 204);
  EXPECT_FALSE(articles.has("refund.md"));
  EXPECT_EQ(articles.source("refund").status, 404);
}

TEST(EditingRoutesTest, WhoseArticleItIsMaySayThatItIsStillRight) {
  EditedArticles articles(Files{{"refund.md", "---\nowner: Payments-KB\n---\n"},
                                {"plans.md", "---\nowner: plans-kb\n---\n"}});
  auto& here = articles.here();
  static_cast<void>(here.person(Role::kAgent));
  desk::PersonChange joins;
  joins.team = "payments-kb";
  value_of(here.desk().people().change(desk::Actor::server("test"), "p-agent", joins));
  const auto says = [&](const std::string& target) {
    return here.ask("POST", kArticles + target, here.browser(Role::kAgent)).status;
  };

  EXPECT_EQ(says("refund/reviewed"), 200);
  EXPECT_EQ(says("plans/reviewed"), 403);
  EXPECT_EQ(says("refund/archive"), 403);
}

TEST(EditingRoutesTest, JsonSaysWhatItsReaderMayDo) {
  EditedArticles articles(
      Files{{"refund.md", "---\nid: refund\n---\n> [!CUSTOMER]\n> Ten days.\n"}});
  const auto shown = [&](Role role) {
    return json::parse(articles.ask(role, "GET", kArticles + "refund").body);
  };

  EXPECT_EQ(shown(Role::kEditor)["may"], (json{{"save", true}, {"review", true}, {"flag", true}}));
  EXPECT_EQ(shown(Role::kEditor)["version_etag"], articles.etag("refund"));
  EXPECT_EQ(shown(Role::kAgent)["may"], (json{{"save", false}, {"review", false}, {"flag", true}}));
  EXPECT_EQ(shown(Role::kAgent)["version_etag"], nullptr);
  EXPECT_FALSE(shown(Role::kCustomer).contains("may"));
  EXPECT_FALSE(
      json::parse(articles.ask(Role::kEditor, "GET", kArticles + "refund?view=customer").body)
          .contains("may"));
}

TEST(EditingRoutesTest, WhoReadsWithoutANameMayDoNothing) {
  IdentityOptions open;
  open.anonymous = Role::kAgent;
  EditedArticles articles(Files{{"refund.md", "one"}}, {.identity = open});
  const auto shown = articles.here().ask("GET", kArticles + "refund");

  EXPECT_FALSE(json::parse(shown.body).contains("may"));
  EXPECT_EQ(articles.here().ask("PUT", kArticles + "refund", based_on("*"), "two").status, 401);
}

TEST(EditingRoutesTest, TwoTextsAreMergedAndNothingIsSaved) {
  EditedArticles articles(Files{{"refund.md", "# A\n\none\n\n\n\ntwo\n"}});
  articles.write("refund.md", "# A\n\none\n\n\n\nTWO\n");

  const auto merged = articles.post(
      "refund/merge", {{"base", "# A\n\none\n\n\n\ntwo\n"}, {"yours", "# A\n\nONE\n\n\n\ntwo\n"}});

  ASSERT_EQ(merged.status, 200) << merged.body;
  const auto told = json::parse(merged.body);
  EXPECT_EQ(told["markdown"], "# A\n\nONE\n\n\n\nTWO\n");
  EXPECT_EQ(told["conflicts"], 0);
  EXPECT_EQ(told["etag"], articles.etag("refund"));
  EXPECT_EQ(articles.bytes("refund.md"), "# A\n\none\n\n\n\nTWO\n");
}

TEST(EditingRoutesTest, WhatBothChangedIsMarked) {
  EditedArticles articles(Files{{"refund.md", "theirs\n"}});
  const auto merged =
      json::parse(articles.post("refund/merge", {{"base", "one\n"}, {"yours", "yours\n"}}).body);
  EXPECT_EQ(merged["conflicts"], 1);
  EXPECT_NE(merged["markdown"].get<std::string>().find("<<<<<<<"), std::string::npos);
}

TEST(EditingRoutesTest, WhatWasDoneStandsInTheAuditLogUnderWhoDidIt) {
  EditedArticles articles;
  auto headers = articles.here().browser(Role::kEditor);
  headers.emplace_back("content-type", "text/markdown");
  headers.emplace_back("if-none-match", "*");
  ASSERT_EQ(articles.here().ask("PUT", kArticles + "refund", headers, "one").status, 201);

  const auto newest = value_of(articles.here().desk().audit().list(1)).at(0);
  EXPECT_EQ(newest.actor, "p-editor");
  EXPECT_EQ(newest.action, "article.create");
  EXPECT_EQ(newest.subject, "refund");
}

TEST(EditingRoutesTest, APageOfAnotherSiteChangesNothing) {
  EditedArticles articles(Files{{"refund.md", "one"}});
  auto headers = articles.here().browser(Role::kEditor);
  for (auto& [name, value] : headers)
    if (name == "sec-fetch-site") value = "cross-site";
  for (const auto* const change : {"archive", "restore", "reviewed"})
    EXPECT_EQ(slug_of(articles.here().ask("POST", kArticles + "refund/" + change, headers)),
              "cross-site");
  EXPECT_EQ(articles.bytes("refund.md"), "one");
}

TEST(EditingRoutesTest, AServerWithoutArticlesToChangeSaysSo) {
  const aplomb::test::TempIndex index{aplomb::test::article("refund")};
  TestService here(index.dir());
  const auto response = here.ask("POST", kArticles + "refund/archive", {here.token(Role::kEditor)});
  EXPECT_EQ(slug_of(response), "unavailable");
}

}  // namespace
}  // namespace aplomb::http::test
