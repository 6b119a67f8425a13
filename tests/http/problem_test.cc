// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/problem.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace aplomb::http {
namespace {

TEST(ProblemTest, EveryCodeHasItsStatus) {
  EXPECT_EQ(status_of(Code::kInvalidArgument), 400);
  EXPECT_EQ(status_of(Code::kNotFound), 404);
  EXPECT_EQ(status_of(Code::kConflict), 409);
  EXPECT_EQ(status_of(Code::kSchemaMismatch), 503);
  EXPECT_EQ(status_of(Code::kDamaged), 503);
  EXPECT_EQ(status_of(Code::kUnauthenticated), 401);
  EXPECT_EQ(status_of(Code::kForbidden), 403);
  EXPECT_EQ(status_of(Code::kTooMany), 429);
  EXPECT_EQ(status_of(Code::kUnavailable), 503);
  EXPECT_EQ(status_of(Code::kFull), 507);
  EXPECT_EQ(status_of(Code::kIo), 500);
}

TEST(ProblemTest, AnErrorBecomesAProblemDocument) {
  const Request request{.method = "GET", .path = "/api/v1/search"};

  const auto response =
      problem_response({Code::kInvalidArgument, "limit is wrong", "leave it out"}, request);

  EXPECT_EQ(response.status, 400);
  EXPECT_EQ(response.content_type, "application/problem+json");
  const auto body = nlohmann::json::parse(response.body);
  EXPECT_EQ(body["type"], "/problems/invalid-argument");
  EXPECT_EQ(body["status"], 400);
  EXPECT_EQ(body["detail"], "limit is wrong");
  EXPECT_EQ(body["hint"], "leave it out");
  EXPECT_EQ(body["instance"], "/api/v1/search");
  EXPECT_TRUE(body["title"].is_string());
}

TEST(ProblemTest, TooManyAtOnceSaysWhenToComeBack) {
  const auto response =
      problem_response({Code::kTooMany, "busy", ""}, {.method = "POST", .path = "/api/v1/users"});

  EXPECT_EQ(response.status, 429);
  EXPECT_EQ(response.header("Retry-After"), "1");
  EXPECT_EQ(response.header("RateLimit"), R"("passwords";r=0;t=1)");
}

TEST(ProblemTest, WithoutAHintThereIsNone) {
  const auto body = nlohmann::json::parse(to_response(to_problem({Code::kIo, "disk", ""})).body);

  EXPECT_FALSE(body.contains("hint"));
  EXPECT_FALSE(body.contains("instance"));
}

TEST(ProblemTest, ANameInThePointerIsEscaped) {
  const Request request{.method = "POST", .path = "/", .body = "{}"};

  const auto response = problem_response({Code::kInvalidArgument, "wrong", "", "a/b~c"}, request);

  EXPECT_EQ(nlohmann::json::parse(response.body)["errors"][0]["pointer"], "/a~1b~0c");
}

TEST(ProblemTest, AMissingIndexIsNoMissingArticle) {
  const Request request{.method = "GET", .path = "/api/v1/search"};

  EXPECT_EQ(index_problem({Code::kNotFound, "/srv/x", ""}, request).status, 503);
  EXPECT_EQ(index_problem({Code::kNotFound, "/srv/x", ""}, request).body.find("/srv"),
            std::string::npos);
  EXPECT_EQ(index_problem({Code::kIo, "disk", ""}, request).status, 500);
}

TEST(ProblemTest, WordsThatAreNotUtf8DoNotThrow) {
  const auto response = to_response(to_problem({Code::kIo,
                                                "a\xFF\xFE"
                                                "b",
                                                ""}));

  EXPECT_EQ(nlohmann::json::parse(response.body)["detail"], "a\uFFFD\uFFFDb");
}

}  // namespace
}  // namespace aplomb::http
