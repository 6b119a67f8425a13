// SPDX-License-Identifier: GPL-3.0-or-later
// Pages elsewhere: what they can make the browser of a signed-in person do, and what they can read.
#include "http/origin.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/http/test_service.h"

namespace aplomb::http::test {
namespace {

using aplomb::test::article;
using aplomb::test::TempIndex;
using desk::Role;

/// What somebody who comes with the cookie of a session asks, on `kb.example.com`.
Request with_cookie(Fields headers, std::string method = "POST") {
  Request request{.method = std::move(method), .path = "/x", .headers = std::move(headers)};
  request.headers.emplace_back("host", "kb.example.com");
  request.caller = {.by = Caller::By::kSession, .role = Role::kAdmin, .name = "anna"};
  return request;
}

bool goes_on(const Request& request) {
  return !cross_site_refusal(request);
}

TEST(OriginTest, APageOfOursMayActForWhoeverIsSignedIn) {
  EXPECT_TRUE(goes_on(with_cookie({{"sec-fetch-site", "same-origin"}})));
  EXPECT_TRUE(goes_on(with_cookie({{"origin", "https://kb.example.com"}})));
  EXPECT_TRUE(goes_on(with_cookie({{"origin", "http://kb.example.com"}})));
  EXPECT_TRUE(goes_on(
      with_cookie({{"sec-fetch-site", "same-origin"}, {"origin", "https://kb.example.com"}})));
}

TEST(OriginTest, APageElsewhereMayNot) {
  for (const auto* const site : {"cross-site", "same-site", "none", "", "Same-Origin", "x"})
    EXPECT_FALSE(goes_on(with_cookie({{"sec-fetch-site", site}}))) << site;
  for (const auto* const origin :
       {"https://evil.example", "null", "", "https://kb.example.com:8443",
        "https://kb.example.com.evil.example", "https://evil.example/kb.example.com",
        "https://kb.example.com@evil.example", "ftp://kb.example.com", "kb.example.com", "https://",
        "HTTPS://kb.example.com", "https://kb.example.com/", "file://kb.example.com"})
    EXPECT_FALSE(goes_on(with_cookie({{"origin", origin}}))) << origin;
}

TEST(OriginTest, WhatComesTwiceMustBeRightTwice) {
  const std::string ours = "https://kb.example.com";
  const std::string evil = "https://evil.example";
  EXPECT_FALSE(goes_on(with_cookie({{"origin", ours}, {"origin", evil}})));
  EXPECT_FALSE(goes_on(with_cookie({{"origin", evil}, {"origin", ours}})));
  EXPECT_FALSE(
      goes_on(with_cookie({{"sec-fetch-site", "same-origin"}, {"sec-fetch-site", "cross-site"}})));
}

TEST(OriginTest, TheBrowsersOwnWordComesFirstSinceAProxyMayHaveChangedHost) {
  const std::string ours = "https://kb.example.com";
  EXPECT_FALSE(goes_on(with_cookie({{"origin", ours}, {"sec-fetch-site", "cross-site"}})));
  EXPECT_TRUE(goes_on(
      with_cookie({{"origin", "https://front.example"}, {"sec-fetch-site", "same-origin"}})));
}

TEST(OriginTest, ACookieWithoutAWordAboutThePageIsRefused) {
  EXPECT_FALSE(goes_on(with_cookie({})));
  EXPECT_FALSE(goes_on(with_cookie({{"referer", "https://kb.example.com/"}})));
}

TEST(OriginTest, WhereTheClientSpeaksTlsAPageWithoutItIsAnothers) {
  auto plain = with_cookie({{"origin", "http://kb.example.com"}});
  auto sealed = with_cookie({{"origin", "https://kb.example.com"}});
  plain.secure = sealed.secure = true;

  EXPECT_FALSE(goes_on(plain)) << "whoever sits on the way can write that page";
  EXPECT_TRUE(goes_on(sealed));
}

TEST(OriginTest, EveryMethodThatChangesIsGuardedAndReadingIsNot) {
  for (const auto* const method : {"POST", "PUT", "PATCH", "DELETE"})
    EXPECT_FALSE(goes_on(with_cookie({{"sec-fetch-site", "cross-site"}}, method))) << method;
  for (const auto* const method : {"GET", "HEAD", "OPTIONS"})
    EXPECT_TRUE(goes_on(with_cookie({{"sec-fetch-site", "cross-site"}}, method))) << method;
}

TEST(OriginTest, WhatABrowserAddsByItselfIsGuardedAndABearerIsNot) {
  using By = Caller::By;
  for (const auto by : {By::kSession, By::kProxy}) {
    auto request = with_cookie({});
    request.caller.by = by;
    EXPECT_FALSE(goes_on(request)) << to_word(by);
  }
  for (const auto by : {By::kBearer, By::kToken}) {
    auto request = with_cookie({{"origin", "https://crm.example.com"}});
    request.caller.by = by;
    EXPECT_TRUE(goes_on(request)) << to_word(by);
  }
}

TEST(OriginTest, WhoIsNotSignedInNeedsNoWordButNoForeignOneEither) {
  for (const auto by : {Caller::By::kNothing, Caller::By::kAnonymous}) {
    auto program = with_cookie({});
    auto foreign = with_cookie({{"origin", "https://evil.example"}});
    program.caller = foreign.caller = {.by = by};
    EXPECT_TRUE(goes_on(program));
    EXPECT_FALSE(goes_on(foreign)) << "nobody is signed in as somebody else unawares";
  }
}

class CrossSiteTest : public testing::Test {
 protected:
  TempIndex index_{article("refund").title("Refund").customer("Ten working days.")};
};

TEST_F(CrossSiteTest, NoRouteChangesAnythingForAForeignPage) {
  TestService here(index_.dir());
  for (const auto& route : here.service().router().routes()) {
    if (route.method == "GET") continue;
    auto fields = here.browser(Role::kAdmin);
    fields.back() = {"sec-fetch-site", "cross-site"};

    const auto response = here.ask(route.method, route.pattern, fields);

    EXPECT_EQ(response.status, 403) << route.method << " " << route.pattern;
    EXPECT_NE(response.body.find("/problems/cross-site"), std::string::npos) << response.body;
  }
}

TEST_F(CrossSiteTest, SigningInFromAForeignPageIsRefused) {
  TestService here(index_.dir());
  (void)here.person(Role::kAgent);
  const auto sign_in = [&](Fields headers) {
    headers.emplace_back("content-type", "application/json");
    const auto body = R"({"name": "p-agent", "password": ")" + std::string(kPassword) + "\"}";
    return here.ask("POST", "/api/v1/session", headers, body);
  };

