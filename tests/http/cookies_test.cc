// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/cookies.h"

#include <gtest/gtest.h>

namespace aplomb::http {
namespace {

std::string value_in(Fields headers) {
  const Request request{.headers = std::move(headers)};
  return std::string(cookie(request, "session"));
}

TEST(CookiesTest, ACookieIsFoundAmongOthers) {
  EXPECT_EQ(value_in({{"cookie", "session=abc"}}), "abc");
  EXPECT_EQ(value_in({{"cookie", "a=1; session=abc;b=2"}}), "abc");
  EXPECT_EQ(value_in({{"cookie", " a=1 ;  session =abc "}}), "abc");
  EXPECT_EQ(value_in({{"cookie", "a=1"}, {"cookie", "session=abc"}}), "abc");
  EXPECT_EQ(value_in({{"cookie", "session=a=b=="}}), "a=b==");
}

TEST(CookiesTest, NoCookieReadsAsEmpty) {
  for (const auto* const line :
       {"", ";", ";;;", "=", "session", "session;", "Session=abc", "xsession=abc",
        "session =", "=abc", "a=session=abc", "session=", "\"session=abc\""})
    EXPECT_EQ(value_in({{"cookie", line}}), "") << line;
  EXPECT_EQ(value_in({}), "");
  EXPECT_EQ(value_in({{"set-cookie", "session=abc"}}), "");
}

TEST(CookiesTest, OfTwoNeitherCounts) {
  EXPECT_EQ(value_in({{"cookie", "session=planted; session=abc"}}), "");
  EXPECT_EQ(value_in({{"cookie", "session=planted"}, {"cookie", "session=abc"}}), "");
  EXPECT_EQ(value_in({{"cookie", "session=; session=abc"}}), "");
}

TEST(CookiesTest, ASecretIsHiddenFromScriptsAndForeignPages) {
  EXPECT_EQ(set_cookie("session", "abc", std::chrono::hours(1), false),
            "session=abc; Path=/; Max-Age=3600; HttpOnly; SameSite=Lax");
  EXPECT_EQ(set_cookie("session", "", std::chrono::seconds(0), true),
            "session=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; Secure");
}

}  // namespace
}  // namespace aplomb::http
