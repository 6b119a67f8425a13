// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/negotiation.h"

#include <gtest/gtest.h>

#include <array>

namespace aplomb::http {
namespace {

constexpr std::array<std::string_view, 3> kOffered{"application/json", "text/markdown",
                                                   "text/html"};

std::string chosen(std::string_view accept) {
  const auto index = choose_type(accept, kOffered);
  return index ? std::string(kOffered.at(*index)) : "none";
}

TEST(NegotiationTest, TheFirstOfferIsTakenWhenAnythingGoes) {
  EXPECT_EQ(choose_type(std::nullopt, kOffered), 0U);
  EXPECT_EQ(chosen(""), "application/json");
  EXPECT_EQ(chosen("*/*"), "application/json");
  EXPECT_EQ(chosen("text/*"), "text/markdown");
}

TEST(NegotiationTest, TheHighestQualityWins) {
  EXPECT_EQ(chosen("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"), "text/html");
  EXPECT_EQ(chosen("application/json;q=0.4, text/markdown;q=0.5"), "text/markdown");
  EXPECT_EQ(chosen("TEXT/HTML ; charset=utf-8 ; Q=0.3"), "text/html");
}

TEST(NegotiationTest, TheCloserRangeSpeaksForAType) {
  EXPECT_EQ(chosen("*/*;q=0.9, application/json;q=0"), "text/markdown");
  EXPECT_EQ(chosen("text/*, text/markdown;q=0.1"), "text/html");
}

TEST(NegotiationTest, WhenNothingFitsThereIsNoChoice) {
  EXPECT_EQ(chosen("image/png"), "none");
  EXPECT_EQ(chosen("*/*;q=0"), "none");
  EXPECT_EQ(chosen(",;,q=,;;"), "none");
}

TEST(NegotiationTest, ATagIsFoundInAListAndComparedWeakly) {
  EXPECT_TRUE(none_match_holds(R"("a", W/"b")", R"("b")"));
  EXPECT_TRUE(none_match_holds("*", R"("b")"));
  EXPECT_FALSE(none_match_holds(R"("ab")", R"("b")"));
  EXPECT_FALSE(none_match_holds("", R"("b")"));
}

TEST(NegotiationTest, AHeldAnswerIsNotSentAgain) {
  const Request request{.method = "GET", .path = "/", .headers = {{"If-None-Match", R"("v1")"}}};

  const auto same = with_etag(json("{}"), request, R"("v1")");
  const auto other = with_etag(json("{}"), request, R"("v2")");

  EXPECT_EQ(same.status, 304);
  EXPECT_TRUE(same.body.empty());
  EXPECT_EQ(same.header("ETag"), R"("v1")");
  EXPECT_EQ(other.status, 200);
  EXPECT_EQ(other.body, "{}");
}

TEST(NegotiationTest, WhatWasChangedIsToldInFull) {
  for (const auto* const method : {"POST", "PATCH", "PUT"}) {
    const Request request{.method = method, .path = "/", .headers = {{"if-none-match", "*"}}};

    const auto response = with_etag(json("{}"), request, R"("v1")");

    EXPECT_EQ(response.status, 200) << method;
    EXPECT_EQ(response.body, "{}") << method;
  }
}

}  // namespace
}  // namespace aplomb::http