  const auto foreign = sign_in({{"origin", "https://evil.example"}});
  EXPECT_EQ(foreign.status, 403);
  EXPECT_FALSE(foreign.header("Set-Cookie"));
  EXPECT_EQ(sign_in({{"sec-fetch-site", "cross-site"}}).status, 403);
  EXPECT_EQ(sign_in({{"origin", "http://localhost"}}).status, 201);
  EXPECT_EQ(sign_in({}).status, 201) << "a program";
}

class CorsTest : public CrossSiteTest {
 protected:
  static constexpr std::string_view kCrm = "https://crm.example.com";
  TestService here_{index_.dir(), {.cors_origins = {std::string(kCrm)}}};

  Response from(std::string_view origin, std::string method = "GET",
                std::string_view target = "/api/v1/search?q=refund") {
    return here_.ask(std::move(method), target,
                     {{"origin", std::string(origin)}, here_.token(Role::kCustomer)});
  }
};

TEST_F(CorsTest, ANamedPageReadsWithATokenAndNeverWithCookies) {
  const auto response = from(kCrm);

  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.header("Access-Control-Allow-Origin"), kCrm);
  EXPECT_FALSE(response.header("Access-Control-Allow-Credentials"));
  EXPECT_EQ(response.header("Vary"), "Origin");
}

TEST_F(CorsTest, EveryOtherPageIsLeftOut) {
  for (const auto* const origin :
       {"null", "*", "", "https://evil.example", "http://crm.example.com",
        "https://crm.example.com:8443", "https://crm.example.com.evil.example"}) {
    const auto response = from(origin);
    EXPECT_FALSE(response.header("Access-Control-Allow-Origin")) << origin;
    EXPECT_EQ(response.header("Vary"), "Origin") << "caches must tell them apart";
  }
}

TEST_F(CorsTest, APreflightNamesMethodsAndHeadersAndNeedsNoToken) {
  const auto response =
      here_.ask("OPTIONS", "/api/v1/users/anna",
                {{"origin", std::string(kCrm)}, {"access-control-request-method", "PATCH"}});

  EXPECT_EQ(response.status, 204);
  EXPECT_EQ(response.header("Access-Control-Allow-Origin"), kCrm);
  EXPECT_EQ(response.header("Access-Control-Allow-Methods"), "DELETE, GET, HEAD, OPTIONS, PATCH");
  EXPECT_NE(response.header("Access-Control-Allow-Headers")->find("Authorization"),
            std::string::npos);
  EXPECT_FALSE(here_.ask("OPTIONS", "/api/v1/users", {{"origin", "https://evil.example"}})
                   .header("Access-Control-Allow-Methods"));
}

TEST_F(CorsTest, RefusalsCanBeReadByTheNamedPageAsWell) {
  const auto response = here_.ask("GET", "/api/v1/search", {{"origin", std::string(kCrm)}});

  EXPECT_EQ(response.status, 401);
  EXPECT_EQ(response.header("Access-Control-Allow-Origin"), kCrm);
}

TEST_F(CorsTest, ANamedPageMayStillNotUseTheCookie) {
  auto fields = here_.browser(Role::kAdmin);
  fields.back() = {"origin", std::string(kCrm)};

  EXPECT_EQ(here_.ask("DELETE", "/api/v1/session", fields).status, 403);
}

TEST_F(CorsTest, WithoutNamedOriginsNothingIsSaidOfThem) {
  TestService closed(index_.dir());
  const auto response = closed.ask("GET", "/healthz", {{"origin", "https://crm.example.com"}});

  EXPECT_FALSE(response.header("Access-Control-Allow-Origin"));
  EXPECT_FALSE(response.header("Vary"));
}

TEST(CorsOriginsTest, AnOriginIsSchemeAndHost) {
  EXPECT_TRUE(Cors::make({"https://crm.example.com", "http://localhost:3000"}));
  for (const auto* const origin :
       {"", "*", "null", "crm.example.com", "https://", "https://crm.example.com/",
        "https://crm.example.com/panel", "https://*.example.com", "ftp://crm.example.com",
        "https://a@crm.example.com", "https://crm.example.com:x", "https://crm.example.com?x"})
    EXPECT_FALSE(Cors::make({origin})) << origin;
}

TEST(CorsOriginsTest, CapitalsInTheSettingDoNotCount) {
  const auto cors = Cors::make({"https://CRM.example.com"}).value();

  EXPECT_TRUE(cors.allows({.headers = {{"origin", "https://crm.example.com"}}}));
}

}  // namespace
}  // namespace aplomb::http::test
