// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/uri.h"

#include <gtest/gtest.h>

namespace aplomb::http {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

TEST(UriTest, QueryFieldsKeepTheirOrderAndTheirDoubles) {
  const Fields expected{{"kind", "tip"}, {"q", "two words "}, {"kind", "faq"}, {"bare", ""}};

  EXPECT_EQ(parse_query("kind=tip&q=two+words%20&&kind=faq&bare"), expected);
}

TEST(UriTest, WhatIsNoPercentEncodingStaysAsItIs) {
  EXPECT_EQ(percent_decode("100%"), "100%");
  EXPECT_EQ(percent_decode("100%zz%4"), "100%zz%4");
  EXPECT_EQ(percent_decode("a+b%2Bc"), "a+b+c");
}

TEST(UriTest, BytesThatAreNotUtf8AreReplaced) {
  const std::string one(kReplacement);

  EXPECT_EQ(percent_decode("a%FFb"), "a" + one + "b");
  EXPECT_EQ(percent_decode("%C0%80"), one + one) << "overlong NUL";
  EXPECT_EQ(percent_decode("%ED%A0%80"), one + one + one) << "a surrogate";
  EXPECT_EQ(percent_decode("%F4%90%80%80"), one + one + one + one) << "above U+10FFFF";
  EXPECT_EQ(percent_decode("%E2%82"), one + one) << "cut short";
  EXPECT_EQ(percent_decode("%E2%82%AC %F0%9F%98%80 %C3%A4"), "€ 😀 ä");
}

TEST(UriTest, EncodingUndoesItself) {
  const std::string text = "a/b c?d#e%f&g=ä\"<>";

  EXPECT_EQ(percent_decode(percent_encode(text)), text);
  EXPECT_EQ(percent_encode_path("a b/c"), "a%20b/c");
}

TEST(UriTest, AnArticlesAddressEscapesItsAnchor) {
  EXPECT_EQ(article_url("refund", "größe 1"), "/a/refund#gr%C3%B6%C3%9Fe%201");
  EXPECT_EQ(article_url("refund"), "/a/refund");
}

TEST(UriTest, APathIsSplitBeforeItIsDecoded) {
  EXPECT_EQ(split_path("/a/b%2Fc/"), (std::vector<std::string_view>{"a", "b%2Fc", ""}));
  EXPECT_TRUE(split_path("/").empty());
}

}  // namespace
}  // namespace aplomb::http
