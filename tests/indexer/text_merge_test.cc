// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/text_merge.h"

#include <gtest/gtest.h>

#include <string>

#include "indexer/article_reader.h"
#include "tests/support/temp_index.h"

namespace aplomb {
namespace {

using test::value_of;

TEST(TextMergeTest, ChangesInDifferentPlacesAreBothKept) {
  const auto merged =
      value_of(merge_texts("1\n2\n3\n4\n5\n", "1 a\n2\n3\n4\n5\n", "1\n2\n3\n4\n5 b\n"));
  EXPECT_EQ(merged.text, "1 a\n2\n3\n4\n5 b\n");
  EXPECT_EQ(merged.conflicts, 0U);
}

TEST(TextMergeTest, ChangesOfTheSameLineStandSideBySide) {
  const auto merged = value_of(
      merge_texts("1\nx\n2\n3\n4\n5\ny\n", "1\na\n2\n3\n4\n5\nc\n", "1\nb\n2\n3\n4\n5\nd\n"));
  EXPECT_EQ(merged.text,
            "1\n<<<<<<< yours\na\n=======\nb\n>>>>>>> theirs\n2\n3\n4\n5\n"
            "<<<<<<< yours\nc\n=======\nd\n>>>>>>> theirs\n");
  EXPECT_EQ(merged.conflicts, 2U);
}

TEST(TextMergeTest, TheSameChangeTwiceIsOneChange) {
  const auto merged = value_of(merge_texts("x\n", "y\n", "y\n"));
  EXPECT_EQ(merged.text, "y\n");
  EXPECT_EQ(merged.conflicts, 0U);
}

TEST(TextMergeTest, TextsThatShowConflictsAreNotTakenForSome) {
  const std::string shown = "How it looks:\n<<<<<<< yours\n=======\n>>>>>>> theirs\n";
  EXPECT_EQ(value_of(merge_texts(shown + "1\n", shown + "2\n", shown + "1\n")).conflicts, 0U);
  EXPECT_EQ(value_of(merge_texts(shown + "1\n", shown + "2\n", shown + "3\n")).conflicts, 1U);
}

TEST(TextMergeTest, AnyTextIsMergedOrRefused) {
  EXPECT_EQ(value_of(merge_texts("", "", "")).text, "");
  EXPECT_EQ(value_of(merge_texts("", "a", "")).text, "a");
  EXPECT_EQ(value_of(merge_texts("a\r\nb\r\n", "a\r\nc\r\n", "a\r\nb\r\n")).text, "a\r\nc\r\n");
  EXPECT_EQ(value_of(merge_texts("\xFF\n", "\xFF\n\xFE\n", "\xFF\n")).text, "\xFF\n\xFE\n");
  EXPECT_EQ(merge_texts("a", std::string("\0", 1), "b").error().code, Code::kInvalidArgument);
  EXPECT_EQ(merge_texts("", std::string(kMaxArticleBytes + 1, 'x'), "").error().code,
            Code::kInvalidArgument);
}

std::string shown(const Difference& difference) {
  std::string all;
  for (const auto& run : difference) {
    all += "@\n";
    for (const DifferenceLine& line : run) {
      constexpr std::string_view kSigns = " -+";
      all += kSigns[static_cast<std::size_t>(line.kind)];
      all += std::to_string(line.old_line) + "," + std::to_string(line.new_line) + " " + line.text +
             "\n";
    }
  }
  return all;
}

TEST(DifferenceTest, RunsHaveThreeLinesAroundThem) {
  EXPECT_EQ(shown(value_of(difference("1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n",
                                      "1\n2\n3\n4\n5!\n6\n7\n8\n9\n10\n11\n12\n13"))),
            "@\n 2,2 2\n 3,3 3\n 4,4 4\n-5,0 5\n+0,5 5!\n 6,6 6\n 7,7 7\n 8,8 8\n"
            "@\n 10,10 10\n 11,11 11\n 12,12 12\n+0,13 13\n");
}

TEST(DifferenceTest, AnyTextsAreCompared) {
  EXPECT_TRUE(value_of(difference("", "")).empty());
  EXPECT_TRUE(value_of(difference("same\n", "same\n")).empty());
  EXPECT_EQ(shown(value_of(difference("", "a"))), "@\n+0,1 a\n");
  EXPECT_EQ(shown(value_of(difference("a\n", ""))), "@\n-1,0 a\n");
  EXPECT_EQ(shown(value_of(difference("a", "a\n"))), "@\n-1,0 a\n+0,1 a\n");
  EXPECT_EQ(shown(value_of(difference(std::string("\0\n", 2), "\xFF\n"))),
            "@\n-1,0 " + std::string(1, '\0') + "\n+0,1 \xEF\xBF\xBD\n");
  EXPECT_EQ(difference("", std::string(kMaxArticleBytes + 1, 'x')).error().code,
            Code::kInvalidArgument);
}

}  // namespace
}  // namespace aplomb
