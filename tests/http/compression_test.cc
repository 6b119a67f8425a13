// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/compression.h"

#include <gtest/gtest.h>

#include "http/etag.h"
#include "tests/http/gunzip.h"
#include "tests/http/test_service.h"

namespace aplomb::http::test {
namespace {

using aplomb::test::article;
using aplomb::test::TempIndex;

std::string long_text(std::size_t bytes = 3 * kCompressedFromBytes) {
  std::string text;
  for (int i = 0; text.size() < bytes; ++i)
    text += "step " + std::to_string(i) + " of the refund, ";
  text.resize(bytes);
  return text;
}

Request ask(std::string method, Fields headers = {{"accept-encoding", "gzip"}}) {
  return {.method = std::move(method), .path = "/", .headers = std::move(headers)};
}

Response answer(std::string type = "application/json", std::string body = long_text()) {
  return {.status = 200, .content_type = std::move(type), .body = std::move(body)};
}

Response sent(const Request& request, Response response) {
  compress(request, response);
  return response;
}

bool is_gzip(const Response& response) {
  return response.header("Content-Encoding") == "gzip";
}

TEST(CompressionTest, WhatIsCompressedComesBackAsItWas) {
  std::string all_bytes;
  for (unsigned i = 0; i < 70'000; ++i) all_bytes += static_cast<char>(i * i / 7);
  for (const auto& bytes : {std::string(), std::string("a"), std::string(1, '\0'), long_text(),
                            std::string(1'000'000, 'a'), all_bytes}) {
    const auto packed = gzip(bytes);
    ASSERT_TRUE(packed);
    EXPECT_EQ(gunzip(*packed), bytes);
  }
}

TEST(CompressionTest, ALongTextIsSentCompressedToWhomItSuits) {
  for (const auto* const type :
       {"application/json", "application/problem+json", "text/html; charset=utf-8",
        "text/markdown; charset=utf-8", "text/plain; version=0.0.4; charset=utf-8"}) {
    const auto response = sent(ask("GET"), answer(type));

    EXPECT_TRUE(is_gzip(response)) << type;
    EXPECT_EQ(response.header("Vary"), "Accept-Encoding") << type;
    EXPECT_EQ(response.content_type, type);
    EXPECT_LT(response.body.size(), long_text().size() / 2) << type;
    EXPECT_EQ(gunzip(response.body), long_text()) << type;
  }
}

TEST(CompressionTest, OthersGetItAsItIsAndCachesKnowThatItDepends) {
  for (const Fields& headers :
       {Fields{}, Fields{{"accept-encoding", "br"}}, Fields{{"accept-encoding", "gzip;q=0"}}}) {
    const auto response = sent(ask("GET", headers), answer());

    EXPECT_FALSE(is_gzip(response));
    EXPECT_EQ(response.body, long_text());
    EXPECT_EQ(response.header("Vary"), "Accept-Encoding");
  }
}

TEST(CompressionTest, WhatVariesAlreadyVariesByBoth) {
  auto response = answer();
  response.add_vary("Accept");

  EXPECT_EQ(sent(ask("GET"), response).header("Vary"), "Accept, Accept-Encoding");
  response.add_vary("Accept-Encoding");
  EXPECT_EQ(sent(ask("GET"), response).header("Vary"), "Accept, Accept-Encoding");
}

TEST(CompressionTest, TheFormsHaveTheirOwnTags) {
  auto response = answer();
  response.headers.emplace_back("ETag", R"("v1")");

  EXPECT_EQ(sent(ask("GET"), response).header("ETag"), R"("v1-gz")");
  EXPECT_EQ(sent(ask("GET", {}), response).header("ETag"), R"("v1")");
}

TEST(CompressionTest, ShortAnswersStayAsTheyAre) {
  const auto below =
      sent(ask("GET"), answer("application/json", long_text(kCompressedFromBytes - 1)));
  const auto from = sent(ask("GET"), answer("application/json", long_text(kCompressedFromBytes)));

  EXPECT_FALSE(is_gzip(below));
  EXPECT_FALSE(below.header("Vary")) << "it has one form only";
  EXPECT_TRUE(is_gzip(from));
}

TEST(CompressionTest, PicturesAndDocumentsStayAsTheyAre) {
  for (const auto* const type : {"image/png", "image/svg+xml", "application/pdf", ""}) {
    const auto response = sent(ask("GET"), answer(type));
    EXPECT_FALSE(is_gzip(response)) << type;
    EXPECT_FALSE(response.header("Vary")) << type;
  }
}

TEST(CompressionTest, WhatIsCompressedAlreadyAndPartsStayAsTheyAre) {
  auto packed = answer();
  packed.headers.emplace_back("Content-Encoding", "gzip");
  auto part = answer();
  part.status = 206;

  EXPECT_EQ(sent(ask("GET"), packed).body, packed.body);
  EXPECT_EQ(sent(ask("GET"), part).body, part.body);
}

TEST(CompressionTest, AnswersThatMayHoldANewSecretStayAsTheyAre) {
  for (const auto* const method : {"POST", "PUT", "PATCH", "DELETE", "OPTIONS"}) {
    const auto response = sent(ask(method), answer());
    EXPECT_FALSE(is_gzip(response)) << method;
    EXPECT_EQ(response.body, long_text()) << method;
  }
}

TEST(CompressionTest, WhatAPageElsewhereHasABrowserAskForStaysAsItIs) {
  for (const auto* const site : {"cross-site", "same-site"}) {
    auto request = ask("GET", {{"accept-encoding", "gzip"}, {"sec-fetch-site", site}});
    for (const auto by :
         {Caller::By::kNothing, Caller::By::kAnonymous, Caller::By::kSession, Caller::By::kProxy}) {
      request.caller.by = by;
      const auto response = sent(request, answer());
      EXPECT_FALSE(is_gzip(response)) << site << " " << to_word(by);
      EXPECT_EQ(response.header("Vary"), "Accept-Encoding");
    }
    request.caller.by = Caller::By::kToken;
    EXPECT_TRUE(is_gzip(sent(request, answer()))) << "a page that has a token may know the answer";
  }
  auto own = ask("GET", {{"accept-encoding", "gzip"}, {"sec-fetch-site", "same-origin"}});
  own.caller.by = Caller::By::kSession;
  EXPECT_TRUE(is_gzip(sent(own, answer())));
}

/// The same through the whole service, over an article that is long enough.
class CompressedServiceTest : public testing::Test {
 protected:
  [[nodiscard]] Response get(std::string_view target, Fields headers = {},
                             const std::string& method = "GET") {
    headers.push_back(service_.token(desk::Role::kAdmin));
    return service_.ask(method, target, std::move(headers));
  }
  static Fields gzip_and(Fields headers = {}) {
    headers.emplace_back("accept-encoding", "gzip, deflate, br");
    return headers;
  }

  TempIndex index_{article("refund").title("Refund to a card").with([](Article& a) {
                     a.full.html = "<p>" + long_text() + "</p>";
                     a.full.markdown = long_text();
                   }),
                   article("fee").title("A fee").body("Short.")};
  TestService service_{index_.dir(), {.cors_origins = {"https://crm.example.com"}}};
};

TEST_F(CompressedServiceTest, EveryFormOfALongArticleIsCompressed) {
  for (const auto* const type : {"application/json", "text/markdown", "text/html"}) {
    const auto plain = get("/api/v1/articles/refund", {{"accept", type}});
    const auto packed = get("/api/v1/articles/refund", gzip_and({{"accept", type}}));

    EXPECT_FALSE(is_gzip(plain)) << type;
    ASSERT_TRUE(is_gzip(packed)) << type;
    EXPECT_EQ(gunzip(packed.body), plain.body) << type;
    EXPECT_EQ(packed.header("ETag"), gzip_etag(*plain.header("ETag"))) << type;
    for (const auto& each : {plain, packed})
      EXPECT_EQ(each.header("Vary"), "Accept, Origin, Accept-Encoding") << type;
  }
}

TEST_F(CompressedServiceTest, AShortArticleIsNot) {
  const auto response = get("/api/v1/articles/fee", gzip_and());

  EXPECT_EQ(response.status, 200);
  EXPECT_FALSE(is_gzip(response));
  EXPECT_EQ(response.header("Vary"), "Accept, Origin");
}

TEST_F(CompressedServiceTest, EitherFormIsHeldUntilTheArticleChanges) {
  const std::string plain(*get("/api/v1/articles/refund").header("ETag"));
  const std::string packed(*get("/api/v1/articles/refund", gzip_and()).header("ETag"));
  for (const auto& held : {plain, packed}) {
    const auto as_is = get("/api/v1/articles/refund", {{"if-none-match", held}});
    const auto as_gzip = get("/api/v1/articles/refund", gzip_and({{"if-none-match", held}}));

    EXPECT_EQ(as_is.status, 304);
    EXPECT_EQ(as_is.header("ETag"), plain);
    EXPECT_EQ(as_gzip.status, 304);
    EXPECT_EQ(as_gzip.header("ETag"), packed);
    EXPECT_TRUE(as_gzip.body.empty());
    EXPECT_FALSE(as_gzip.header("Content-Encoding"));
    for (const auto& each : {as_is, as_gzip}) {
      ASSERT_TRUE(each.header("Vary"));
      EXPECT_NE(each.header("Vary")->find("Accept-Encoding"), std::string_view::npos);
    }
  }
}

TEST_F(CompressedServiceTest, HeadIsToldWhatGetIs) {
  for (const auto* const target : {"/api/v1/articles/refund", "/", "/openapi.json"}) {
    const auto got = get(target, gzip_and());
    const auto told = get(target, gzip_and(), "HEAD");

    EXPECT_TRUE(is_gzip(told)) << target;
    EXPECT_EQ(told.headers, got.headers) << target;
    EXPECT_EQ(told.body.size(), got.body.size()) << target << ": the length is that of the body";
  }
}

TEST_F(CompressedServiceTest, ALongRefusalIsCompressedToo) {
  const auto response =
      get("/api/v1/articles/" + std::string(2 * kCompressedFromBytes, 'x'), gzip_and());

  EXPECT_EQ(response.status, 404);
  ASSERT_TRUE(is_gzip(response));
  EXPECT_NE(gunzip(response.body).find("/problems/not-found"), std::string::npos);
}

TEST_F(CompressedServiceTest, ANewTokenAndASessionAreSentAsTheyAre) {
  const std::string name(60, 'n');
  auto headers =
      gzip_and({service_.token(desk::Role::kAdmin), {"content-type", "application/json"}});
  const auto token = service_.ask("POST", "/api/v1/tokens", headers,
                                  R"({"name": ")" + name + R"(", "role": "agent"})");
  auto browser = service_.browser(desk::Role::kAgent);
  browser.emplace_back("accept-encoding", "gzip");
  const auto panel = service_.ask("POST", "/api/v1/session/panel", browser);

  EXPECT_EQ(token.status, 201) << token.body;
  EXPECT_FALSE(is_gzip(token));
  EXPECT_FALSE(token.header("Vary")->find("Accept-Encoding") != std::string_view::npos);
  EXPECT_EQ(panel.status, 201);
  EXPECT_FALSE(is_gzip(panel));
}

}  // namespace
}  // namespace aplomb::http::test
