// SPDX-License-Identifier: GPL-3.0-or-later
// Drafts and templates over the API.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "http/etag.h"
#include "tests/http/test_service.h"

namespace aplomb::http::test {
namespace {

using aplomb::test::article;
using aplomb::test::TempIndex;
using desk::Role;
using nlohmann::json;

constexpr std::string_view kDraft = "/api/v1/articles/refund/draft";

class DraftRoutesTest : public testing::Test {
 protected:
  Response send(std::string method, std::string_view target, Fields headers = {},
                std::string body = {}) {
    headers.push_back(service_.token(Role::kEditor));
    headers.emplace_back("content-type", "text/markdown");
    return service_.ask(std::move(method), target, headers, std::move(body));
  }
  std::string put(const std::string& markdown, Fields headers) {
    const auto response = send("PUT", kDraft, std::move(headers), markdown);
    EXPECT_LT(response.status, 300) << response.body;
    return std::string(response.header("etag").value_or(""));
  }

  aplomb::test::TempDir articles_;
  TempIndex index_{article("refund").title("Refund").body("Check.")};
  TestService service_{index_.dir(), {.articles = articles_.path()}};
};

TEST_F(DraftRoutesTest, ADraftIsBegunReadListedAndGivenUp) {
  const auto begun =
      send("PUT", kDraft, {{"if-none-match", "*"}, {"aplomb-base", "\"v1-md\""}}, "# Refunds\r\n");
  ASSERT_EQ(begun.status, 201) << begun.body;
  EXPECT_EQ(begun.header("location"), kDraft);
  const std::string etag(begun.header("etag").value());

  const auto read = send("GET", kDraft);
  EXPECT_EQ(read.body, "# Refunds\r\n");
  EXPECT_EQ(read.content_type, "text/markdown; charset=utf-8");
  EXPECT_EQ(read.header("etag"), etag);
  EXPECT_EQ(read.header("aplomb-base"), "\"v1-md\"");
  EXPECT_EQ(send("GET", kDraft, {{"if-none-match", etag}}).status, 304);

  const auto list = json::parse(send("GET", "/api/v1/drafts").body)["drafts"];
  ASSERT_EQ(list.size(), 1U);
  EXPECT_EQ(list[0]["id"], "refund");
  EXPECT_EQ(list[0]["title"], "Refunds");
  EXPECT_EQ(list[0]["base_etag"], "\"v1-md\"");
  EXPECT_EQ(list[0]["live"], true);

  EXPECT_EQ(send("DELETE", kDraft, {{"if-match", etag}}).status, 204);
  EXPECT_EQ(send("GET", kDraft).status, 404);
}

TEST_F(DraftRoutesTest, AChangeNamesTheVersionItIsBasedOn) {
  const auto first = put("one", {{"if-none-match", "*"}});
  EXPECT_EQ(send("PUT", kDraft, {}, "two").status, 428);
  const auto second = put("two", {{"if-match", first}});
  const auto stale = send("PUT", kDraft, {{"if-match", first}}, "three");
  ASSERT_EQ(stale.status, 412);
  EXPECT_EQ(json::parse(stale.body)["current"], (json{{"etag", second}, {"markdown", "two"}}));
  EXPECT_EQ(send("PUT", kDraft, {{"if-none-match", "*"}}, "three").status, 412);
  EXPECT_EQ(send("DELETE", kDraft, {{"if-match", first}}).status, 412);
  EXPECT_EQ(send("DELETE", kDraft).status, 428);
  // the form that was read compressed is the same version
  EXPECT_EQ(send("PUT", kDraft, {{"if-match", gzip_etag(second)}}, "three").status, 200);
  EXPECT_EQ(send("PUT", kDraft, {{"if-match", "*"}}, "four").status, 200);
}

TEST_F(DraftRoutesTest, WhatIsNoDraftIsRefused) {
  const Fields begin{{"if-none-match", "*"}};
  EXPECT_EQ(send("PUT", kDraft, begin, "\xff").status, 400);
  EXPECT_EQ(send("PUT", "/api/v1/articles/No%20Id/draft", begin, "text").status, 400);
  EXPECT_EQ(send("PUT", kDraft, {{"if-none-match", "*"}, {"aplomb-base", "v1"}}, "x").status, 400);
  EXPECT_EQ(service_
                .ask("PUT", kDraft,
                     {service_.token(Role::kEditor),
                      {"content-type", "application/json"},
                      {"if-none-match", "*"}},
                     "{}")
                .status,
            415);
}

TEST_F(DraftRoutesTest, NoReaderFindsWhatIsOnlyADraft) {
  put("# Zephyrfold\n", {{"if-none-match", "*"}});
  for (const auto role : {Role::kCustomer, Role::kAgent, Role::kLead, Role::kAdmin}) {
    const auto page = service_.ask("GET", "/api/v1/search?q=zephyrfold", {service_.token(role)});
    EXPECT_TRUE(json::parse(page.body)["hits"].empty());
  }
  for (const auto role : {Role::kCustomer, Role::kAgent, Role::kLead})
    EXPECT_EQ(service_.ask("GET", kDraft, {service_.token(role)}).status, 403);
}

TEST_F(DraftRoutesTest, EachKindHasATemplateAndTheHousesOwnComesFirst) {
  articles_.write(".templates/tip.md", "---\nkind: tip\n---\nOurs\n");
  const auto list = json::parse(send("GET", "/api/v1/templates").body)["templates"];
  ASSERT_EQ(list.size(), 6U);
  EXPECT_EQ(list[0]["kind"], "tip");
  EXPECT_EQ(list[0]["markdown"], "---\nkind: tip\n---\nOurs\n");
  EXPECT_EQ(list[1]["kind"], "procedure");
  EXPECT_EQ(list[1]["name"], "Procedure");
  EXPECT_NE(list[1]["markdown"].get<std::string>().find("## Resolution"), std::string::npos);
}

}  // namespace
}  // namespace aplomb::http::test
