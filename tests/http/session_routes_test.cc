// SPDX-License-Identifier: GPL-3.0-or-later
// Signing in and out, the first admin, the panel's bearer, one's own password.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "tests/http/test_service.h"

namespace aplomb::http::test {
namespace {

using aplomb::test::article;
using aplomb::test::TempIndex;
using desk::Role;
using nlohmann::json;

/// The value of the cookie that an answer sets; empty without one.
std::string secret_in(const Response& response) {
  const auto cookie = std::string(response.header("Set-Cookie").value_or(""));
  const auto from = cookie.find('=') + 1;
  return cookie.substr(from, cookie.find(';') - from);
}

std::string pointer_in(const Response& response) {
  return json::parse(response.body).at("errors").at(0).at("pointer");
}

class SessionRoutesTest : public testing::Test {
 protected:
  static IdentityOptions behind_tls() {
    IdentityOptions options;
    options.trusted_proxies = {value_of(Network::parse("127.0.0.1"))};
    return options;
  }

  Response send(std::string method, std::string_view target, const json& body,
                Fields headers = {}) {
    headers.emplace_back("content-type", "application/json");
    return here_.ask(std::move(method), target, std::move(headers), body.dump());
  }
  Response sign_in(std::string_view password = kPassword, Fields headers = {}) {
    (void)here_.person(Role::kAgent);
    return send("POST", "/api/v1/session", {{"name", "p-agent"}, {"password", password}},
                std::move(headers));
  }
  Response first(std::string_view code, std::string_view name = "boss",
                 std::string_view password = kPassword) {
    return send("POST", "/api/v1/session/first",
                {{"code", code}, {"name", name}, {"password", password}});
  }
  json who(Fields headers) {
    return json::parse(here_.ask("GET", "/api/v1/session", std::move(headers)).body);
  }
  std::string panel(const Fields& headers) {
    const auto issued = here_.ask("POST", "/api/v1/session/panel", headers);
    EXPECT_EQ(issued.status, 201) << issued.body;
    return json::parse(issued.body).at("token");
  }
  static Fields bearer(const std::string& secret) {
    return {{"authorization", "Bearer " + secret}};
  }

