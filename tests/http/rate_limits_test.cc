// SPDX-License-Identifier: GPL-3.0-or-later
// Who may ask how often, and what they are told: through the whole Service, with the real routes.
#include "http/rate_limits.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "http/rate_limit_fields.h"
#include "tests/http/test_service.h"

namespace aplomb::http::test {
namespace {

using namespace std::chrono_literals;
using aplomb::test::article;
using aplomb::test::TempIndex;
using desk::Role;
using nlohmann::json;

constexpr const char* kSearch = "/api/v1/search?q=refund";

class RateLimitsTest : public testing::Test {
 protected:
  static IdentityOptions identity() {
    IdentityOptions options;
    options.anonymous = Role::kCustomer;
    options.trusted_proxies = {value_of(Network::parse("127.0.0.1"))};
    options.user_header = "x-user";
    return options;
  }
  static Fields from(const std::string& address, Fields more = {}) {
    more.emplace_back("x-forwarded-for", address);
    return more;
  }

  Response ask(std::string_view target, Fields headers = {}) {
    return here_.ask("GET", target, std::move(headers));
  }
  int search(Fields headers = {}) { return ask(kSearch, std::move(headers)).status; }
  /// Searches until it is refused; how often it was not.
  int searches(const Fields& headers = {}) {
    for (int i = 0; i < 20; ++i)
      if (search(headers) == 429) return i;
    return 20;
  }

