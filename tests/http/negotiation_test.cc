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

TEST(NegotiationTest, GzipIsTakenWhereItIsNamed) {
  for (const auto* const header :
       {"gzip", "gzip, deflate, br, zstd", "br, gzip", "GZIP", "x-gzip", "gzip;q=0.001",
        "gzip ; Q=1", "*", "br;q=1, *;q=0.1", "gzip, identity", "gzip;q=0.5, identity;q=0.5",
        "gzip, *;q=0", "identity;q=0, *", "gzip;q=0.5"})
    EXPECT_TRUE(accepts_gzip(header)) << header;
}

TEST(NegotiationTest, GzipIsNotTakenWhereItIsRefusedOrNotNamed) {
  EXPECT_FALSE(accepts_gzip(std::nullopt));
  for (const auto* const header :
       {"", "identity", "br", "deflate, zstd", "gzip;q=0", "gzip;q=0.000", "gzip;q=0, *", "*;q=0",
        "identity;q=0", "gzipped", "gzip/1", ",;,q=,;;"})
    EXPECT_FALSE(accepts_gzip(header)) << header;
}

TEST(NegotiationTest, WhoLikesTheBytesAsTheyAreBetterGetsThem) {
  for (const auto* const header : {"identity, gzip;q=0.5", "gzip;q=0.2, *;q=0.8",
                                   "*;q=0.5, identity;q=0.6", "gzip;q=0.9, identity"})
    EXPECT_FALSE(accepts_gzip(header)) << header;
}

}  // namespace
}  // namespace aplomb::http