  TempIndex index_{article("refund").title("Refund").body("Ten working days.")};
  TestService here_{index_.dir(), {.identity = behind_tls()}};
};

TEST_F(SessionRoutesTest, NameAndPasswordOpenASessionInACookie) {
  const auto response = sign_in();

  EXPECT_EQ(response.status, 201) << response.body;
  EXPECT_EQ(response.header("Cache-Control"), "no-store");
  EXPECT_EQ(response.header("Set-Cookie"), "aplomb_session=" + secret_in(response) +
                                               "; Path=/; Max-Age=604800; HttpOnly; SameSite=Lax");
  EXPECT_EQ(response.body.find(secret_in(response)), std::string::npos)
      << "scripts do not see the secret";
  const auto me = who(TestService::cookie_of(secret_in(response)));
  EXPECT_EQ(me["name"], "p-agent");
  EXPECT_EQ(me["by"], "session");
  EXPECT_EQ(me["audience"], "internal");
  EXPECT_EQ(me["person"]["role"], "agent");
}

TEST_F(SessionRoutesTest, BehindAProxyWithTlsTheCookieNeverLeavesIt) {
  const auto sealed = sign_in(kPassword, {{"x-forwarded-proto", "https"}});
  EXPECT_TRUE(sealed.header("Set-Cookie")->ends_with("; Secure"));
  const auto out = here_.ask("DELETE", "/api/v1/session", {{"x-forwarded-proto", "https"}});
  EXPECT_TRUE(out.header("Set-Cookie")->ends_with("; Secure"));
}

TEST_F(SessionRoutesTest, ACookieThatIsSentAlongIsNeverTheNewOne) {
  std::set<std::string> secrets;
  const auto once = secret_in(sign_in());
  const std::string planted = "aplombs_" + std::string(43, 'A');
  for (const auto& sent : {once, planted, std::string("x")}) {
    const auto response = sign_in(kPassword, TestService::cookie_of(sent));
    EXPECT_EQ(response.status, 201);
    EXPECT_NE(secret_in(response), sent);
    secrets.insert(secret_in(response));
  }
  EXPECT_EQ(secrets.size(), 3U) << "a new one each time";
  EXPECT_EQ(who(TestService::cookie_of(planted))["by"], nullptr);
}

TEST_F(SessionRoutesTest, AWrongNameAndAWrongPasswordGetTheSameWords) {
  const auto password = sign_in("the wrong words");
  const auto name =
      send("POST", "/api/v1/session", {{"name", "nobody"}, {"password", "the wrong words"}});

  EXPECT_EQ(password.status, 401);
  EXPECT_EQ(password.body, name.body);
  EXPECT_FALSE(password.header("Set-Cookie"));
  EXPECT_EQ(password.body.find("the wrong words"), std::string::npos);
}

TEST_F(SessionRoutesTest, GuessingIsSlowedDownAndSaysForHowLong) {
  for (int i = 0; i < 5; ++i) EXPECT_EQ(sign_in("the wrong words").status, 401);

  const auto slowed = sign_in();

  EXPECT_EQ(slowed.status, 429) << "also the right password has to wait";
  ASSERT_TRUE(slowed.header("Retry-After"));
  const int wait = std::stoi(std::string(*slowed.header("Retry-After")));
  EXPECT_GE(wait, 1);
  EXPECT_LE(wait, 15);
  EXPECT_EQ(slowed.header("RateLimit"), "\"sign-in\";r=0;t=" + std::to_string(wait));
  EXPECT_EQ(slowed.header("RateLimit-Policy"), "\"sign-in\";q=5");
  EXPECT_EQ(send("POST", "/api/v1/session", {{"name", "P-AGENT"}, {"password", kPassword}}).status,
            429)
      << "another spelling is the same account";
  EXPECT_EQ(sign_in(kPassword, {{"x-forwarded-for", "198.51.100.7"}}).status, 201)
      << "from another address it is another matter";
}

TEST_F(SessionRoutesTest, SigningOutEndsTheSessionAndTakesTheCookieAway) {
  const auto cookie = TestService::cookie_of(secret_in(sign_in()));

  const auto out = here_.ask("DELETE", "/api/v1/session", cookie);

  EXPECT_EQ(out.status, 204);
  EXPECT_EQ(out.header("Set-Cookie"), "aplomb_session=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax");
  EXPECT_EQ(who(cookie)["by"], nullptr);
  EXPECT_EQ(here_.ask("GET", "/api/v1/articles", cookie).status, 401);
}

TEST_F(SessionRoutesTest, ACookieThatNoLongerHoldsIsTakenAwayAsWell) {
  for (const auto& cookie : {Fields{}, TestService::cookie_of("stale")}) {
    const auto out = here_.ask("DELETE", "/api/v1/session", cookie);
    EXPECT_EQ(out.status, 204);
    EXPECT_NE(out.header("Set-Cookie")->find("Max-Age=0"), std::string::npos);
  }
}

TEST_F(SessionRoutesTest, ANewPasswordEndsTheOtherSessionsAndKeepsThisOne) {
  const auto mine = TestService::cookie_of(secret_in(sign_in()));
  const auto other = TestService::cookie_of(secret_in(sign_in()));
  const auto my_panel = panel(mine);
  const auto other_panel = panel(other);

  const auto changed = send("PUT", "/api/v1/me/password",
                            {{"current", kPassword}, {"password", "quite other words"}}, mine);

  EXPECT_EQ(changed.status, 204) << changed.body;
  EXPECT_EQ(who(mine)["by"], "session");
  EXPECT_EQ(who(other)["by"], nullptr);
  EXPECT_EQ(who(bearer(my_panel))["by"], "bearer");
  EXPECT_EQ(who(bearer(other_panel))["by"], nullptr);
  EXPECT_EQ(sign_in().status, 401);
  EXPECT_EQ(sign_in("quite other words").status, 201);
}

TEST_F(SessionRoutesTest, ANewPasswordTakesTheOldOne) {
  const auto mine = TestService::cookie_of(secret_in(sign_in()));
  const auto change = [&](std::string_view current, std::string_view password) {
    return send("PUT", "/api/v1/me/password", {{"current", current}, {"password", password}}, mine);
  };

  const auto wrong = change("the wrong words", "quite other words");
  EXPECT_EQ(wrong.status, 403) << "not 401, which would be the end of the session";
  EXPECT_EQ(pointer_in(wrong), "/current");
  const auto shortish = change(kPassword, "short");
  EXPECT_EQ(shortish.status, 400);
  EXPECT_EQ(pointer_in(shortish), "/password");
  for (int i = 0; i < 5; ++i) (void)change("the wrong words", "quite other words");
  const auto slowed = change("the wrong words", "quite other words");
  EXPECT_EQ(slowed.status, 429);
  EXPECT_TRUE(slowed.header("Retry-After"));
  EXPECT_TRUE(slowed.header("RateLimit")->starts_with("\"sign-in\";r=0;t="));
  EXPECT_EQ(who(mine)["by"], "session");
}

TEST_F(SessionRoutesTest, TheFirstLinkMakesAnAdminOnce) {
  const auto code = here_.ways_in().first_code();

  const auto made = first(code);

  EXPECT_EQ(made.status, 201) << made.body;
  const auto cookie = TestService::cookie_of(secret_in(made));
  EXPECT_EQ(who(cookie)["role"], "admin");
  EXPECT_EQ(here_.ask("GET", "/api/v1/users", cookie).status, 200);
  const auto again = first(code, "second");
  EXPECT_EQ(again.status, 401);
  EXPECT_FALSE(again.header("Set-Cookie"));
  EXPECT_FALSE(here_.desk().people().find("second"));
  EXPECT_EQ(first("").status, 400) << "an empty code is none, also when the code is spent";
}

TEST_F(SessionRoutesTest, TheFirstLinkOpensAnEmptyDeskOnly) {
  (void)here_.person(Role::kAgent);

  const auto response = first(here_.ways_in().first_code());

  EXPECT_EQ(response.status, 409);
  EXPECT_FALSE(response.header("Set-Cookie"));
  EXPECT_FALSE(here_.desk().people().find("boss"));
}

TEST_F(SessionRoutesTest, AMistakeInTheFormDoesNotCostTheLink) {
  const auto code = here_.ways_in().first_code();
  EXPECT_EQ(first(code + "x").status, 401);
  const auto shortish = first(code, "boss", "short");
  EXPECT_EQ(shortish.status, 400);
  EXPECT_EQ(pointer_in(shortish), "/password");
  const auto nameless = first(code, "no name");
  EXPECT_EQ(nameless.status, 400);
  EXPECT_EQ(pointer_in(nameless), "/name");

  EXPECT_EQ(first(code).status, 201);
}

TEST_F(SessionRoutesTest, APanelHasABearerOfItsOwnThatIsNoCookie) {
  const auto cookie = here_.browser(Role::kAgent);
  const auto secret = panel(cookie);

  EXPECT_EQ(who(bearer(secret))["by"], "bearer");
  EXPECT_EQ(here_.ask("GET", "/api/v1/search?q=refund", bearer(secret)).status, 200);
  EXPECT_EQ(here_.ask("GET", "/api/v1/search?q=refund", TestService::cookie_of(secret)).status,
            401);
  EXPECT_EQ(who(bearer(panel(bearer(secret))))["by"], "bearer") << "it fetches its own next one";
}

TEST_F(SessionRoutesTest, APanelEndsWithItsSession) {
  const auto cookie = here_.browser(Role::kAgent);
  const auto secret = panel(cookie);

  EXPECT_EQ(here_.ask("DELETE", "/api/v1/session", cookie).status, 204);

  EXPECT_EQ(here_.ask("GET", "/api/v1/search?q=refund", bearer(secret)).status, 401);
  EXPECT_EQ(here_.ask("POST", "/api/v1/session/panel", bearer(secret)).status, 401);
}

TEST_F(SessionRoutesTest, OnlyASessionHasPanels) {
  auto options = behind_tls();
  options.user_header = "x-user";
  TestService proxied(index_.dir(), {.identity = options});
  const auto name = proxied.person(Role::kAgent).name;

  EXPECT_EQ(proxied
                .ask("POST", "/api/v1/session/panel",
                     {{"x-user", name}, {"sec-fetch-site", "same-origin"}})
                .status,
            409);
}

TEST_F(SessionRoutesTest, WhoeverAsksHearsWhoTheyAre) {
  EXPECT_EQ(who({}), (json{{"by", nullptr},
                           {"name", nullptr},
                           {"role", nullptr},
                           {"audience", nullptr},
                           {"person", nullptr}}));
  const auto tool = who({here_.token(Role::kCustomer)});
  EXPECT_EQ(tool["by"], "token");
  EXPECT_EQ(tool["audience"], "customer");
  EXPECT_EQ(tool["person"], nullptr);
  EXPECT_EQ(who(bearer("aplomb_expired"))["by"], nullptr);
}

}  // namespace
}  // namespace aplomb::http::test
