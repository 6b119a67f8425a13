// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/word_difference.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/support/temp_index.h"

namespace aplomb {
namespace {

using test::value_of;

std::string shown(const WordDifference& difference) {
  std::string text;
  for (const auto& [words, op] : difference.changes)
    text += op == WordChange::Op::kSame      ? words
            : op == WordChange::Op::kRemoved ? "[-" + words + "-]"
                                             : "{+" + words + "+}";
  return text;
}

std::string difference_of(std::string_view from, std::string_view to) {
  return shown(value_of(word_difference(from, to, 4096)));
}

TEST(WordDifferenceTest, OnlyTheWordsThatChangedAreMarked) {
  EXPECT_EQ(difference_of("It takes ten days.\n", "It takes five days.\n"),
            "It takes [-ten-]{+five+} days.\n");
  EXPECT_EQ(difference_of("same\n", "same\n"), "");
  EXPECT_EQ(difference_of("", "new\n"), "{+new\n+}");
}

TEST(WordDifferenceTest, AroundThemALineIsShown) {
  EXPECT_EQ(difference_of("1\n2\n3\nold\n5\n6\n7\n", "1\n2\n3\nnew\n5\n6\n7\n"),
            "3\n[-old-]{+new+}\n5\n");
}

TEST(WordDifferenceTest, ItIsCutAtACharacterAndSaysSo) {
  std::string wide;
  for (int i = 0; i < 500; ++i) wide += "ü";
  const auto cut = value_of(word_difference("", wide, 99));
  EXPECT_TRUE(cut.cut);
  EXPECT_EQ(cut.changes.front().text.size(), 98U);
}

TEST(WordDifferenceTest, TextsOfAMillionWordsTakeNoTime) {
  std::string from, to;
  for (int i = 0; i < 300'000; ++i) {
    from += "a" + std::to_string(i) + " ";
    to += "b" + std::to_string(i) + " ";
  }
  EXPECT_TRUE(value_of(word_difference(from, to, 4096)).cut);
  EXPECT_FALSE(word_difference(std::string((4U << 20U) + 1, 'a'), to, 10));
  (void)value_of(word_difference(std::string("\xff\0\n", 3), "\xfe", 10));
}

}  // namespace
}  // namespace aplomb
