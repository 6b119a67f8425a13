// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/said_words.h"

#include <gtest/gtest.h>

namespace aplomb {
namespace {

bool say(std::string_view typed, std::string_view phrase, std::string_view language = "") {
  return SaidWords(typed, language).say(Phrase(phrase, language));
}

TEST(SaidWordsTest, AllWordsOfAPhraseMustBeSaidInAnyOrder) {
  EXPECT_TRUE(say("my card payment was refused", "card payment"));
  EXPECT_TRUE(say("payment by card", "card payment"));
  EXPECT_FALSE(say("my card was refused", "card payment"));
  EXPECT_FALSE(say("", "card"));
}

TEST(SaidWordsTest, WordsCountFoldedAndStemmed) {
  EXPECT_TRUE(say("PAYMENTS refused", "payment"));
  EXPECT_TRUE(say("the cafe", "Café"));
  EXPECT_TRUE(say("zwei Rechnungen", "Rechnung", "de"));
}

TEST(SaidWordsTest, FunctionWordsCountOnlyWhereThereAreNoOthers) {
  EXPECT_TRUE(say("payment app", "the app of a payment"));
  EXPECT_FALSE(say("of the payment", "the app"));
  EXPECT_TRUE(say("what of the", "the"));
}

TEST(SaidWordsTest, WordsWrittenApartOrTogetherAreTheSame) {
  EXPECT_TRUE(say("wifi is down", "wi fi"));
  EXPECT_TRUE(say("wi fi is down", "wifi"));
  EXPECT_TRUE(say("wi-fi is down", "wifi"));
}

TEST(SaidWordsTest, CodesAreFoundHoweverTheyAreWritten) {
  EXPECT_TRUE(say("it says err 4012", "ERR-4012"));
  EXPECT_FALSE(say("it says err 4013", "ERR-4012"));
}

TEST(SaidWordsTest, APhraseWithoutWordsIsNeverSaid) {
  EXPECT_TRUE(Phrase(" ?! ", "").empty());
  EXPECT_FALSE(say("anything", " ?! "));
}

TEST(SaidWordsTest, AnyBytesAreWords) {
  EXPECT_FALSE(say("\xff\xfe\x00 x", "\xf0\x9f"));
  EXPECT_FALSE(say(std::string(100'000, 'x') + " card", "payment"));
}

}  // namespace
}  // namespace aplomb
