// SPDX-License-Identifier: GPL-3.0-or-later
// Input that costs the parser the square of its length, or worse, when nobody stands in between.
// Times are not asserted; without the guard these tests would not end.
#include <iterator>

#include "indexer/body_guard.h"
#include "tests/indexer/reading.h"

namespace aplomb {
namespace {

std::string repeat(std::string_view part, std::size_t bytes) {
  std::string result;
  while (result.size() + part.size() <= bytes) result += part;
  return result;
}

class HostileInputTest : public ::testing::TestWithParam<std::string> {};

TEST_P(HostileInputTest, IsReadInOneParagraphAndInMany) {
  for (const char* end : {"", "\n", "\n\n"}) {
    const auto result = read_file(repeat(GetParam() + end, 200'000));
    EXPECT_TRUE(result.article);
  }
}

INSTANTIATE_TEST_SUITE_P(Marks, HostileInputTest,
                         ::testing::Values("|", ">", "- ", "[", "![", "[a](", "![[]()", "*a_ ",
                                           "**a *a ", "_", "a_", "<", "a<!--", "a<?", "a<![CDATA[",
                                           "a<!A ", "a`b``", "www.", "a@", "~a ", "[^", "[^a]",
                                           "\\*", "1. ", "{%", "{{", "{% comment %}", "{% x [! ",
                                           "<td>", "# ", "> [!SAY]", "[x]: y"));

TEST(BodyGuardTest, ManyMarksInOneParagraphLoseTheirMeaningButNotTheirText) {
  const auto result = read_file(repeat("*a* ", 40'000));
  EXPECT_TRUE(finds(result, "thousands of Markdown marks"));
  std::size_t letters = 0;
  for (const Passage& passage : result.article->passages)
    letters += static_cast<std::size_t>(std::ranges::count(passage.text, 'a'));
  EXPECT_EQ(letters, 10'000U);
}

TEST(BodyGuardTest, ALongTableStaysATable) {
  std::string source = "| a | b | c |\n|---|---|---|\n";
  for (int i = 0; i < 20'000; ++i)
    source += "| cell one here | cell two | number " + std::to_string(i) + " |\n";
  const auto result = read_file(source);
  EXPECT_TRUE(result.findings.empty());
  EXPECT_TRUE(contains(result.article->full.html, "<td>number 19999</td>"));
  EXPECT_FALSE(contains(result.article->full.html, "<p>"));
}

TEST(BodyGuardTest, ATableWithThousandsOfRaggedRowsIsShownAsText) {
  const std::string source =
      repeat("|a", 380) + "|\n" + repeat("|-", 380) + "|\n" + repeat("|x\n", 100'000);
  const auto result = read_file(source);
  EXPECT_TRUE(finds(result, "too wide or too ragged", 2));
  EXPECT_LT(result.article->full.html.size(), 10 * source.size());
}

TEST(BodyGuardTest, DeepNestingEndsAsText) {
  const auto result = read_file(std::string(100'000, '>') + " text\n" + std::string(100'000, '\n'));
  EXPECT_TRUE(finds(result, "nested too deeply", 1));
  EXPECT_TRUE(contains(result.article->passages[0].text, ">"));
}

TEST(BodyGuardTest, ARuleOfManyHyphensIsARule) {
  EXPECT_TRUE(contains(read("a\n\n" + repeat("- ", 200) + "\n\nb\n").full.html, "<hr>"));
}

TEST(BodyGuardTest, ALongDefinitionIsNotCopiedToEveryUse) {
  const auto article =
      read("[a]: " + std::string(100'000, 'x') + "\n\n" + repeat("[a]\n\n", 100'000));
  EXPECT_LT(article.full.html.size(), 10'000'000U);
}

TEST(BodyGuardTest, WhatIsTooMuchIsShownAsItIsWritten) {
  const auto result = read_file(repeat("*a*\n\n", 3'000'000) + "the end\n");
  EXPECT_TRUE(finds(result, "more Markdown than can be read"));
  EXPECT_TRUE(contains(result.article->passages.back().text, "the end"));
}

TEST(BodyGuardTest, MarksAlreadyEscapedStaySo) {
  std::string guarded;
  EXPECT_FALSE(guard_inline("a *b* c", guarded));
  ASSERT_TRUE(guard_inline(repeat("*", 2'000) + "x\\*y\\\\*z", guarded));
  EXPECT_TRUE(guarded.ends_with("x\\*y\\\\\\*z"));
}

}  // namespace
}  // namespace aplomb