  RateLimit::Time now_{std::chrono::hours(1000)};
  RateLimits limits_{{.anonymous = {.requests = 3}}, [this] { return now_; }};
  TempIndex index_{article("refund").title("Refund to a card").body("Check the date.")};
  TestService here_{index_.dir(), {.identity = identity(), .limits = &limits_}};
};

TEST_F(RateLimitsTest, AnAnonymousReaderIsToldWhatIsLeft) {
  const auto response = ask(kSearch);

  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.header("RateLimit-Policy"), R"("anonymous";q=3;w=60)");
  EXPECT_EQ(response.header("RateLimit"), R"("anonymous";r=2;t=20)");
  EXPECT_FALSE(response.header("Retry-After"));
}

TEST_F(RateLimitsTest, WhoAsksTooOftenIsToldWhenToComeBackAndIsLetInThen) {
  EXPECT_EQ(searches(), 3);
  now_ += 5s;

  const auto refused = ask(kSearch);

  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(refused.content_type, "application/problem+json");
  EXPECT_EQ(refused.header("Retry-After"), "15");
  EXPECT_EQ(refused.header("RateLimit-Policy"), R"("anonymous";q=3;w=60)");
  EXPECT_EQ(refused.header("RateLimit"), R"("anonymous";r=0;t=15)");
  EXPECT_EQ(refused.header("Cache-Control"), "no-store");
  EXPECT_EQ(refused.header("X-Content-Type-Options"), "nosniff");
  const auto problem = json::parse(refused.body);
  EXPECT_EQ(problem["type"], "/problems/quota-exceeded");
  EXPECT_EQ(problem["status"], 429);
  EXPECT_EQ(problem["instance"], "/api/v1/search");
  EXPECT_EQ(problem["detail"],
            "Without signing in an address has 3 requests in 60 seconds, and this one has used "
            "them up.");
  EXPECT_EQ(problem["hint"],
            "Try again in 15 seconds. Who signs in or brings a token does not count here.");
  now_ += 15s;
  EXPECT_EQ(search(), 200);
}

TEST_F(RateLimitsTest, EachAddressHasItsOwnQuotaAndAnIpv6OneItsSlash64) {
  EXPECT_EQ(searches(from("192.0.2.1")), 3);
  EXPECT_EQ(searches(from("192.0.2.2")), 3);
  EXPECT_EQ(searches(from("2001:db8:1:2::1")), 3);
  EXPECT_EQ(searches(from("2001:db8:1:2:ffff::9")), 0);
  EXPECT_EQ(searches(from("2001:db8:1:3::1")), 3);
}

TEST_F(RateLimitsTest, OnlyATrustedProxySaysWhoseRequestItIs) {
  const auto from_elsewhere = [&](const std::string& claim) {
    Request request{.method = "GET", .path = "/api/v1/articles"};
    request.headers = {{"x-forwarded-for", claim}};
    request.peer = "198.51.100.7";
    return here_.answer(std::move(request)).status;
  };
  for (int i = 0; i < 3; ++i) EXPECT_EQ(from_elsewhere("192.0.2." + std::to_string(i)), 200);
  EXPECT_EQ(from_elsewhere("192.0.2.9"), 429);
}

TEST_F(RateLimitsTest, WhoIsKnownDoesNotCountAsAnonymous) {
  EXPECT_EQ(searches(), 3);
  for (const auto& known :
       {Fields{here_.token(Role::kAgent)}, here_.browser(Role::kAgent),
        Fields{{"x-user", here_.person(Role::kLead).name}, {"sec-fetch-site", "same-origin"}}}) {
    const auto response = ask(kSearch, known);
    EXPECT_EQ(response.status, 200);
    EXPECT_FALSE(response.header("RateLimit")) << "no limit governs it";
    EXPECT_FALSE(response.header("RateLimit-Policy"));
  }
  EXPECT_EQ(searches(from("192.0.2.1", {here_.token(Role::kAgent)})), 20);
  EXPECT_EQ(searches(from("192.0.2.1")), 3) << "and leaves the quota of its address alone";
}

TEST_F(RateLimitsTest, AWrongTokenIsNoWayAround) {
  const Fields wrong{{"authorization", "Bearer aplomb_wrong"}};
  for (int i = 0; i < 3; ++i) {
    const auto response = ask(kSearch, wrong);
    EXPECT_EQ(response.status, 401);
    EXPECT_EQ(response.header("RateLimit")->substr(0, 15),
              R"("anonymous";r=)" + std::to_string(2 - i));
  }
  EXPECT_EQ(search(wrong), 429);
  EXPECT_EQ(search(), 429) << "it is one quota";
  EXPECT_EQ(search({{"authorization", "Bearer a"}, {"authorization", "Bearer b"}}), 429);
  EXPECT_EQ(search({{"x-user", "nobody-here"}}), 429);
  EXPECT_EQ(search({{"cookie", "aplomb_session=stale"}}), 429);
}

TEST_F(RateLimitsTest, WhereNobodyReadsWithoutSigningInThoseWhoTryCountAsWell) {
  const TestService closed(index_.dir(), {.limits = &limits_});
  for (int i = 0; i < 3; ++i) EXPECT_EQ(closed.ask("GET", kSearch).status, 401);
  EXPECT_EQ(closed.ask("GET", kSearch).status, 429);
  EXPECT_EQ(closed.ask("GET", "/api/v1/users").status, 429);
}

TEST_F(RateLimitsTest, HealthIsNeverRefused) {
  limits_.set_quotas(
      {.anonymous = {.requests = 1}, .token = {.requests = 1}, .address = {.requests = 1}});
  for (int i = 0; i < 5; ++i)
    for (const auto* const path : {"/healthz", "/readyz"}) {
      const auto response = ask(path);
      EXPECT_EQ(response.status, 200) << path;
      EXPECT_FALSE(response.header("RateLimit")) << path;
    }
  EXPECT_EQ(search(), 200) << "nor does it count";
}

TEST_F(RateLimitsTest, AnAddressWithoutQuotaStillOpensThePageAndSignsIn) {
  const auto name = here_.person(Role::kAgent).name;
  EXPECT_EQ(searches(), 3);

  for (const auto* const path :
       {"/", "/assets/app.js", "/welcome", "/openapi.json", "/api/v1/session"})
    EXPECT_EQ(ask(path).status, 200) << path;
  const auto signed_in =
      here_.ask("POST", "/api/v1/session", {{"content-type", "application/json"}},
                json{{"name", name}, {"password", kPassword}}.dump());
  EXPECT_EQ(signed_in.status, 201) << signed_in.body;
  EXPECT_EQ(ask("/a/refund").status, 429) << "which reads";
}

TEST_F(RateLimitsTest, WhatTakesNoDecisionIsNotCounted) {
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(ask("/nowhere").status, 404);
    EXPECT_EQ(here_.ask("OPTIONS", "/api/v1/search").status, 204);
    EXPECT_EQ(here_.ask("TRACE", "/api/v1/search").status, 405);
    EXPECT_EQ(ask("/", {{"host", "rebound.example"}}).status, 421);
  }
  EXPECT_EQ(searches(), 3);
}

TEST_F(RateLimitsTest, TokensHaveAQuotaEachWhereOneIsSet) {
  EXPECT_EQ(searches({here_.token(Role::kAgent)}), 20) << "and none where it is not";
  limits_.set_quotas({.anonymous = {}, .token = {.requests = 2}});

  const auto first = ask(kSearch, {here_.token(Role::kAgent)});
  EXPECT_EQ(first.header("RateLimit-Policy"), R"("token";q=2;w=60)");
  EXPECT_EQ(first.header("RateLimit"), R"("token";r=1;t=30)");
  EXPECT_EQ(search(from("192.0.2.1", {here_.token(Role::kAgent)})), 200);
  const auto refused = ask(kSearch, from("192.0.2.2", {here_.token(Role::kAgent)}));
  EXPECT_EQ(refused.status, 429) << "from wherever it comes";
  EXPECT_EQ(json::parse(refused.body)["detail"],
            "A token has 2 requests in 60 seconds, and this one has used them up.");
  EXPECT_EQ(json::parse(refused.body)["hint"], "Try again in 30 seconds.");
  EXPECT_EQ(search({here_.token(Role::kLead)}), 200);
  EXPECT_EQ(searches(here_.browser(Role::kAgent)), 20) << "people are no tokens";
  EXPECT_EQ(searches(), 20) << "whose limit is off";
}

