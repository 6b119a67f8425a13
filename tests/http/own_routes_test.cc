// SPDX-License-Identifier: GPL-3.0-or-later
// What somebody keeps for themselves, over the API.
#include <gtest/gtest.h>

#include <atomic>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/http/test_service.h"

namespace aplomb::http::test {
namespace {

using namespace std::chrono_literals;
using aplomb::test::article;
using aplomb::test::TempIndex;
using desk::Role;
using nlohmann::json;

class OwnRoutesTest : public testing::Test {
 protected:
  Response send(std::string method, std::string_view target, const std::string& body = {},
                Role role = Role::kAgent) {
    auto headers = service_.browser(role);
    headers.emplace_back("content-type", "application/json");
    return service_.ask(std::move(method), "/api/v1" + std::string(target), headers, body);
  }
  json get(std::string_view target, Role role = Role::kAgent) {
    const auto response = send("GET", target, {}, role);
    EXPECT_EQ(response.status, 200) << target << response.body;
    return json::parse(response.body);
  }
  json add(const json& note) {
    const auto response = send("POST", "/me/notes", note.dump());
    EXPECT_EQ(response.status, 201) << response.body;
    return json::parse(response.body);
  }

  TempIndex index_{article("refund")
                       .title("Refund to a card")
                       .body("Direct debit takes ten days.")
                       .with([](Article& changed) { changed.aliases = {{"old-refund"}}; }),
                   article("wifi").title("Slow wifi").body("Restart the hub.")};
  std::atomic<desk::Time> now_ = desk::Time(std::chrono::seconds(1'800'000'000));
  TestService service_{index_.dir(), {.now = [this] { return now_.load(); }}};
};

TEST_F(OwnRoutesTest, AStarIsGivenByAnyIdAndShownUnderTheNameOfToday) {
  EXPECT_EQ(send("PUT", "/me/stars/old-refund").status, 204);
  EXPECT_EQ(send("PUT", "/me/stars/refund").status, 204);
  EXPECT_EQ(send("PUT", "/me/stars/none").status, 404);
  const auto stars = get("/me/stars")["stars"];
  ASSERT_EQ(stars.size(), 1U);
  EXPECT_EQ(stars[0]["id"], "refund");
  EXPECT_EQ(stars[0]["title"], "Refund to a card");
  EXPECT_EQ(stars[0]["url"], "/a/refund");
  EXPECT_EQ(stars[0]["gone"], false);
  EXPECT_EQ(send("DELETE", "/me/stars/old-refund").status, 204);
  EXPECT_EQ(send("DELETE", "/me/stars/none").status, 204);
  EXPECT_TRUE(get("/me/stars")["stars"].empty());
}

TEST_F(OwnRoutesTest, AStarAndANoteOfAFormerIdFollowTheArticleAndStayWhenItIsGone) {
  const auto person = service_.person(Role::kAgent).id;
  for (const char* const id : {"old-refund", "gone-one"}) {
    const desk::NamedArticle named{.id = {id}, .title = "As it was", .former = {}};
    value_of(service_.desk().stars().add(person, named));
    value_of(service_.desk().own_notes().add(person, named, "", "text"));
  }
  for (const auto& star : get("/me/stars")["stars"]) {
    EXPECT_EQ(star["title"], star["gone"] == true ? "As it was" : "Refund to a card");
    EXPECT_EQ(star["id"], star["gone"] == true ? "gone-one" : "refund");
  }
  EXPECT_EQ(get("/me/notes?article=refund")["notes"].size(), 1U);
  EXPECT_EQ(get("/me/notes?article=gone-one")["notes"][0]["article"]["gone"], true);
  EXPECT_EQ(send("DELETE", "/me/stars/gone-one").status, 204);
  EXPECT_EQ(get("/me/stars")["stars"].size(), 1U);
}

TEST_F(OwnRoutesTest, ANoteIsWrittenChangedAndRemoved) {
  const auto note = add({{"article", "old-refund"}, {"title", "T"}, {"text", "Ask\nfirst"}});
  EXPECT_EQ(note["article"]["id"], "refund");
  EXPECT_EQ(note["offered"], nullptr);
  const auto target = "/me/notes/" + note["id"].dump();
  const auto changed = send("PATCH", target, R"({"text": "Ask last"})");
  EXPECT_EQ(json::parse(changed.body)["title"], "T");
  EXPECT_EQ(get("/me/notes")["notes"][0]["text"], "Ask last");
  EXPECT_EQ(send("DELETE", target).status, 204);
  EXPECT_EQ(send("DELETE", target).status, 404);
  EXPECT_EQ(send("PATCH", "/me/notes/x", R"({"text": "y"})").status, 404);
  EXPECT_EQ(send("POST", "/me/notes", R"({"article": "none", "text": "x"})").status, 404);
  EXPECT_EQ(send("POST", "/me/notes", R"({"text": ""})").status, 400);
}

TEST_F(OwnRoutesTest, AnErrorNamesWhatIsWrongAndRepeatsNothing) {
  const auto refused = send("POST", "/me/notes", json{{"text", "wombat \x01"}}.dump());
  ASSERT_EQ(refused.status, 400);
  EXPECT_EQ(json::parse(refused.body)["errors"][0]["pointer"], "/text");
  EXPECT_EQ(refused.body.find("wombat"), std::string::npos);
  const auto shortcut = send("PUT", "/me/shortcuts/two%20words", R"({"text": "wombat"})");
  EXPECT_EQ(shortcut.status, 400);
  EXPECT_EQ(shortcut.body.find("wombat"), std::string::npos);
}

TEST_F(OwnRoutesTest, AnOfferedNoteIsADraftOfTheEditors) {
  const auto note = add({{"article", "refund"}, {"title", "Second line"}, {"text", "Ask."}});
  const auto target = "/me/notes/" + note["id"].dump() + "/offer";
  const auto offered = send("POST", target);
  ASSERT_EQ(offered.status, 201) << offered.body;
  EXPECT_EQ(json::parse(offered.body), (json{{"draft", "second-line"}}));
  EXPECT_EQ(send("POST", target).status, 409);
  const auto drafts = get("/drafts", Role::kEditor)["drafts"];
  ASSERT_EQ(drafts.size(), 1U);
  EXPECT_EQ(drafts[0]["author"], "p-agent");
  EXPECT_EQ(drafts[0]["title"], "Second line");
  EXPECT_EQ(get("/me/notes")["notes"][0]["offered"]["article"], "second-line");
}

TEST_F(OwnRoutesTest, ASearchWritesOutItsOwnersShortcutsAndSaysSo) {
  EXPECT_EQ(send("PUT", "/me/shortcuts/dd", R"({"text": "direct debit"})").status, 204);
  const auto mine = get("/search?q=DD");
  EXPECT_EQ(mine["query"], "DD") << "as typed";
  EXPECT_EQ(mine["interpretation"]["expanded"][0], (json{{"from", "DD"}, {"to", "direct debit"}}));
  EXPECT_EQ(mine["hits"][0]["id"], "refund");

  EXPECT_TRUE(get("/search?q=dd", Role::kLead)["interpretation"]["expanded"].empty());
  EXPECT_TRUE(get("/search?q=dd&exact=1")["interpretation"]["expanded"].empty());
  const auto customers = get("/search?q=dd&view=customer");
  EXPECT_EQ(customers,
            json::parse(
                service_.ask("GET", "/api/v1/search?q=dd", {service_.token(Role::kCustomer)}).body))
      << "byte for byte what customers are told";
  EXPECT_EQ(get("/me/shortcuts")["shortcuts"],
            (json::parse(R"([{"short": "dd", "text": "direct debit"}])")));
  EXPECT_EQ(send("DELETE", "/me/shortcuts/DD").status, 204);
  EXPECT_TRUE(get("/search?q=dd")["interpretation"]["expanded"].empty());
}

TEST_F(OwnRoutesTest, NoSharedCacheKeepsWhatDependsOnThePerson) {
  EXPECT_EQ(send("PUT", "/me/shortcuts/dd", R"({"text": "direct debit"})").status, 204);
  const auto search = send("GET", "/search?q=dd");
  EXPECT_NE(search.header("cache-control")->find("private"), std::string::npos);
  EXPECT_FALSE(search.header("etag"));
  for (const auto* const target : {"/me/stars", "/me/notes", "/me/shortcuts", "/me/recent",
                                   "/me/search?q=dd", "/me/since", "/me/export", "/me/data"}) {
    const auto response = send("GET", target);
    EXPECT_EQ(response.header("cache-control"), "no-store") << target;
    EXPECT_FALSE(response.header("etag")) << target;
  }
}

TEST_F(OwnRoutesTest, TheOwnSearchFindsNotesAndStars) {
  add({{"text", "For a direct debit ask for the mandate."}});
  add({{"article", "wifi"}, {"text", "Look at the lights."}});
  EXPECT_EQ(send("PUT", "/me/stars/refund").status, 204);
  EXPECT_EQ(send("PUT", "/me/stars/wifi").status, 204);
  EXPECT_EQ(send("PUT", "/me/shortcuts/dd", R"({"text": "direct debit"})").status, 204);
  const auto found = get("/me/search?q=dd");
  ASSERT_EQ(found["notes"].size(), 1U);
  EXPECT_EQ(found["notes"][0]["snippet"][1], (json{{"text", "direct"}, {"match", true}}));
  EXPECT_EQ(found["stars"], json::array({"refund"}));
  EXPECT_EQ(get("/me/search?q=wifi")["notes"][0]["article"]["id"], "wifi")
      << "by the title of its article";
  const auto nothing = get("/me/search?q=");
  EXPECT_TRUE(nothing["notes"].empty() && nothing["stars"].empty());
  EXPECT_TRUE(get("/me/search?q=debit", Role::kLead)["notes"].empty());
}

TEST_F(OwnRoutesTest, WhatWasOpenedStandsThereNewestFirst) {
  EXPECT_EQ(send("PUT", "/me/recent/refund").status, 204);
  now_ = now_.load() + 5s;
  EXPECT_EQ(send("PUT", "/me/recent/wifi").status, 204);
  EXPECT_EQ(send("PUT", "/me/recent/none").status, 404);
  const auto recent = get("/me/recent")["recent"];
  ASSERT_EQ(recent.size(), 2U);
  EXPECT_EQ(recent[0]["id"], "wifi");
}

TEST_F(OwnRoutesTest, SinceIsTheEndOfTheLastShiftUnlessATimeIsGiven) {
  (void)get("/search?q=refund");
  const auto end = now_.load();
  now_ = end + 14h;
  EXPECT_EQ(get("/me/since")["since"], timestamp(end));
  EXPECT_EQ(get("/me/since?at=2026-01-02T03:04:05Z")["since"], "2026-01-02T03:04:05Z");
  EXPECT_EQ(send("GET", "/me/since?at=yesterday").status, 400);
  EXPECT_EQ(send("PUT", "/me/since", R"({"at": "soon"})").status, 400);
  EXPECT_EQ(send("PUT", "/me/since", json{{"at", timestamp(end + 1h)}}.dump()).status, 204);
  EXPECT_EQ(get("/me/since")["since"], timestamp(end + 1h));
}

TEST_F(OwnRoutesTest, TheExportIsOneDocumentThatHostileTextsDoNotLeave) {
  add({{"article", "refund"}, {"title", "# [x](javascript:y)"}, {"text", "```\n# Stars\n````\n"}});
  EXPECT_EQ(send("PUT", "/me/stars/refund").status, 204);
  EXPECT_EQ(send("PUT", "/me/shortcuts/dd", R"({"text": "direct <debit>"})").status, 204);
  const auto text = send("GET", "/me/export").body;
  EXPECT_NE(text.find("### \\# \\[x\\](javascript:y)\n"), std::string::npos) << text;
  EXPECT_NE(text.find("`````markdown\n```\n# Stars\n````\n`````\n"), std::string::npos) << text;
  EXPECT_NE(text.find("- [Refund to a card](/a/refund)\n"), std::string::npos);
  EXPECT_NE(text.find("- dd: direct \\<debit\\>\n"), std::string::npos);
}

TEST_F(OwnRoutesTest, AllThatTheDeskHasIsHandedOverWithoutSecrets) {
  add({{"text", "my note"}});
  const auto data = get("/me/data");
  EXPECT_EQ(data["tables"]["own_notes"][0]["text"], "my note");
  EXPECT_EQ(data["tables"]["people"][0]["name"], "p-agent");
  EXPECT_FALSE(data["tables"]["people"][0].contains("password"));
  EXPECT_FALSE(data["tables"]["sessions"][0].contains("hash"));
  EXPECT_EQ(get("/me/data", Role::kCustomer)["tables"]["people"][0]["name"], "p-customer")
      << "customers have a right to it, too";
}

TEST_F(OwnRoutesTest, AnAdminErasesSomebodyWithTheirThings) {
  (void)service_.person(Role::kAgent);
  add({{"text", "my note"}});
  EXPECT_EQ(send("DELETE", "/users/p-agent?erase=maybe", {}, Role::kAdmin).status, 400);
  EXPECT_EQ(send("DELETE", "/users/p-agent?erase=1", {}, Role::kLead).status, 403);
  EXPECT_EQ(send("DELETE", "/users/p-agent?erase=1", {}, Role::kAdmin).status, 204);
  EXPECT_EQ(send("DELETE", "/users/p-agent?erase=1", {}, Role::kAdmin).status, 404);
  EXPECT_EQ(send("DELETE", "/users/p-admin?erase=1", {}, Role::kAdmin).status, 409);
  EXPECT_EQ(get("/audit", Role::kAdmin).dump().find("p-agent"), std::string::npos);
}

}  // namespace
}  // namespace aplomb::http::test
