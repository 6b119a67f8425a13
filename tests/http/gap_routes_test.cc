// SPDX-License-Identifier: GPL-3.0-or-later
// Gaps over the API, and beside the hits of searches.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "desk/gap_watch.h"
#include "tests/http/edited_articles.h"

namespace aplomb::http::test {
namespace {

using desk::Role;
using nlohmann::json;

class GapRoutesTest : public testing::Test {
 protected:
  Response send(std::string method, std::string_view target, Role role,
                const json& fields = nullptr) {
    Fields headers;
    if (!fields.is_null()) headers.emplace_back("content-type", "application/json");
    return house_.ask(role, std::move(method), target, headers,
                      fields.is_null() ? "" : fields.dump());
  }
  /// As the person of that role.
  Response send_as_person(std::string method, std::string_view target, Role role,
                          const json& fields = nullptr) {
    auto headers = house_.here().browser(role);
    if (!fields.is_null()) headers.emplace_back("content-type", "application/json");
    return house_.here().ask(std::move(method), target, headers,
                             fields.is_null() ? "" : fields.dump());
  }
  json get(std::string_view target, Role role = Role::kAgent) {
    const auto response = send("GET", target, role);
    EXPECT_EQ(response.status, 200) << response.body;
    return json::parse(response.body);
  }
  /// Its address.
  std::string gap_of(const std::string& question) {
    const auto response = send("POST", "/api/v1/gaps", Role::kAgent, {{"question", question}});
    EXPECT_EQ(response.status, 201) << response.body;
    return "/api/v1/gaps/" + std::to_string(json::parse(response.body)["id"].get<int>());
  }

