// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/unicode.h"

#include <gtest/gtest.h>

namespace aplomb {
namespace {

TEST(FoldTest, CaseAndAccentsAreGone) {
  EXPECT_EQ(fold("Café"), "cafe");
  EXPECT_EQ(fold("cafe\u0301"), "cafe");  // decomposed
  EXPECT_EQ(fold("STRASSE"), fold("Straße"));
  EXPECT_EQ(fold("Ёлка"), "елка");
  EXPECT_EQ(fold("Łódź Øre Æsir"), "lodz ore aesir");
}

TEST(FoldTest, FullWidthAndLigaturesArePlain) {
  EXPECT_EQ(fold("ＬＡＮ１２"), "lan12");
  EXPECT_EQ(fold("oﬃce"), "office");
}

TEST(FoldTest, DigitsOfOtherScriptsAreDigits) {
  EXPECT_EQ(fold("٤٠١٢"), "4012");
  EXPECT_EQ(fold("४०१२"), "4012");
}

TEST(FoldTest, MarksThatTellWordsApartStay) {
  EXPECT_NE(fold("か"), fold("が"));
  EXPECT_NE(fold("की"), fold("का"));
}

TEST(FoldTest, HalfWidthKanaMeetFullWidthOnes) {
  EXPECT_EQ(fold("ﾊﾟｽﾜｰﾄﾞ"), fold("パスワード"));
}

TEST(DecodeTest, BrokenBytesReadAsReplacementsOneAtATime) {
  const std::string broken = "a\xC3(\xFF";
  EXPECT_EQ(to_valid_utf8(broken), "a\uFFFD(\uFFFD");
  EXPECT_EQ(count_code_points(broken), 4U);
}

TEST(Utf8PrefixTest, NeverCutsACharacter) {
  EXPECT_EQ(utf8_prefix("aé", 2), "a");
  EXPECT_EQ(utf8_prefix("aé", 3), "aé");
}

}  // namespace
}  // namespace aplomb
