// SPDX-License-Identifier: GPL-3.0-or-later
// Tokens, and the audit log that tells of them.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/http/test_service.h"

namespace aplomb::http::test {
namespace {

using aplomb::test::article;
using aplomb::test::TempIndex;
using desk::Role;
using nlohmann::json;

class TokenRoutesTest : public testing::Test {
 protected:
  Response send(std::string method, std::string_view target, const json& body = nullptr) {
    return here_.ask(std::move(method), target, headers_, body.is_null() ? "" : body.dump());
  }
  Response add(const json& body) { return send("POST", "/api/v1/tokens", body); }

  /// The rows of the log by cursor, `limit` at a time, as a client follows them.
  std::vector<std::int64_t> audit_ids(std::size_t limit) {
    std::vector<std::int64_t> ids;
    std::string cursor;
    do {
      const auto page = json::parse(
          send("GET", "/api/v1/audit?limit=" + std::to_string(limit) + "&cursor=" + cursor).body);
      EXPECT_LE(page["entries"].size(), limit);
      for (const auto& entry : page["entries"]) ids.push_back(entry["id"]);
      cursor = page["next"].is_null() ? "" : page["next"].get<std::string>();
    } while (!cursor.empty() && ids.size() < 1000);
    return ids;
  }

  TempIndex index_{article("refund")};
  TestService here_{index_.dir()};
  Fields headers_ = [this] {
    auto fields = here_.browser(Role::kAdmin);
    fields.emplace_back("content-type", "application/json");
    return fields;
  }();
};

TEST_F(TokenRoutesTest, ATokenIsShownOnceAndOpensTheDoor) {
  const auto response = add({{"name", "CRM"}, {"role", "agent"}});

  EXPECT_EQ(response.status, 201) << response.body;
  EXPECT_EQ(response.header("Cache-Control"), "no-store");
  const auto token = json::parse(response.body);
  const auto secret = token["secret"].get<std::string>();
  EXPECT_EQ(here_.ask("GET", "/api/v1/articles", {{"authorization", "Bearer " + secret}}).status,
            200);
  const auto list = send("GET", "/api/v1/tokens").body;
  EXPECT_EQ(list.find(secret), std::string::npos);
  EXPECT_EQ(json::parse(list)["tokens"][0]["created_by"], "p-admin");
  EXPECT_EQ(json::parse(list)["tokens"][0]["expires"], nullptr);
}

TEST_F(TokenRoutesTest, ATokenCanEndByItself) {
  const auto token =
      json::parse(add({{"name", "CRM"}, {"role", "agent"}, {"expires_in", "90d"}}).body);

  EXPECT_TRUE(token["expires"].is_string()) << token;
}

TEST_F(TokenRoutesTest, ARevokedTokenOpensNothingFromThenOn) {
  const auto token = json::parse(add({{"name", "CRM"}, {"role", "admin"}}).body);
  const auto path = "/api/v1/tokens/" + token["id"].dump();

  EXPECT_EQ(send("DELETE", path).status, 204);

  const auto secret = "Bearer " + token["secret"].get<std::string>();
  EXPECT_EQ(here_.ask("GET", "/api/v1/articles", {{"authorization", secret}}).status, 401);
  EXPECT_EQ(send("DELETE", path).status, 409);
}

TEST_F(TokenRoutesTest, WhatIsWrongWithAFieldPointsAtIt) {
  const auto pointer = [&](const json& body) {
    const auto response = add(body);
    EXPECT_EQ(response.status, 400) << response.body;
    return json::parse(response.body).at("errors").at(0).at("pointer").get<std::string>();
  };
  EXPECT_EQ(pointer({{"role", "agent"}}), "/name");
  EXPECT_EQ(pointer({{"name", "CRM"}}), "/role") << "rights are never given by default";
  EXPECT_EQ(pointer({{"name", "CRM"}, {"role", "root"}}), "/role");
  EXPECT_EQ(pointer({{"name", "..."}, {"role", "agent"}}), "/name");
  EXPECT_EQ(pointer({{"name", "a\nb"}, {"role", "agent"}}), "/name");
  for (const auto* const span : {"", "soon", "0d", "-1d", "90", "99999d", "1d1d"})
    EXPECT_EQ(pointer({{"name", "CRM"}, {"role", "agent"}, {"expires_in", span}}), "/expires_in")
        << span;
  EXPECT_EQ(json::parse(send("GET", "/api/v1/tokens").body)["tokens"].size(), 0U);
}

TEST_F(TokenRoutesTest, WhatIsNoTokenIsNotFound) {
  for (const auto* const id : {"0", "-1", "999", "99999999999999999999", "x", "1x", "%31%00", ""})
    EXPECT_EQ(send("DELETE", "/api/v1/tokens/" + std::string(id)).status, 404) << id;
}

TEST_F(TokenRoutesTest, TheAuditLogIsReadInPagesThatLoseAndRepeatNothing) {
  for (int i = 0; i < 6; ++i) (void)add({{"name", "t" + std::to_string(i)}, {"role", "agent"}});
  const auto all = audit_ids(1000);
  ASSERT_EQ(all.size(), 8U) << "the admin, their sign-in, and six tokens";
  EXPECT_TRUE(std::ranges::is_sorted(all, std::greater<>())) << "newest first";
  for (const std::size_t limit : {1U, 3U, 4U, 8U}) EXPECT_EQ(audit_ids(limit), all) << limit;
}

TEST_F(TokenRoutesTest, APageOfTheAuditLogHasItsBounds) {
  for (const auto* const query :
       {"limit=0", "limit=1001", "limit=x", "limit=-1", "cursor=0", "cursor=x", "cursor=-1",
        "cursor=9223372036854775808", "cursor=1;DROP"})
    EXPECT_EQ(send("GET", "/api/v1/audit?" + std::string(query)).status, 400) << query;
  const auto end = json::parse(send("GET", "/api/v1/audit?cursor=1").body);
  EXPECT_EQ(end["entries"].size(), 0U);
  EXPECT_EQ(end["next"], nullptr);
}

TEST_F(TokenRoutesTest, TheAuditLogHoldsNoSecret) {
  const auto token = json::parse(add({{"name", "CRM"}, {"role", "agent"}}).body);
  (void)send("POST", "/api/v1/session", {{"name", "my secret words"}, {"password", "x"}});
  const auto log = send("GET", "/api/v1/audit").body;

  EXPECT_EQ(log.find(token["secret"].get<std::string>()), std::string::npos);
  EXPECT_EQ(log.find("my secret words"), std::string::npos)
      << "people type their password into the wrong field";
  EXPECT_NE(log.find("sign-in.failed"), std::string::npos);
}

}  // namespace
}  // namespace aplomb::http::test
