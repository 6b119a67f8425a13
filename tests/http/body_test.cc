// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/body.h"

#include <gtest/gtest.h>

namespace aplomb::http {
namespace {

Request with(std::string body, std::string type = "application/json") {
  return {.method = "POST",
          .path = "/api/v1/things",
          .headers = {{"content-type", std::move(type)}},
          .body = std::move(body)};
}

/// What a handler of a `name` and an optional `flag` answers; 0 when all is well.
int status_of(const Request& request) {
  Body body(request);
  (void)body.text("name");
  (void)body.flag_if_any("flag");
  const auto problem = body.problem();
  return problem ? problem->status : 0;
}

/// The `errors` of that answer.
nlohmann::json errors_of(const Request& request) {
  Body body(request);
  (void)body.text("name");
  (void)body.flag_if_any("flag");
  return nlohmann::json::parse(body.problem().value().body).at("errors");
}

TEST(BodyTest, FieldsAreReadByTheirTypes) {
  const auto request = with(R"({"name": "änne", "flag": true, "none": null, "empty": ""})");
  Body body(request);

  EXPECT_EQ(body.text("name"), "änne");
  EXPECT_EQ(body.flag_if_any("flag"), true);
  EXPECT_EQ(body.text_if_any("none"), std::nullopt);
  EXPECT_EQ(body.text_if_any("empty"), "");
  EXPECT_EQ(body.text_if_any("absent"), std::nullopt);
  EXPECT_FALSE(body.problem());
}

TEST(BodyTest, OnlyJsonIsTakenWhichNoFormCanSend) {
  for (const auto* const type :
       {"application/json", "application/json; charset=utf-8", "Application/JSON ;charset=utf-8"})
    EXPECT_EQ(status_of(with(R"({"name": "x"})", type)), 0) << type;
  for (const auto* const type :
       {"", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data",
        "application/jsonp", "text/plain; application/json", "application/merge-patch+json"})
    EXPECT_EQ(status_of(with(R"({"name": "x"})", type)), 415) << type;
  EXPECT_EQ(status_of({.method = "POST", .path = "/x", .body = R"({"name": "x"})"}), 415);
}

TEST(BodyTest, WhatIsNoObjectIsRefused) {
  for (const auto* const text :
       {"", " ", "null", "[]", "\"name\"", "7", "{", "{}{}", "{\"name\": \"x\",}", "{name: 'x'}",
        "{\"name\": \"x\"} // why", "\xEF\xBB\xBF{", "{\"name\": \"\x01\"}", "{\"name\": NaN}"})
    EXPECT_EQ(status_of(with(text)), 400) << text;
}

TEST(BodyTest, TextThatIsNoUnicodeIsRefused) {
  EXPECT_EQ(status_of(with("{\"name\": \"caf\xE9\"}")), 400);
  EXPECT_EQ(status_of(with("{\"name\": \"\xC0\xAF\"}")), 400) << "overlong";
  EXPECT_EQ(status_of(with("{\"name\": \"\xED\xA0\x80\"}")), 400) << "a surrogate";
  EXPECT_EQ(status_of(with(R"({"name": "\ud800"})")), 400);
  EXPECT_EQ(status_of(with(R"({"name": "\ud83d\ude00"})")), 0);
}

TEST(BodyTest, DepthAndLengthDoNoHarm) {
  constexpr std::size_t kMost = 64 * 1024;
  EXPECT_EQ(status_of(with(std::string(kMost, '['))), 400);
  EXPECT_EQ(status_of(with(std::string(kMost / 2, '[') + std::string(kMost / 2, ']'))), 400);
  std::string objects;
  for (std::size_t i = 0; i < kMost / 5; ++i) objects += "{\"a\":";
  EXPECT_EQ(status_of(with(objects)), 400);
  EXPECT_EQ(status_of(with("{\"name\": " + std::string(kMost / 2, '[') +
                           std::string(kMost / 2, ']') + "}")),
            400);
  EXPECT_EQ(status_of(with("{\"name\": \"" + std::string(kMost, 'x') + "\"}")), 0);
}

TEST(BodyTest, SignsOfJsonWithinATextAreText) {
  const auto request = with(R"({"name": "[[[[[[[[[[{{{{{{{{{{\"\\"})");
  Body body(request);

  EXPECT_EQ(body.text("name"), "[[[[[[[[[[{{{{{{{{{{\"\\");
  EXPECT_FALSE(body.problem());
}

TEST(BodyTest, OfAFieldThatComesTwiceTheLastCounts) {
  const auto request = with(R"({"name": "first", "name": "last"})");
  Body body(request);

  EXPECT_EQ(body.text("name"), "last");
}

TEST(BodyTest, EveryFaultIsNamedAtOnce) {
  const auto errors = errors_of(with(R"({"flag": "yes", "role": "admin"})"));

  ASSERT_EQ(errors.size(), 3U);
  EXPECT_EQ(errors[0], (nlohmann::json{{"pointer", "/name"}, {"detail", "is missing"}}));
  EXPECT_EQ(errors[1]["pointer"], "/flag");
  EXPECT_EQ(errors[2],
            (nlohmann::json{{"pointer", "/role"}, {"detail", "is not a field of this"}}));
}

TEST(BodyTest, AnotherTypeIsAFaultAndNoText) {
  for (const auto* const value :
       {"7", "true", "[]", "{}", "1e999999", "123456789012345678901234"}) {
    const auto request = with("{\"name\": " + std::string(value) + "}");
    EXPECT_EQ(status_of(request), 400) << value;
  }
  EXPECT_EQ(errors_of(with(R"({"name": 7})"))[0]["detail"], "must be a text");
  EXPECT_EQ(errors_of(with(R"({"name": ""})"))[0]["detail"], "is missing");
  EXPECT_EQ(errors_of(with(R"({"name": null})"))[0]["detail"], "is missing");
  for (const auto* const value : {"1", "\"true\"", "[true]"})
    EXPECT_EQ(status_of(with("{\"name\": \"x\", \"flag\": " + std::string(value) + "}")), 400);
}

TEST(BodyTest, APointerEscapesWhatPointersAreMadeOf) {
  const auto errors = errors_of(with(R"({"name": "x", "a/b~c": 1})"));

  EXPECT_EQ(errors[0]["pointer"], "/a~1b~0c") << "RFC 6901, 3";
}

TEST(BodyTest, AnAnswerIsNoLongerThanWhatWasSent) {
  std::string many = "{\"name\": \"x\"";
  for (int i = 0; i < 8000; ++i) many += ",\"" + std::to_string(i) + "\":0";
  const auto request = with(many + "}");

  EXPECT_EQ(errors_of(request).size(), 20U);
}

}  // namespace
}  // namespace aplomb::http
