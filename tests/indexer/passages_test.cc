// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/passages.h"

#include "indexer/text.h"
#include "tests/indexer/reading.h"

namespace aplomb {
namespace {

std::string words(int count, const std::string& word = "word") {
  std::string text;
  for (int i = 0; i < count; ++i) text += word + (i % 10 == 9 ? ". " : " ");
  return text;
}

TEST(PassagesTest, BlocksUnderOneHeadingFormOnePassage) {
  EXPECT_EQ(texts(read("One\n\nTwo\n\n```\nls\n```\n").passages, Audience::kInternal),
            (Texts{"One\nTwo\nls"}));
}

TEST(PassagesTest, ListsKeepTheirNumbersAndTablesTheirRows) {
  EXPECT_EQ(read("3. A\n4. B\n\n- c\n\n| x | y |\n|---|---|\n| 1 | 2 |\n").passages[0].text,
            "3. A\n4. B\nc\nx · y\n1 · 2");
}

TEST(PassagesTest, AudiencesAreNeverMixed) {
  const Article article = read("A\n\n> [!SAY]\n> B\n\nC\n");
  ASSERT_EQ(article.passages.size(), 3U);
  EXPECT_EQ(article.passages[1].text, "B");
  EXPECT_EQ(article.passages[1].audience, Audience::kCustomer);
}

TEST(PassagesTest, LongRunsAreDividedBetweenBlocks) {
  const Article article = read(words(200) + "\n\n" + words(200) + "\n\n" + words(50) + "\n");
  ASSERT_EQ(article.passages.size(), 2U);
  EXPECT_EQ(count_half_words(article.passages[0].text), 400U);
  EXPECT_EQ(count_half_words(article.passages[1].text), 500U);
}

TEST(PassagesTest, ALongBlockIsDividedAfterASentence) {
  const Article article = read(words(705));
  ASSERT_EQ(article.passages.size(), 3U);
  EXPECT_TRUE(article.passages[0].text.ends_with("."));
  EXPECT_EQ(count_half_words(article.passages[0].text), 600U);
}

TEST(PassagesTest, LongCodeIsDividedBetweenLines) {
  std::string code = "```\n";
  for (int i = 0; i < 400; ++i) code += "line " + std::to_string(i) + "\n";
  const Article article = read(code + "```\n");
  ASSERT_EQ(article.passages.size(), 3U);
  EXPECT_TRUE(article.passages[1].text.starts_with("line "));
}

TEST(PassagesTest, TextWithoutSpacesIsMeasuredByCharacters) {
  std::string text;
  for (int i = 0; i < 1500; ++i) text += "返";
  const Article article = read(text);
  ASSERT_EQ(article.passages.size(), 3U);
  EXPECT_EQ(article.passages[0].text.size(), 600U * 3);
}

TEST(PassagesTest, NothingGetsLostInDividing) {
  const Article article = read(std::string(100'000, 'x'));
  std::size_t size = 0;
  for (const Passage& passage : article.passages) size += passage.text.size();
  EXPECT_EQ(size, 100'000U);
}

TEST(PassagesTest, ImagesGiveTheirAlternativeText) {
  EXPECT_EQ(read("![The *red* button](b.png \"t\")\n").passages[0].text, "The red button");
}

TEST(PassagesTest, FootnotesStandUnderTheHeadingThatRefersToThem) {
  const Article article = read("x\n\n## A\n\none[^n]\n\n## B\n\ntwo\n\n[^n]: Note\n");
  EXPECT_EQ(article.passages.back().text, "Note");
  EXPECT_EQ(article.passages.back().headings, (Texts{"A"}));
}

}  // namespace
}  // namespace aplomb
