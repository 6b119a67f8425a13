// SPDX-License-Identifier: GPL-3.0-or-later
// Notices over the API, and above the hits of searches.
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

class NoticeRoutesTest : public testing::Test {
 protected:
  Response send(std::string method, std::string_view target, Role role, const json& fields = {}) {
    Fields headers{service_.token(role)};
    if (!fields.is_null()) headers.emplace_back("content-type", "application/json");
    return service_.ask(std::move(method), target, headers, fields.is_null() ? "" : fields.dump());
  }
  json get(std::string_view target, Role role = Role::kAgent) {
    const auto response = send("GET", target, role);
    EXPECT_EQ(response.status, 200) << response.body;
    return json::parse(response.body);
  }
  static json outage(const std::string& audience = "internal") {
    return {{"title", "Card payments fail"},
            {"text", "Ask for a transfer."},
            {"audience", audience},
            {"queries", {"card payment"}},
            {"expires", "2026-01-12T10:00+01:00"}};
  }
  /// Its address.
  std::string publish(const json& notice) {
    const auto added = send("POST", "/api/v1/notices", Role::kLead, notice);
    EXPECT_EQ(added.status, 201) << added.body;
    const auto address =
        "/api/v1/notices/" + std::to_string(json::parse(added.body)["id"].get<int>());
    EXPECT_EQ(send("POST", address + "/publish", Role::kLead).status, 200);
    return address;
  }

  std::atomic<desk::Time> now_ =
      desk::Time(std::chrono::sys_days(std::chrono::year(2026) / 1 / 12)) + std::chrono::hours(8);
  TempIndex index_{article("refund").title("Refund to a card").customer("Check the date.")};
  TestService service_{index_.dir(), {.now = [this] { return now_.load(); }}};
};

TEST_F(NoticeRoutesTest, ALeadPublishesInTwoStepsAndEverybodySeesItAboveTheirHits) {
  const auto draft = send("POST", "/api/v1/notices", Role::kLead, outage());
  ASSERT_EQ(draft.status, 201) << draft.body;
  const auto body = json::parse(draft.body);
  EXPECT_EQ(body["state"], "draft");
  EXPECT_EQ(body["expires"], "2026-01-12T09:00:00Z");
  EXPECT_TRUE(body["starts"].is_null());
  EXPECT_TRUE(get("/api/v1/notices")["notices"].empty());
  EXPECT_EQ(get("/api/v1/notices?all=1", Role::kLead)["notices"].size(), 1U);

  EXPECT_EQ(send("POST", "/api/v1/notices/1/publish", Role::kLead).status, 200);
  EXPECT_EQ(get("/api/v1/notices")["notices"][0]["state"], "published");
  EXPECT_EQ(get("/api/v1/search?q=my+card+payments")["notices"],
            json::parse(R"([{"id": 1, "title": "Card payments fail", "text": "Ask for a transfer.",
                             "expires": "2026-01-12T09:00:00Z"}])"));
  EXPECT_TRUE(get("/api/v1/search?q=card")["notices"].empty());

  now_ = now_.load() + std::chrono::hours(1);
  EXPECT_TRUE(get("/api/v1/notices")["notices"].empty());
  EXPECT_TRUE(get("/api/v1/search?q=card+payment")["notices"].empty());
}

TEST_F(NoticeRoutesTest, NothingOfAnInternalNoticeReachesCustomers) {
  publish(outage());
  for (const auto& [role, view] : {std::pair(Role::kCustomer, ""),
                                   {Role::kAgent, "view=customer"},
                                   {Role::kAdmin, "view=customer"}}) {
    const std::string more = view;
    EXPECT_TRUE(get("/api/v1/notices?" + more, role)["notices"].empty());
    EXPECT_TRUE(get("/api/v1/search?q=card+payment&" + more, role)["notices"].empty());
  }
  EXPECT_TRUE(get("/api/v1/notices?all=1&view=customer", Role::kLead)["notices"].empty());
}

TEST_F(NoticeRoutesTest, OfOneForCustomersTheyAreToldNeitherAuthorNorQueries) {
  publish(outage("customer"));
  const auto notice = get("/api/v1/notices", Role::kCustomer)["notices"].at(0);
  EXPECT_EQ(notice["title"], "Card payments fail");
  EXPECT_TRUE(notice["queries"].empty());
  EXPECT_TRUE(notice["author"].is_null());
  EXPECT_EQ(get("/api/v1/search?q=card+payment", Role::kCustomer)["notices"].size(), 1U);
}

TEST_F(NoticeRoutesTest, ItIsChangedAndEnded) {
  const auto address = publish(outage());
  const auto changed = send("PATCH", address, Role::kLead,
                            {{"title", "Payments fail"}, {"starts", "2026-01-12T08:30Z"}});
  ASSERT_EQ(changed.status, 200) << changed.body;
  EXPECT_EQ(json::parse(changed.body)["title"], "Payments fail");
  EXPECT_TRUE(get("/api/v1/notices")["notices"].empty()) << "it has not started";
  EXPECT_EQ(send("PATCH", address, Role::kLead, {{"starts", ""}}).status, 200);
  EXPECT_EQ(get("/api/v1/notices")["notices"].size(), 1U);
  EXPECT_EQ(send("DELETE", address, Role::kLead).status, 204);
  EXPECT_TRUE(get("/api/v1/notices")["notices"].empty());
  EXPECT_EQ(send("DELETE", address, Role::kLead).status, 409);
  EXPECT_EQ(get("/api/v1/notices?all=1", Role::kLead)["notices"][0]["state"], "ended");
}

TEST_F(NoticeRoutesTest, WhatIsWrongIsNamed) {
  for (const auto& [name, value] :
       std::initializer_list<std::pair<std::string, json>>{{"title", nullptr},
                                                           {"expires", "soon"},
                                                           {"expires", "2025-01-01"},
                                                           {"starts", "soon"},
                                                           {"audience", "everybody"},
                                                           {"queries", "card"},
                                                           {"queries", {1}},
                                                           {"colour", "red"}}) {
    auto fields = outage();
    fields[name] = value;
    const auto refused = send("POST", "/api/v1/notices", Role::kLead, fields);
    EXPECT_EQ(refused.status, 400) << name << ": " << refused.body;
    EXPECT_EQ(json::parse(refused.body)["errors"][0]["pointer"], "/" + name);
  }
}

TEST_F(NoticeRoutesTest, OnlyLeadsSeeDraftsAndOnlyNumbersAreNotices) {
  EXPECT_EQ(send("GET", "/api/v1/notices?all=1", Role::kAgent).status, 403);
  for (const char* const id : {"7", "x", "-1", "99999999999999999999"})
    EXPECT_EQ(send("DELETE", std::string("/api/v1/notices/") + id, Role::kLead).status, 404) << id;
}

}  // namespace
}  // namespace aplomb::http::test
