// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/question_text.h"

#include <gtest/gtest.h>

namespace aplomb::desk {
namespace {

constexpr std::size_t kRoom = 300;

TEST(QuestionTextTest, OneQuestionIsOneTextHoweverItIsWritten) {
  for (const char* typed : {"refund late?", "  Refund -- LATE ", "réfund läte"})
    EXPECT_EQ(question_text(typed, kRoom), "refund late") << typed;
}

TEST(QuestionTextTest, WhatTellsAPersonIsMasked) {
  EXPECT_EQ(question_text("order 4711 0815 99 of anna@example.com", kRoom),
            "order number of email");
  EXPECT_EQ(question_text("card ４１１１１１１１", kRoom), "card number") << "digits of any shape";
}

TEST(QuestionTextTest, ALongOneIsCutBetweenCharacters) {
  EXPECT_EQ(question_text("жжжж", 5), "жж");
  EXPECT_EQ(question_text("", kRoom), "");
  EXPECT_EQ(question_text("?!", kRoom), "");
  EXPECT_EQ(question_text("a\xff\x00z", kRoom), "a");
}

}  // namespace
}  // namespace aplomb::desk
