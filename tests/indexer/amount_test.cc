// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/amount.h"

#include <gtest/gtest.h>

namespace aplomb {
namespace {

TEST(AmountTest, NumbersAndCurrenciesAreReadAsPeopleWriteThem) {
  const auto read = [](std::string_view text) {
    const auto amount = parse_amount(text);
    return amount ? to_string(*amount) : "none";
  };
  EXPECT_EQ(read("200 EUR"), "200 EUR");
  EXPECT_EQ(read("EUR 200"), "200 EUR");
  EXPECT_EQ(read("€ 1,50"), "1.50 EUR");
  EXPECT_EQ(read("1,5 eur"), "1.50 EUR");
  EXPECT_EQ(read("0.05£"), "0.05 GBP");
  EXPECT_EQ(read("1.234,50 EUR"), "1234.50 EUR");
  EXPECT_EQ(read("1,234.50 USD"), "1234.50 USD");
  EXPECT_EQ(read("1'000 CHF"), "1000 CHF");
  EXPECT_EQ(read("1 000 000 SEK"), "1000000 SEK");
  EXPECT_EQ(read("1.000 EUR"), "1000 EUR") << "three digits are a group";
  EXPECT_EQ(read("20 Euro"), "20 EUR");
  EXPECT_EQ(read("$20"), "20 $") << "of which country, nobody says";
}

TEST(AmountTest, WhatIsNoAmountIsNone) {
  for (const char* text : {"", "200", "EUR", "200 EURO EUR", "EUR 200 EUR", "-5 EUR", "1.2345 EUR",
                           "1,2,3 EUR", "1.23.45 EUR", "12345678901234 EUR", "200 EUR a case",
                           "about 200 EUR", "1e3 EUR", "1..000 EUR", ".5 EURX", "1.000.00 EUR"})
    EXPECT_FALSE(parse_amount(text)) << text;
}

}  // namespace
}  // namespace aplomb
