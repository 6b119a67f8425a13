// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/etag.h"

#include <gtest/gtest.h>

#include "http/compression.h"

namespace aplomb::http {
namespace {

Response large_json() {
  return json('"' + std::string(kCompressedFromBytes, 'a') + '"');
}

Request get(Fields headers) {
  return {.method = "GET", .path = "/", .headers = std::move(headers)};
}

TEST(EtagTest, ATagIsFoundInAListAndComparedWeakly) {
  EXPECT_TRUE(none_match_holds(R"("a", W/"b")", R"("b")"));
  EXPECT_TRUE(none_match_holds("*", R"("b")"));
  EXPECT_FALSE(none_match_holds(R"("ab")", R"("b")"));
  EXPECT_FALSE(none_match_holds("", R"("b")"));
}

TEST(EtagTest, AHeldAnswerIsNotSentAgain) {
  const Request request{.method = "GET", .path = "/", .headers = {{"If-None-Match", R"("v1")"}}};

  const auto same = with_etag(json("{}"), request, R"("v1")");
  const auto other = with_etag(json("{}"), request, R"("v2")");

  EXPECT_EQ(same.status, 304);
  EXPECT_TRUE(same.body.empty());
  EXPECT_EQ(same.header("ETag"), R"("v1")");
  EXPECT_EQ(other.status, 200);
  EXPECT_EQ(other.body, "{}");
}

TEST(EtagTest, WhatWasChangedIsToldInFull) {
  for (const auto* const method : {"POST", "PATCH", "PUT"}) {
    const Request request{.method = method, .path = "/", .headers = {{"if-none-match", "*"}}};

    const auto response = with_etag(json("{}"), request, R"("v1")");

    EXPECT_EQ(response.status, 200) << method;
    EXPECT_EQ(response.body, "{}") << method;
  }
}

TEST(EtagTest, TheGzipFormHasATagOfItsOwnThatNamesTheSameVersion) {
  EXPECT_EQ(gzip_etag(R"("v1")"), R"("v1-gz")");
  for (const auto* const mine : {R"("v1")", R"("v1-gz")"})
    for (const auto* const held : {R"("v1")", R"("v1-gz")", R"(W/"v1-gz")", R"("v0", "v1-gz")"})
      EXPECT_TRUE(none_match_holds(held, mine)) << held << " of " << mine;
  for (const auto* const held : {R"("v2-gz")", R"("v1-g")", R"("v1-gzip")", "v1-gz", R"("-gz")"})
    EXPECT_FALSE(none_match_holds(held, R"("v1")")) << held;
}

TEST(EtagTest, WhatWasReadCompressedCanBeChanged) {
  const auto status = [](std::string_view if_match) {
    const auto refused = precondition_refusal(
        {.method = "PATCH", .path = "/", .headers = {{"if-match", std::string(if_match)}}},
        R"("v1")");
    return refused ? refused->status : 200;
  };
  EXPECT_EQ(status(R"("v1")"), 200);
  EXPECT_EQ(status(R"("v1-gz")"), 200);
  EXPECT_EQ(status(R"("v0", "v1-gz")"), 200);
  EXPECT_EQ(status("*"), 200);
  EXPECT_EQ(status(R"("v2-gz")"), 412);
  EXPECT_EQ(status(R"(W/"v1-gz")"), 412) << "If-Match compares strongly";
  EXPECT_EQ(status("v1"), 412);
}

TEST(EtagTest, NothingHasChangedIsSaidAboutTheFormThatWouldBeSent) {
  for (const auto* const held : {R"("v1")", R"("v1-gz")"}) {
    const auto plain = with_etag(large_json(), get({{"if-none-match", held}}), R"("v1")");
    const auto packed = with_etag(
        large_json(), get({{"if-none-match", held}, {"accept-encoding", "gzip"}}), R"("v1")");

    EXPECT_EQ(plain.status, 304);
    EXPECT_EQ(plain.header("ETag"), R"("v1")");
    EXPECT_EQ(plain.header("Vary"), "Accept-Encoding");
    EXPECT_EQ(packed.status, 304);
    EXPECT_EQ(packed.header("ETag"), R"("v1-gz")");
    EXPECT_EQ(packed.header("Vary"), "Accept-Encoding");
    EXPECT_FALSE(packed.header("Content-Encoding"));
  }
}

TEST(EtagTest, NothingHasChangedIsSaidWithoutVaryOfWhatHasOneForm) {
  const auto small = with_etag(
      json("{}"), get({{"if-none-match", R"("v1")"}, {"accept-encoding", "gzip"}}), R"("v1")");

  EXPECT_EQ(small.status, 304);
  EXPECT_EQ(small.header("ETag"), R"("v1")");
  EXPECT_FALSE(small.header("Vary"));
}

}  // namespace
}  // namespace aplomb::http
