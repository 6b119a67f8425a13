// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/router.h"

#include <gtest/gtest.h>

#include <stdexcept>
#include <type_traits>

namespace aplomb::http {
namespace {

// A route must say who may call it.
static_assert(!std::is_constructible_v<Route, std::string_view, std::string_view, Handler>);
// And a route that reads articles, whose.
static_assert(
    !std::is_constructible_v<Route, std::string_view, std::string_view, Access, ReadingHandler>);
static_assert(!std::is_default_constructible_v<Route>);

Handler says(std::string words) {
  return [words = std::move(words)](const Request& request) {
    auto body = words;
    for (const auto& [name, value] : request.captures) body += " " + name + "=" + value;
    return Response{.status = 200, .content_type = "text/plain", .body = body, .headers = {}};
  };
}

const Router& router() {
  using enum Access;
  static const Houses kNoHouses;
  static const Router kRouter(
      {
          {"GET", "/p/{path...}", kOpen, says("file")},
          {"GET", "/api/{id}", kOpen, says("one")},
          {"PUT", "/api/{id}", kOpen, says("put")},
          {"GET", "/api/list", kOpen, says("list")},
          {"POST", "/check", kOpen, says("check")},
          {"GET", "/", kOpen, says("page")},
      },
      kNoHouses);
  return kRouter;
}

Response ask(std::string method, std::string path) {
  return router().answer({.method = std::move(method), .path = std::move(path)});
}

TEST(RouterTest, LiteralPartsWinOverCaptures) {
  EXPECT_EQ(ask("GET", "/api/list").body, "list");
  EXPECT_EQ(ask("GET", "/api/other").body, "one id=other");
  EXPECT_EQ(ask("GET", "/").body, "page");
  EXPECT_EQ(ask("PUT", "/api/other").body, "put id=other");
  EXPECT_EQ(ask("PUT", "/api/list").status, 405) << "whatever the method";
  EXPECT_EQ(ask("OPTIONS", "/api/list").headers[0].second, "GET, HEAD, OPTIONS");
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

TEST(RouterTest, ARowWhoseWordsDoNotFitTogetherStopsTheProgram) {
  const Houses none;
  const ReadingHandler reads = [](const Searcher&, const Request&) { return no_content(); };
  const auto with = [&](Access access, Reads what) {
    return Router({{"GET", "/x", access, what, reads}}, none);
  };
  EXPECT_THROW(with(Access::kReader, Reads::kInternal), std::logic_error);
  EXPECT_THROW(with(Access::kOpen, Reads::kInternal), std::logic_error);
  EXPECT_THROW(with(Access::kPerson, Reads::kInternal), std::logic_error);
  EXPECT_THROW(with(Access::kAgent, Reads::kNothing), std::logic_error);
  EXPECT_NO_THROW(with(Access::kAgent, Reads::kInternal));
  EXPECT_NO_THROW(with(Access::kReader, Reads::kOwnAudience));
}

TEST(RouterTest, WhatReadsInternalArticlesHasNothingForACustomersView) {
  const Houses none;
  const Router routes({{"GET", "/x", Access::kAgent, Reads::kInternal,
                        [](const Searcher&, const Request&) { return no_content(); }}},
                      none);
  Request request{.method = "GET", .path = "/x", .query = {{"view", "customer"}}};
  request.caller = {.by = Caller::By::kToken, .role = desk::Role::kAgent};

  EXPECT_EQ(routes.answer(request).status, 400);
}

TEST(RouterTest, WhatReadsArticlesIsToldToWaitWhileThereIsNoIndex) {
  const Houses none;
  const Router routes({{"GET", "/x", Access::kOpen, Reads::kOwnAudience,
                        [](const Searcher&, const Request&) { return no_content(); }}},
                      none);

  const auto response = routes.answer({.method = "GET", .path = "/x"});

  EXPECT_EQ(response.status, 503);
  EXPECT_EQ(response.header("Retry-After"), "2");
}

}  // namespace
}  // namespace aplomb::http
