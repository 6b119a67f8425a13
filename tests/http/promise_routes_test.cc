// SPDX-License-Identifier: GPL-3.0-or-later
// Promises over the API. What is decided about them is tested in tests/desk/promises_test.cc.
#include <gtest/gtest.h>

#include <atomic>
#include <nlohmann/json.hpp>
#include <string>

#include "tests/http/test_service.h"

namespace aplomb::http::test {
namespace {

using aplomb::test::article;
using aplomb::test::TempIndex;
using desk::Role;
using nlohmann::json;
using namespace std::chrono_literals;

class PromiseRoutesTest : public testing::Test {
 protected:
  PromiseRoutesTest() {
    articles_.write("aplomb.yaml",
                    "calendar: {time_zone: Europe/Berlin, hours: {start: \"08:00\", end: "
                    "\"18:00\"}}\n");
  }

  Response send(std::string method, std::string_view target, const Fields& who,
                const json& fields = {}) {
    Fields headers = who;
    if (!fields.is_null()) headers.emplace_back("content-type", "application/json");
    return service_.ask(std::move(method), target, headers, fields.is_null() ? "" : fields.dump());
  }
  Fields agent() { return service_.browser(Role::kAgent); }
  Fields lead() { return service_.browser(Role::kLead); }
  Fields tool(Role role = Role::kAgent) { return {service_.token(role)}; }

  json get(std::string_view target, const Fields& who) {
    const auto response = send("GET", target, who);
    EXPECT_EQ(response.status, 200) << response.body;
    EXPECT_NE(std::ranges::find(response.headers,
                                std::pair<std::string, std::string>{"Cache-Control", "no-store"}),
              response.headers.end());
    return json::parse(response.body);
  }
  json make(const Fields& who, const json& more = {}) {
    json fields{{"article", "refund"}, {"case", "C-1234"}, {"amount", "120 EUR"}};
    if (!more.is_null()) fields.update(more);
    const auto made = send("POST", "/api/v1/promises", who, fields);
    EXPECT_EQ(made.status, 201) << made.body;
    return json::parse(made.body);
  }
  /// The status, and which field is at fault.
  std::string refused(const Fields& who, const json& changed) {
    json fields{{"article", "refund"}, {"case", "C-1234"}, {"amount", "120 EUR"}};
    fields.update(changed);
    const auto response = send("POST", "/api/v1/promises", who, fields);
    const auto body = json::parse(response.body);
    return std::to_string(response.status) +
           (body.contains("errors") ? " " + body["errors"][0]["pointer"].get<std::string>() : "");
  }
  static std::string address(const json& promise) {
    return "/api/v1/promises/" + std::to_string(promise["id"].get<int>());
  }

  static Article promising(const std::string& id, Confidence confidence = Confidence::kValidated) {
    return article(id).title("Late refunds").customer("Check the date.").with([&](Article& one) {
      one.confidence = confidence;
      one.empathy = "I know it is hard to wait.";
      one.aliases = {{"old-" + id}};
      one.promise = {"refund visible", "10 working days", "200 EUR", "agent"};
    });
  }