  EditedArticles house_{{{"plus.md",
                          "---\ntitle: What Plus costs\ndepartment: plans\nowner: "
                          "plus-kb\n---\nNine euros.\n"},
                         {"aplomb.yaml",
                          "gaps: {within: 2 working days, hold: One moment.}\n"
                          "departments:\n  - {id: plans, owner: plans-kb}\n"}}};
};

TEST_F(GapRoutesTest, AGapSaysWhoAnswersItWhenAndWhatToTellTheCaller) {
  const auto response = send("POST", "/api/v1/gaps", Role::kAgent,
                             {{"question", "Plus for a parish"}, {"note", "by Friday"}});
  ASSERT_EQ(response.status, 201) << response.body;
  EXPECT_EQ(response.header("Cache-Control"), "no-store");
  const auto gap = json::parse(response.body);
  EXPECT_EQ(gap["question"], "Plus for a parish");
  EXPECT_EQ(gap["state"], "open");
  EXPECT_EQ(gap["asked"], (json{{"today", 1}, {"total", 1}, {"people", 1}}));
  EXPECT_EQ(gap["hold"], "One moment.");
  EXPECT_EQ(gap["owner"], "plans-kb");
  EXPECT_EQ(gap["department"], "plans");
  EXPECT_EQ(gap["nearest"][0]["title"], "What Plus costs");
  EXPECT_EQ(gap["notes"], json::array({"by Friday"}));
  EXPECT_TRUE(gap["article"].is_null());
  EXPECT_TRUE(gap["reason"].is_null());
  EXPECT_EQ(gap["asked_by_me"], true);

  const auto again =
      send_as_person("POST", "/api/v1/gaps", Role::kAgent, {{"question", "parish: plus?"}});
  EXPECT_EQ(again.status, 200) << again.body;
  EXPECT_EQ(json::parse(again.body)["asked"]["people"], 2);
}

TEST_F(GapRoutesTest, OnlyNamedColleaguesHearOfItInTheirOwnView) {
  gap_of("Drone insurance in Malta");
  const std::string typed = "/api/v1/search?q=malta+drone+insurance+";
  EXPECT_EQ(get(typed)["gap"]["question"], "Drone insurance in Malta");
  EXPECT_FALSE(get(typed, Role::kCustomer).contains("gap"));
  EXPECT_FALSE(get(typed + "&view=customer").contains("gap"));
  EXPECT_FALSE(get("/api/v1/search?q=what+plus+costs+").contains("gap"));
  EXPECT_FALSE(get("/api/v1/search?q=").contains("gap"));

  EXPECT_EQ(send("GET", "/api/v1/gaps?view=customer", Role::kAgent).status, 400);
  EXPECT_EQ(send("GET", "/api/v1/gaps", Role::kCustomer).status, 403);
}

TEST_F(GapRoutesTest, WhatIsNoQuestionIsRefusedAtItsField) {
  for (const auto& question : {json(""), json("?!"), json(7), json(std::string("a\0b", 3)),
                               json(std::string(501, 'a')), json(std::string(60'000, 'a'))}) {
    const auto refused = send("POST", "/api/v1/gaps", Role::kAgent, {{"question", question}});
    EXPECT_EQ(refused.status, 400) << refused.body;
    EXPECT_EQ(fault_of(refused), "pointer /question") << refused.body;
  }
  const auto call = send("POST", "/api/v1/gaps", Role::kAgent,
                         {{"question", "drone"}, {"call", std::string(101, 'c')}});
  EXPECT_EQ(fault_of(call), "pointer /call");
  EXPECT_EQ(get("/api/v1/gaps")["gaps"].size(), 0U);
}

TEST_F(GapRoutesTest, LeadsChangeIt) {
  const auto gap = gap_of("Drone insurance");
  EXPECT_EQ(send("PATCH", gap, Role::kAgent, {{"owner", "x"}}).status, 403);
  const auto changed =
      send("PATCH", gap, Role::kLead, {{"owner", "drones-kb"}, {"due", "2199-01-12T09:00Z"}});
  EXPECT_EQ(changed.status, 400) << "that is far away";
  EXPECT_EQ(json::parse(send("PATCH", gap, Role::kLead, {{"owner", "drones-kb"}}).body)["owner"],
            "drones-kb");
  EXPECT_EQ(get("/api/v1/gaps?owner=drones-kb")["gaps"].size(), 1U);

  EXPECT_EQ(fault_of(send("PATCH", gap, Role::kLead, {{"state", "dismissed"}})), "pointer /reason");
  EXPECT_EQ(fault_of(send("PATCH", gap, Role::kLead, {{"state", "closed"}})), "pointer /state");
  const auto dismissed =
      send("PATCH", gap, Role::kLead, {{"state", "dismissed"}, {"reason", "We insure none."}});
  EXPECT_EQ(json::parse(dismissed.body)["reason"], "We insure none.");
  EXPECT_FALSE(get("/api/v1/search?q=drone+insurance+").contains("gap"));
  EXPECT_EQ(get("/api/v1/gaps")["gaps"].size(), 0U);
  EXPECT_EQ(get("/api/v1/gaps?state=dismissed&state=closed")["gaps"].size(), 1U);
  EXPECT_EQ(send("PATCH", gap, Role::kLead, {{"state", "dismissed"}, {"reason", "x"}}).status, 409);
  EXPECT_EQ(send("PATCH", gap, Role::kLead, {{"state", "open"}}).status, 200);
  EXPECT_EQ(get("/api/v1/gaps?state=all")["gaps"][0]["state"], "open");
  for (const auto* const gone : {"/api/v1/gaps/99", "/api/v1/gaps/x", "/api/v1/gaps/-1"})
    EXPECT_EQ(send("PATCH", gone, Role::kLead, {{"owner", "x"}}).status, 404) << gone;
}

TEST_F(GapRoutesTest, TheListIsPaged) {
  for (const auto* const question : {"drone insurance", "parish discount", "tax receipt"})
    gap_of(question);
  const auto first = get("/api/v1/gaps?limit=2");
  EXPECT_EQ(first["gaps"].size(), 2U);
  const auto rest = get("/api/v1/gaps?limit=2&cursor=" + first["next"].get<std::string>());
  EXPECT_EQ(rest["gaps"].size(), 1U);
  EXPECT_TRUE(rest["next"].is_null());
  EXPECT_EQ(get("/api/v1/gaps?mine=1")["gaps"].size(), 3U);
  EXPECT_EQ(get("/api/v1/gaps?mine=1", Role::kLead)["gaps"].size(), 0U);
  for (const auto* const wrong : {"limit=101", "state=lost", "mine=maybe", "cursor=x"})
    EXPECT_EQ(send("GET", std::string("/api/v1/gaps?") + wrong, Role::kAgent).status, 400);
}

TEST_F(GapRoutesTest, AnArticleIsBegunInTheCallersWords) {
  const auto gap = gap_of("drone insurance abroad");
  const auto made = send("POST", gap + "/article", Role::kEditor, {{"kind", "procedure"}});
  ASSERT_EQ(made.status, 201) << made.body;
  const auto saved = json::parse(made.body);
  EXPECT_EQ(saved["id"], "drone-insurance-abroad");
  EXPECT_EQ(made.header("Location"), "/api/v1/articles/drone-insurance-abroad");
  const auto text = house_.bytes("drone-insurance-abroad.md");
  EXPECT_NE(text.find("kind: \"procedure\""), text.npos) << text;
  EXPECT_NE(text.find("test_queries:\n  - \"drone insurance abroad\""), text.npos) << text;
  house_.index();
  const auto listed = get("/api/v1/gaps")["gaps"][0];
  EXPECT_EQ(listed["state"], "writing");
  EXPECT_EQ(listed["article"]["title"], "Drone insurance abroad");
  EXPECT_EQ(get("/api/v1/search?q=drone+insurance+abroad")["gap"]["state"], "writing")
      << "what is found first is not finished";
  EXPECT_EQ(send("POST", gap + "/article", Role::kEditor, json::object()).status, 409);

  // what cannot be saved leaves the gap open
  const auto other = gap_of("parish discount");
  EXPECT_EQ(send("POST", other + "/article", Role::kEditor, {{"id", "plus"}}).status, 409);
  EXPECT_EQ(send("POST", other + "/article", Role::kEditor, {{"id", "Not An Id"}}).status, 400);
  EXPECT_EQ(send("POST", other + "/article", Role::kEditor, {{"kind", "poem"}}).status, 400);
  EXPECT_EQ(send("POST", other + "/article", Role::kEditor, {{"path", "../x.md"}}).status, 400);
  EXPECT_EQ(get("/api/v1/gaps?state=open")["gaps"].size(), 1U);
  EXPECT_EQ(send("POST", "/api/v1/gaps/99/article", Role::kEditor, json::object()).status, 404);
  // an id that somebody has makes another
  gap_of("what plus costs in Malta");
  EXPECT_EQ(
      json::parse(send("POST", other + "/article", Role::kEditor, {{"title", "Plus"}, {"id", ""}})
                      .body)["id"],
      "plus-2");
}

TEST_F(GapRoutesTest, NewsAreOfPersonsAndTheirOwn) {
  const auto asked = send_as_person("POST", "/api/v1/gaps", Role::kAgent,
                                    {{"question", "drone insurance abroad"}});
  const auto id = json::parse(asked.body)["id"].get<int>();
  value_of(house_.here().desk().gaps().close({id}, {"plus"}));

  const auto news = [&](Role role) {
    return json::parse(send_as_person("GET", "/api/v1/me/news", role).body)["news"];
  };
  ASSERT_EQ(news(Role::kAgent).size(), 1U);
  EXPECT_EQ(news(Role::kAgent)[0]["kind"], "gap_closed");
  EXPECT_EQ(news(Role::kAgent)[0]["article"]["url"], "/a/plus");
  EXPECT_EQ(news(Role::kLead).size(), 0U);
  EXPECT_EQ(send("GET", "/api/v1/me/news", Role::kAgent).status, 403) << "a tool is nobody";
  EXPECT_EQ(send_as_person("GET", "/api/v1/me/news", Role::kCustomer).status, 403);

  const auto one = "/api/v1/me/news/" + std::to_string(news(Role::kAgent)[0]["id"].get<int>());
  EXPECT_EQ(send_as_person("DELETE", one, Role::kLead).status, 404);
  EXPECT_EQ(send_as_person("DELETE", one, Role::kAgent).status, 204);
  EXPECT_EQ(send_as_person("DELETE", one, Role::kAgent).status, 404);
  EXPECT_EQ(send_as_person("DELETE", "/api/v1/me/news/x", Role::kAgent).status, 404);
  EXPECT_EQ(news(Role::kAgent).size(), 0U);
}

}  // namespace
}  // namespace aplomb::http::test
