// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <string>

#include "engine/query.h"

namespace aplomb {
namespace {

std::string parsed(std::string_view text) {
  return to_string(parse_query(text));
}

TEST(QueryParserTest, WordsPhrasesExclusionsAndFilters) {
  EXPECT_EQ(parsed(R"(refund "debit card" -paypal kind:procedure late )"),
            "word(refund) phrase(debit card) not(paypal) word(late) kind=procedure");
}

TEST(QueryParserTest, TheLastWordMayBeHalfTypedUnlessSomethingFollows) {
  EXPECT_EQ(parsed("refund deb"), "word(refund) prefix(deb)");
  EXPECT_EQ(parsed("refund deb "), "word(refund) word(deb)");
  EXPECT_EQ(parsed("refund?"), "word(refund?)");
}

TEST(QueryParserTest, FilterValuesMayBeQuoted) {
  EXPECT_EQ(parsed(R"(product:"web shop" refund )"), "word(refund) product=web shop");
}

TEST(QueryParserTest, WhatDoesNotParseIsWords) {
  EXPECT_EQ(parsed(R"("debit card )"), "word(debit) word(card)");
  EXPECT_EQ(parsed("colour:red "), "word(colour:red)");
  EXPECT_EQ(parsed("kind: "), "word(kind:)");
  EXPECT_EQ(parsed("foo AND "), "word(foo) word(AND)");
}

TEST(QueryParserTest, OptionsAndNumbersAreNotExclusions) {
  EXPECT_EQ(parsed("install --force -v "), "word(install) word(--force) word(-v)");
}

TEST(QueryParserTest, ExclusionsNeedSomethingToExcludeFrom) {
  EXPECT_EQ(parsed("-refund "), "word(refund)");
  EXPECT_EQ(parsed("-refund kind:tip"), "not(refund) kind=tip");
}

TEST(QueryParserTest, TypographicQuotesAreQuotes) {
  EXPECT_EQ(parsed("“debit card”"), "phrase(debit card)");
  EXPECT_EQ(parsed("„auf Rechnung“"), "phrase(auf Rechnung)");
}

TEST(QueryParserTest, WhatIsLeftOutIsSaid) {
  std::string many;
  for (int i = 0; i < 1000; ++i) many += "word" + std::to_string(i) + " ";
  const Query query = parse_query(many);
  EXPECT_EQ(query.clauses.size(), kMaxClauses);
  ASSERT_EQ(query.ignored.size(), 1U);
  EXPECT_NE(query.ignored[0].find("only the first 64 words"), std::string::npos);
  EXPECT_EQ(parse_query("refund ???").ignored.size(), 1U);
}

TEST(QueryParserTest, AnyBytesAreAQuery) {
  std::string bytes;
  for (int i = 0; i < 5'000; ++i) bytes += static_cast<char>((i * 7919) >> 3);
  EXPECT_LE(parse_query(bytes).clauses.size(), kMaxClauses);
  EXPECT_TRUE(parse_query("").clauses.empty());
  EXPECT_TRUE(parse_query(std::string_view("\0\0", 2)).clauses.empty());
}

}  // namespace
}  // namespace aplomb
