// SPDX-License-Identifier: GPL-3.0-or-later
// Who may show a page of ours in a frame, and who keeps in touch with a window of ours.
#include "http/security_headers.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/http/test_service.h"

namespace aplomb::http::test {
namespace {

using aplomb::test::article;
using aplomb::test::TempIndex;
using desk::Role;

constexpr std::string_view kPolicy = "Content-Security-Policy";

/// The directive of a policy by that name, with its values.
std::string directive(const Response& response, std::string_view name) {
  std::string_view rest = response.header(kPolicy).value_or("");
  while (!rest.empty()) {
    const auto end = std::min(rest.find(';'), rest.size());
    auto each = rest.substr(0, end);
    while (each.starts_with(' ')) each.remove_prefix(1);
    if (each.starts_with(name)) return std::string(each);
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return {};
}

class SecurityHeadersTest : public testing::Test {
 protected:
  TempIndex index_{article("refund").title("Refund").customer("Ten working days.")};
  TestService without_{index_.dir()};
  TestService with_{index_.dir(),
                    {.panel_origins = {"https://crm.example.com", "http://Localhost:3000"}}};
};

TEST_F(SecurityHeadersTest, WithoutOriginsNobodyFramesThePanel) {
  const auto panel = without_.ask("GET", "/panel");

  EXPECT_EQ(panel.status, 200);
  EXPECT_EQ(directive(panel, "frame-ancestors"), "frame-ancestors 'none'");
  EXPECT_EQ(panel.header("X-Frame-Options"), "DENY");
  EXPECT_EQ(panel.header("Cross-Origin-Resource-Policy"), "same-origin");
}

TEST_F(SecurityHeadersTest, NamedOriginsFrameThePanelAndNoOthersDo) {
  const auto panel = with_.ask("GET", "/panel");

  EXPECT_EQ(panel.status, 200);
  EXPECT_EQ(directive(panel, "frame-ancestors"),
            "frame-ancestors https://crm.example.com http://localhost:3000");
  EXPECT_FALSE(panel.header("X-Frame-Options")) << "it knows no list, and older browsers heed it";
  EXPECT_EQ(panel.header("Cross-Origin-Resource-Policy"), "cross-origin");
  EXPECT_EQ(directive(panel, "script-src"), "script-src 'self'") << "the rest is what it was";
  EXPECT_EQ(panel.body, with_.ask("GET", "/").body);
}

TEST_F(SecurityHeadersTest, EveryOtherPathIsFramedByNobody) {
  std::size_t asked = 0;
  for (const auto& route : with_.service().router().routes()) {
    if (route.pattern == "/panel") continue;
    for (const auto& fields : {Fields{}, with_.browser(Role::kAdmin)}) {
      const auto response = with_.ask(route.method, route.pattern, fields);
      EXPECT_EQ(directive(response, "frame-ancestors"), "frame-ancestors 'none'") << route.pattern;
      EXPECT_EQ(response.header("X-Frame-Options"), "DENY") << route.pattern;
      EXPECT_EQ(response.header("Cross-Origin-Resource-Policy"), "same-origin") << route.pattern;
      ++asked;
    }
  }
  EXPECT_GT(asked, 50U);
  for (const auto* const path : {"/panel/", "/panel/x", "/Panel", "/panel%2f", "/nowhere"})
    EXPECT_EQ(with_.ask("GET", path).header("X-Frame-Options"), "DENY") << path;
}

TEST_F(SecurityHeadersTest, WhatRefusesTheFramedPathIsFramedByNobody) {
  EXPECT_EQ(with_.ask("POST", "/panel").header("X-Frame-Options"), "DENY");
  EXPECT_EQ(with_.ask("OPTIONS", "/panel").header("X-Frame-Options"), "DENY");
  EXPECT_EQ(with_.ask("GET", "/panel", {{"host", "evil.example"}}).header("X-Frame-Options"),
            "DENY");
}

TEST_F(SecurityHeadersTest, TheWindowThatConnectsAPanelKeepsInTouchWithItAndNoOtherPageDoes) {
  const auto connecting = with_.ask("GET", "/panel/connect");
  EXPECT_EQ(connecting.status, 200);
  EXPECT_EQ(connecting.header("Cross-Origin-Opener-Policy"), "unsafe-none");
  EXPECT_EQ(directive(connecting, "frame-ancestors"), "frame-ancestors 'none'");
  EXPECT_EQ(connecting.header("X-Frame-Options"), "DENY");

  for (const auto* const path : {"/", "/panel", "/call", "/admin", "/admin/people", "/nowhere"})
    EXPECT_EQ(with_.ask("GET", path).header("Cross-Origin-Opener-Policy"), "same-origin") << path;
}

TEST_F(SecurityHeadersTest, WhatSaysWhoMayFrameItIsNeverKept) {
  const std::string etag(*with_.ask("GET", "/").header("ETag"));
  for (const auto* const path : {"/panel", "/panel/connect"}) {
    const auto response = with_.ask("GET", path, {{"if-none-match", etag}});
    EXPECT_EQ(response.status, 200) << "a 304 leaves browsers with the headers of the time before";
    EXPECT_EQ(response.header("Cache-Control"), "no-store") << path;
    EXPECT_FALSE(response.header("ETag")) << path;
  }
}

TEST_F(SecurityHeadersTest, AHandlersOwnHeadersStay) {
  Response response{.headers = {{std::string(kPolicy), "sandbox"}}};

  add_security_headers(Shown::kInPanels, {}, response);

  EXPECT_EQ(response.header(kPolicy), "sandbox");
  EXPECT_EQ(response.header("X-Frame-Options"), "DENY");
}

TEST(PanelOriginsTest, WhatIsNoOriginOrNoBrowserTakesIsRefused) {
  for (const auto* const origin :
       {"", "*", "'self'", "https://crm.example.com;script-src", "https://crm.example.com *",
        "https://crm.example.com, https://evil.example", "https://x\r\nSet-Cookie:y",
        "https://crm.example.com/", "https://[::1]:3000"})
    EXPECT_FALSE(PanelOrigins::make({"https://fine.example", origin})) << origin;
  EXPECT_TRUE(PanelOrigins::make({}).value().empty());
}

/// A panel in a frame: its requests are those of a page of ours, with a bearer in place of cookies.
class PanelTest : public SecurityHeadersTest {
 protected:
  static Fields from_frame(Fields fields) {
    fields.emplace_back("sec-fetch-site", "same-origin");
    fields.emplace_back("origin", "http://localhost");
    return fields;
  }

  std::string panel_token() {
    const auto issued = with_.ask("POST", "/api/v1/session/panel", with_.browser(Role::kAgent));
    EXPECT_EQ(issued.status, 201) << issued.body;
    return nlohmann::json::parse(issued.body)["token"];
  }
};

TEST_F(PanelTest, APanelsBearerReadsAndGetsItsNextOne) {
  const Fields bearer{{"authorization", "Bearer " + panel_token()}};

  EXPECT_EQ(with_.ask("GET", "/api/v1/search?q=refund", from_frame(bearer)).status, 200);
  const auto next = with_.ask("POST", "/api/v1/session/panel", from_frame(bearer));
  ASSERT_EQ(next.status, 201) << next.body;
  const std::string token = nlohmann::json::parse(next.body)["token"];
  const Fields renewed{{"authorization", "Bearer " + token}};
  EXPECT_EQ(with_.ask("GET", "/api/v1/session", from_frame(renewed)).status, 200);
}

TEST_F(PanelTest, ABearerNeedsNoWordAboutThePageAndHoldsInAFrameWithoutAnOrigin) {
  for (const auto& said :
       {Fields{}, Fields{{"sec-fetch-site", "cross-site"}, {"origin", "null"}}}) {
    auto fields = said;
    fields.emplace_back("authorization", "Bearer " + panel_token());
    EXPECT_EQ(with_.ask("POST", "/api/v1/session/panel", fields).status, 201);
  }
}

TEST_F(PanelTest, AFrameInAPageOfTheSameSiteMayUseTheCookieThatItGets) {
  const auto cookie = with_.browser(Role::kAgent).front();

  EXPECT_EQ(with_.ask("POST", "/api/v1/session/panel", from_frame({cookie})).status, 201);
  EXPECT_EQ(with_.ask("GET", "/panel", {cookie, {"sec-fetch-site", "same-site"}}).status, 200);
}

TEST_F(PanelTest, ThePageAroundItMayNotUseTheCookieNeitherOfTheSameSiteNorNamed) {
  const auto cookie = with_.browser(Role::kAgent).front();
  for (const auto* const site : {"same-site", "cross-site"})
    EXPECT_EQ(with_
                  .ask("POST", "/api/v1/session/panel",
                       {cookie, {"sec-fetch-site", site}, {"origin", "https://crm.example.com"}})
                  .status,
              403)
        << site;
}

TEST_F(PanelTest, WhereReadingIsOpenThePanelReadsWithoutAToken) {
  const TestService open(index_.dir(), {.identity = {.anonymous = Role::kCustomer},
                                        .panel_origins = {"https://crm.example.com"}});

  EXPECT_EQ(open.ask("GET", "/panel", {{"sec-fetch-site", "cross-site"}}).status, 200);
  EXPECT_EQ(open.ask("GET", "/api/v1/search?q=refund", from_frame({})).status, 200);
  EXPECT_EQ(open.ask("POST", "/api/v1/session/panel", from_frame({})).status, 401)
      << "there is nobody to hang a token on";
}

}  // namespace
}  // namespace aplomb::http::test