  std::atomic<desk::Time> now_ =
      desk::Time(std::chrono::sys_days(std::chrono::year(2027) / 1 / 15)) + 8h;  // a Friday
  aplomb::test::TempDir articles_;
  TempIndex index_{promising("refund"), promising("gone", Confidence::kArchived),
                   article("plain").title("Nothing to promise").body("It is so.")};
  TestService service_{index_.dir(),
                       {.articles = articles_.path(), .now = [this] { return now_.load(); }}};
};

TEST_F(PromiseRoutesTest, APromiseIsMadeAndListed) {
  const auto made = make(agent(), {{"article", "old-refund"}, {"call", "c-17"}});
  EXPECT_EQ(made["article"],
            (json{{"id", "refund"}, {"title", "Late refunds"}, {"url", "/a/refund"}}));
  EXPECT_EQ(made["by"], (json{{"name", "p-agent"}, {"display_name", "p-agent"}}));
  EXPECT_EQ(made["due"], "2027-01-29T17:00:00Z");
  EXPECT_EQ(made["warn_at"], "2027-01-27T09:45:00Z");
  EXPECT_EQ(made["state"], "open");
  EXPECT_EQ(made["standing"], "ok");
  EXPECT_EQ(made["say"]["made"],
            "I know it is hard to wait. I promise you: refund visible. By Friday, 29 January at "
            "the latest.");
  const auto page = get("/api/v1/promises", agent());
  EXPECT_EQ(page["promises"], json::array({made}));
  EXPECT_TRUE(page["next"].is_null());
  EXPECT_EQ(get("/api/v1/promises?whose=team", lead())["promises"].size(), 1U);
  EXPECT_TRUE(get("/api/v1/promises?whose=mine", lead())["promises"].empty());
}

TEST_F(PromiseRoutesTest, TheSummaryAndTheStandingFollowTheTime) {
  make(agent());
  const auto summary = [&] { return get("/api/v1/promises/summary", agent()); };
  EXPECT_EQ(summary(), (json{{"open", 1}, {"soon", 0}, {"late", 0}}));
  now_ = now_.load() + 24h * 12 + 2h;
  EXPECT_EQ(summary(), (json{{"open", 1}, {"soon", 1}, {"late", 0}}));
  EXPECT_EQ(get("/api/v1/promises", agent())["promises"][0]["standing"], "soon");
  now_ = now_.load() + 24h * 3;
  EXPECT_EQ(summary(), (json{{"open", 1}, {"soon", 0}, {"late", 1}}));
  const auto late = get("/api/v1/promises", agent())["promises"][0];
  EXPECT_EQ(late["standing"], "late");
  EXPECT_NE(late["say"]["notice"].get<std::string>().find("It was due by Friday, 29 January"),
            std::string::npos);
}

TEST_F(PromiseRoutesTest, TermsAreThoseOfWhoAsks) {
  const auto terms = get("/api/v1/promises/terms?article=old-refund", tool());
  EXPECT_EQ(terms["article"]["id"], "refund");
  EXPECT_EQ(terms["what"], "refund visible");
  EXPECT_EQ(terms["due"], "2027-01-29T17:00:00Z");
  EXPECT_EQ(terms["limit"], "200 EUR");
  EXPECT_EQ(terms["may"], true);
  EXPECT_EQ(terms["who"], "lead");
  for (const char* id : {"gone", "plain", "nowhere"}) {
    const auto response = send("GET", "/api/v1/promises/terms?article=" + std::string(id), agent());
    EXPECT_EQ(response.status, 404) << id;
    EXPECT_FALSE(json::parse(response.body)["hint"].get<std::string>().empty());
  }
  EXPECT_EQ(send("GET", "/api/v1/promises/terms", agent()).status, 400);
  EXPECT_EQ(send("GET", "/api/v1/promises/terms?article=../x", agent()).status, 400);
}

TEST_F(PromiseRoutesTest, WhatCannotBePromisedNamesTheField) {
  EXPECT_EQ(refused(agent(), {{"article", "gone"}}), "422 /article");
  EXPECT_EQ(refused(agent(), {{"article", "plain"}}), "422 /article");
  EXPECT_EQ(refused(agent(), {{"article", "nowhere"}}), "422 /article");
  EXPECT_EQ(refused(agent(), {{"case", "Anna Meier"}}), "422 /case");
  EXPECT_EQ(refused(agent(), {{"amount", nullptr}}), "422 /amount");
  EXPECT_EQ(refused(agent(), {{"amount", "much"}}), "422 /amount");
  EXPECT_EQ(refused(agent(), {{"due", "2020-01-01T10:00Z"}}), "422 /due");
  EXPECT_EQ(refused(agent(), {{"due", "2027-01-20"}}), "400 /due") << "a day is no time";
  EXPECT_EQ(refused(agent(), {{"case", nullptr}}), "400 /case");
  EXPECT_EQ(refused(agent(), {{"call", std::string(101, 'x')}}), "400 /call");
  EXPECT_EQ(refused(agent(), {{"what", "the moon"}}), "400 /what");
  EXPECT_EQ(refused(agent(), {{"amount", "500 EUR"}}), "403");
  EXPECT_EQ(refused(tool(), {{"amount", "100 CHF"}}), "403");
  EXPECT_TRUE(get("/api/v1/promises?state=all", agent())["promises"].empty());
  make(lead(), {{"amount", "500 EUR"}});
}

TEST_F(PromiseRoutesTest, ItIsMovedKeptAndBroken) {
  const auto first = make(agent()), second = make(agent());
  const auto moved =
      send("PATCH", address(first), agent(),
           {{"due", "2027-02-01T18:00:00+01:00"}, {"reason", "the bank"}, {"from", first["due"]}});
  ASSERT_EQ(moved.status, 200) << moved.body;
  const auto body = json::parse(moved.body);
  EXPECT_EQ(body["due"], "2027-02-01T17:00:00Z");
  EXPECT_EQ(body["moved"], json::array({{{"at", "2027-01-15T08:00:00Z"},
                                         {"from", "2027-01-29T17:00:00Z"},
                                         {"to", "2027-02-01T17:00:00Z"},
                                         {"reason", "the bank"}}}));
  EXPECT_EQ(send("PATCH", address(first), lead(),
                 {{"due", "2027-02-02T18:00+01:00"}, {"reason", "x"}, {"from", first["due"]}})
                .status,
            412);
  EXPECT_EQ(send("PATCH", address(first), agent(), {{"state", "kept"}}).status, 200);
  EXPECT_EQ(send("PATCH", address(first), agent(), {{"state", "kept"}}).status, 200);
  EXPECT_EQ(send("PATCH", address(first), agent(), {{"state", "broken"}}).status, 409);
  const auto broken = send("PATCH", address(second), lead(),
                           {{"state", "broken"}, {"reason", "we lost it, 0170 1234567"}});
  ASSERT_EQ(broken.status, 200) << broken.body;
  EXPECT_EQ(json::parse(broken.body)["reason"], "we lost it, [number]");
  EXPECT_TRUE(json::parse(broken.body)["standing"].is_null());
  EXPECT_EQ(get("/api/v1/promises?state=broken", agent())["promises"].size(), 1U);
  EXPECT_EQ(get("/api/v1/promises?state=all", agent())["promises"].size(), 2U);
}

TEST_F(PromiseRoutesTest, AChangeThatMeansNothingIsRefused) {
  const auto at = address(make(agent()));
  for (const json& fields :
       {json::object(), json{{"state", "open"}}, json{{"reason", "why"}},
        json{{"state", "kept"}, {"due", "2027-02-01T18:00Z"}}, json{{"due", "2027-02-01T18:00Z"}},
        json{{"due", "soon"}, {"reason", "x"}}, json{{"from", "2027-02-01T18:00Z"}},
        json{{"state", "kept"}, {"reason", std::string(501, 'x')}}, json{{"case", "C-2"}}})
    EXPECT_EQ(send("PATCH", at, agent(), fields).status, 400) << fields;
  for (const char* id : {"99", "0", "-1", "x", "99999999999999999999"})
    EXPECT_EQ(
        send("PATCH", "/api/v1/promises/" + std::string(id), agent(), {{"state", "kept"}}).status,
        404)
        << id;
}

TEST_F(PromiseRoutesTest, WhoMayNotKnowOfItIsToldThatThereIsNone) {
  const auto at = address(make(agent()));
  const auto none = send("PATCH", at, tool(), {{"state", "kept"}});
  EXPECT_EQ(none.status, 404);
  EXPECT_EQ(send("PATCH", at, tool(Role::kLead), {{"state", "kept"}}).status, 403);
  EXPECT_EQ(send("PATCH", at, service_.browser(Role::kCustomer), {{"state", "kept"}}).status, 403);
  EXPECT_EQ(send("GET", "/api/v1/promises?team=red", tool()).status, 403);
  EXPECT_EQ(send("PATCH", at, tool(Role::kAdmin), {{"state", "kept"}}).status, 200);
}

TEST_F(PromiseRoutesTest, TheLedgerComesInPages) {
  for (int i = 0; i < 5; ++i) make(agent());
  std::size_t seen = 0, pages = 0;
  std::string next;
  do {
    const auto page =
        get("/api/v1/promises?limit=2" + (next.empty() ? "" : "&cursor=" + next), agent());
    seen += page["promises"].size();
    next = page["next"].is_null() ? "" : page["next"].get<std::string>();
  } while (!next.empty() && ++pages < 5);
  EXPECT_EQ(seen, 5U);
  for (const char* query : {"whose=yours", "state=late", "limit=0", "limit=201", "cursor=x",
                            "cursor=1", "cursor=1.x", "cursor=.", "cursor=1.99999999999999999999"})
    EXPECT_EQ(send("GET", "/api/v1/promises?" + std::string(query), agent()).status, 400) << query;
}

TEST_F(PromiseRoutesTest, OfWhoWasRemovedNoNameIsLeft) {
  make(agent());
  ASSERT_TRUE(service_.desk().people().remove(desk::Actor::server("test"), "p-agent"));
  const auto response = send("GET", "/api/v1/promises?whose=team", lead());
  EXPECT_TRUE(json::parse(response.body)["promises"][0]["by"].is_null());
  EXPECT_EQ(response.body.find("p-agent"), std::string::npos);
}

}  // namespace
}  // namespace aplomb::http::test