TEST_F(RateLimitsTest, AnAddressHasAQuotaOverAllWhereOneIsSet) {
  limits_.set_quotas({.anonymous = {.requests = 3}, .address = {.requests = 5}});

  EXPECT_EQ(search(here_.browser(Role::kAgent)), 200);
  EXPECT_EQ(search({here_.token(Role::kAgent)}), 200);
  EXPECT_EQ(ask("/").status, 200);
  const auto anonymous = ask(kSearch);
  EXPECT_EQ(anonymous.header("RateLimit-Policy"), R"("anonymous";q=3;w=60, "address";q=5;w=60)");
  EXPECT_EQ(anonymous.header("RateLimit"), R"("anonymous";r=2;t=20, "address";r=1;t=12)");
  EXPECT_EQ(search({here_.token(Role::kAgent)}), 200);
  const auto refused = ask(kSearch, {here_.token(Role::kAgent)});
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(refused.header("RateLimit"), R"("address";r=0;t=12)");
  EXPECT_EQ(ask("/").status, 429);
  EXPECT_EQ(search(from("192.0.2.1")), 200);
}

TEST_F(RateLimitsTest, WhatOneLimitRefusesCountsByNoOther) {
  limits_.set_quotas({.anonymous = {.requests = 2}, .address = {.requests = 4}});
  EXPECT_EQ(searches(), 2);
  for (int i = 0; i < 9; ++i) EXPECT_EQ(search(), 429);
  EXPECT_EQ(searches(here_.browser(Role::kAgent)), 2)
      << "the reader's refusals cost the house nothing";
  EXPECT_EQ(search(), 429);
  limits_.set_quotas({.token = {.requests = 3}, .address = {.requests = 2}});
  EXPECT_EQ(searches(from("192.0.2.1", {here_.token(Role::kAgent)})), 2);
  EXPECT_EQ(searches(from("192.0.2.2", {here_.token(Role::kAgent)})), 1);
}

TEST_F(RateLimitsTest, NewQuotasHoldAtOnceAndForgetNothing) {
  EXPECT_EQ(searches(), 3);
  limits_.set_quotas({.anonymous = {.requests = 6}});
  EXPECT_EQ(search(), 429) << "all of it was used";
  const TestService reloaded(index_.dir(), {.identity = identity(), .limits = &limits_});
  EXPECT_EQ(reloaded.ask("GET", kSearch).status, 429);
  limits_.set_quotas({.anonymous = {}});
  EXPECT_EQ(searches(), 20);
}

TEST_F(RateLimitsTest, ANamedPageElsewhereMayReadTheFields) {
  const TestService service(
      index_.dir(),
      {.identity = identity(), .cors_origins = {"https://crm.example.com"}, .limits = &limits_});
  std::optional<Response> last;
  for (int i = 0; i < 4; ++i)
    last = service.ask("GET", kSearch, {{"origin", "https://crm.example.com"}});

  EXPECT_EQ(last->status, 429);
  EXPECT_EQ(last->header("Access-Control-Allow-Origin"), "https://crm.example.com");
  const auto exposed = std::string(*last->header("Access-Control-Expose-Headers"));
  for (const auto* const field : {"RateLimit,", "RateLimit-Policy", "Retry-After"})
    EXPECT_NE(exposed.find(field), std::string::npos) << field;
}

TEST_F(RateLimitsTest, AnOfficeOfFiftyWhoTypeStaysWithinWhatIsBuiltIn) {
  RateLimit limit(LimitQuotas{}.anonymous);
  auto now = now_;
  // All open the page at nine, at 20 files and requests each, and go on typing: four queries of 25
  // letters in each call of six minutes, two requests a letter, for an hour.
  for (int i = 0; i < 50 * 20; ++i) EXPECT_FALSE(limit.charge("office", now)->exceeded);
  constexpr int kRequests = 50 * 10 * 4 * 25 * 2;
  for (int i = 0; i < kRequests; ++i) {
    // a hundred at a time: queries begin together now and then
    if (i % 100 == 0) now += std::chrono::milliseconds(3'600'000) / (kRequests / 100);
    ASSERT_FALSE(limit.charge("office", now)->exceeded) << i;
  }
}

TEST(RateLimitFieldsTest, MembersOfOneFieldStandBehindEachOther) {
  Response response;
  add_policy(response, "sign-in", 5, std::nullopt);
  add_wait(response, "sign-in", 15s);
  add_policy(response, "address", 100, 60s);
  add_standing(response, "address", 99, 1s);

  EXPECT_EQ(response.header("RateLimit-Policy"), R"("sign-in";q=5, "address";q=100;w=60)");
  EXPECT_EQ(response.header("RateLimit"), R"("sign-in";r=0;t=15, "address";r=99;t=1)");
  EXPECT_EQ(response.header("Retry-After"), "15");
}

}  // namespace
}  // namespace aplomb::http::test
