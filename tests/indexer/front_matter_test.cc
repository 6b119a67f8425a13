// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/front_matter.h"

#include "tests/indexer/reading.h"

namespace aplomb {
namespace {

TEST(FrontMatterTest, YamlEndsWithHyphensOrDots) {
  EXPECT_EQ(read("---\ntitle: A\n---\nx").title, "A");
  EXPECT_EQ(read("---\ntitle: A\n...\nx").title, "A");
  EXPECT_EQ(read("--- \t\ntitle: A\n---  \nx").title, "A");
}

TEST(FrontMatterTest, TomlStandsBetweenPlusSigns) {
  const Article article = read(
      "+++\ntitle = \"A\"\ndate = 2024-05-06T07:08:09Z\ntags = [\"x\", \"y\"]\ndraft = true\n"
      "[search]\nboost = 2.5\n+++\nText\n");
  EXPECT_EQ(article.title, "A");
  EXPECT_EQ(article.tags, (Texts{"x", "y"}));
  EXPECT_EQ(article.confidence, Confidence::kWip);
  EXPECT_DOUBLE_EQ(article.boost, 2.5);
  using namespace std::chrono;
  EXPECT_EQ(article.updated, sys_days{2024y / 5 / 6} + 7h + 8min + 9s);
}

TEST(FrontMatterTest, BrokenYamlIsSalvagedLineByLineAndStaysInternal) {
  const auto result = read_file(
      "---\ntitle: Cards: blocked\naudience: customer\ntags:\n- one\n- two\nowner: "
      "[a\n---\nText\n");
  ASSERT_TRUE(result.article);
  EXPECT_EQ(result.article->title, "Cards: blocked");
  EXPECT_EQ(result.article->tags, (Texts{"one", "two"}));
  EXPECT_EQ(result.article->audience, Audience::kInternal);
  EXPECT_TRUE(finds(result, "not valid YAML", 2));
  EXPECT_TRUE(finds(result, "is not believed", 3));
  EXPECT_FALSE(customer_projection(*result.article));
}

TEST(FrontMatterTest, CustomerBlocksWorkInSpiteOfBrokenYaml) {
  const Article article = read("---\na: b: c\n---\n> [!CUSTOMER]\n> Hello\n");
  EXPECT_EQ(texts(article.passages, Audience::kCustomer), (Texts{"Hello"}));
}

TEST(FrontMatterTest, BrokenTomlIsSalvaged) {
  const auto result =
      read_file("+++\ntitle = \"A\"\naudience = \"customer\"\nx = = 1\n+++\nText\n");
  ASSERT_TRUE(result.article);
  EXPECT_EQ(result.article->title, "A");
  EXPECT_EQ(result.article->audience, Audience::kInternal);
  EXPECT_TRUE(finds(result, "not valid TOML", 4));
}

TEST(FrontMatterTest, AliasesAreRefusedNotExpanded) {
  std::string yaml = "---\ntitle: T\na: &a [x, x, x, x, x, x, x, x, x]\n";
  for (char c = 'b'; c <= 'i'; ++c) {
    yaml += std::string(1, c) + ": &" + c + " [";
    for (int i = 0; i < 9; ++i) yaml += std::string(i > 0 ? ", " : "") + '*' + char(c - 1);
    yaml += "]\n";
  }
  const auto result = read_file(yaml + "---\nText\n");
  EXPECT_TRUE(finds(result, "aliases", 4));
  EXPECT_EQ(result.article->title, "T");
}

TEST(FrontMatterTest, DeepNestingIsAnError) {
  EXPECT_TRUE(finds(read_file("---\na: " + std::string(1000, '[') + "\n---\n"), "not valid YAML"));
}

TEST(FrontMatterTest, WithoutAnEndItReachesAsFarAsItLooksLikeFrontMatter) {
  const auto result = read_file("---\ntitle: A\naudience: customer\n\n# Heading\n\nText\n");
  EXPECT_EQ(result.article->title, "A");
  EXPECT_EQ(result.article->audience, Audience::kInternal);
  EXPECT_TRUE(finds(result, "never closed", 1));
  EXPECT_EQ(texts(result.article->passages, Audience::kInternal), (Texts{"Text"}));
}

TEST(FrontMatterTest, ARuleAtTheTopIsNoFrontMatter) {
  const auto result = read_file("---\n\nSome text.\n\n# Heading\n");
  EXPECT_EQ(result.article->title, "Heading");
  EXPECT_EQ(texts(result.article->passages, Audience::kInternal), (Texts{"Some text."}));
}

TEST(FrontMatterTest, TextBetweenTwoRulesIsNotLost) {
  const Article article = read("---\nSome text.\n---\nMore.\n");
  EXPECT_TRUE(contains(article.full.html, "Some text."));
}

TEST(FrontMatterTest, AMapIsExpected) {
  const auto result = read_file("---\n- a: 1\n- b\n---\nText\n");
  EXPECT_TRUE(finds(result, "key: value"));
}

TEST(FrontMatterTest, OverlongFrontMatterIsNotParsed) {
  std::string yaml = "---\ntitle: T\naudience: customer\n";
  while (yaml.size() < 70'000) yaml += "- an item without an owner\n";
  const auto result = read_file(yaml + "---\nText\n");
  EXPECT_EQ(result.article->title, "T");
  EXPECT_EQ(result.article->audience, Audience::kInternal);
  EXPECT_TRUE(finds(result, "64 KiB"));
}

}  // namespace
}  // namespace aplomb
