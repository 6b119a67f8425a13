// SPDX-License-Identifier: GPL-3.0-or-later
// What becomes of every request, whatever it is for.
#include "http/service.h"

#include <gtest/gtest.h>

#include <stdexcept>

#include "tests/http/test_service.h"

namespace aplomb::http::test {
namespace {

using aplomb::test::article;
using aplomb::test::TempIndex;

class ServiceTest : public testing::Test {
 protected:
  TempIndex index_{article("refund").title("Refund to a card").body("Check the date.")};
};

TEST_F(ServiceTest, AnotherNameInHostIsMisdirected) {
  const TestService service(index_.dir());

  EXPECT_EQ(service.ask("GET", "/", {{"host", "rebound.example"}}).status, 421);
  EXPECT_EQ(service.ask("GET", "/", {{"host", "localhost:8080"}}).status, 200);
  EXPECT_EQ(service.answer({.method = "GET", .path = "/"}).status, 200);
}

TEST_F(ServiceTest, AConfiguredNameIsServed) {
  const TestService service(index_.dir(), {.hosts = {"kb.example.com"}});

  EXPECT_EQ(service.ask("GET", "/", {{"host", "KB.example.com:443"}}).status, 200);
  EXPECT_EQ(service.ask("GET", "/", {{"host", "kb.example.com.evil.example"}}).status, 421);
}

TEST_F(ServiceTest, AHandlerThatThrowsKeepsItsWordsToItself) {
  const Houses none;
  TestService desk(index_.dir());
  const Service service(Router({{"GET", "/throw", Access::kOpen,
                                 [](const Request&) -> Response {
                                   throw std::runtime_error("the secret of the house");
                                 }}},
                               none),
                        Identity(desk.desk(), {}), value_of(ServedNames::make({Endpoint{}}, {})),
                        {});

  const auto response =
      service.answer({.method = "GET", .path = "/throw", .headers = {{"host", "localhost"}}});

  EXPECT_EQ(response.status, 500);
  EXPECT_EQ(response.content_type, "application/problem+json");
  EXPECT_EQ(response.body.find("secret"), std::string::npos);
  for (const auto& [name, value] : response.headers)
    EXPECT_EQ(value.find("secret"), std::string::npos) << name;
}

TEST_F(ServiceTest, EveryAnswerCarriesTheSecurityHeaders) {
  const TestService service(index_.dir());
  for (const auto* const path : {"/", "/nowhere", "/api/v1/search?q=refund"}) {
    const auto response = service.ask("GET", path);
    EXPECT_EQ(response.header("X-Content-Type-Options"), "nosniff") << path;
    EXPECT_EQ(response.header("Referrer-Policy"), "same-origin") << path;
    EXPECT_EQ(response.header("X-Frame-Options"), "DENY") << path;
    ASSERT_TRUE(response.header("Content-Security-Policy")) << path;
    EXPECT_TRUE(response.header("Content-Security-Policy")->starts_with("default-src 'none';"));
    EXPECT_EQ(response.header("Content-Security-Policy")->find("unsafe"), std::string::npos);
  }
}

TEST_F(ServiceTest, WhoeverShowsNothingReadsNothing) {
  const TestService service(index_.dir());

  const auto response = service.ask("GET", "/api/v1/search?q=refund");

  EXPECT_EQ(response.status, 401);
  EXPECT_EQ(response.header("WWW-Authenticate"), "Bearer realm=\"aplomb\"");
  EXPECT_EQ(response.body.find("Refund to a card"), std::string::npos);
}

TEST_F(ServiceTest, ATokenOpensReading) {
  TestService service(index_.dir());

  EXPECT_EQ(
      service.ask("GET", "/api/v1/search?q=refund", {service.token(desk::Role::kAgent)}).status,
      200);
}

}  // namespace
}  // namespace aplomb::http::test
