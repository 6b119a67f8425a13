// SPDX-License-Identifier: GPL-3.0-or-later
// Who may see what. "KANARY" stands in internal text and must be found nowhere in what a
// customer-level reader gets.
#include "indexer/audience_marks.h"
#include "tests/indexer/reading.h"

namespace aplomb {
namespace {

void expect_no_leak(std::string_view source, std::string_view but_shows = {}) {
  const Article article = read(source);
  const std::string shown = customer_text(article);
  EXPECT_FALSE(contains(shown, "KANARY")) << source << "\n----\n" << shown;
  EXPECT_TRUE(contains(shown, but_shows)) << source << "\n----\n" << shown;
}

constexpr std::string_view kCustomerArticle = "---\ntitle: T\naudience: customer\n---\n";

void expect_no_leak_in_customer_article(std::string_view body, std::string_view but_shows = {}) {
  expect_no_leak(std::string(kCustomerArticle) + std::string(body), but_shows);
}

TEST(AudienceTest, TextIsInternalUnlessSaidOtherwise) {
  EXPECT_FALSE(customer_projection(read("# T\n\nKANARY\n")));
  expect_no_leak("KANARY\n\n> [!CUSTOMER]\n> Hello\n\nKANARY\n", "Hello");
}

TEST(AudienceTest, FrontMatterShowsOnlyWhatTheDesignAllows) {
  expect_no_leak(
      "---\ntitle: T\nanswer: A1\nempathy: E1\nsymptoms: [S1]\nowner: KANARY\ndepartment: KANARY\n"
      "promise: {what: W1, within: 4 hours, limit: 5 KANARY, authority: KANARY}\n"
      "exceptions: [{when: KANARY, may: KANARY, who: KANARY, never: KANARY}]\n"
      "handoff: {to: KANARY, hours: KANARY, collect: [KANARY], say: H1}\npin: [KANARY]\n"
      "test_queries: [KANARY]\nunknown: KANARY\n---\n> [!SAY]\n> Hello\n",
      "A1");
}

TEST(AudienceTest, SayIsCustomerText) {
  expect_no_leak("> [!SAY]\n> Hello\n\nKANARY", "Hello");
}

TEST(AudienceTest, MarksAreReadInAnyCase) {
  expect_no_leak("> [!customer]\n> Hello\n\nKANARY", "Hello");
  expect_no_leak_in_customer_article("Hi\n\n> [!Internal]\n> KANARY\n", "Hi");
}

TEST(AudienceTest, MarkedBlocksWorkInLists) {
  expect_no_leak("- KANARY\n  > [!CUSTOMER]\n  > Hello\n- KANARY\n", "Hello");
  expect_no_leak_in_customer_article("1. Hello\n   > [!INTERNAL]\n   > KANARY\n2. x\n", "Hello");
}

TEST(AudienceTest, EverythingInAnInternalBlockIsInternal) {
  expect_no_leak_in_customer_article(
      "Hi\n\n> [!INTERNAL]\n> # KANARY\n> - KANARY\n>\n> | KANARY |\n> |---|\n> | KANARY |\n>\n"
      "> ```\n> KANARY\n> ```\n> ![KANARY](KANARY.png \"KANARY\") [x](y \"KANARY\")\n",
      "Hi");
}

TEST(AudienceTest, ACustomerBlockInAnInternalOneStaysInternal) {
  const auto result = read_file("> [!INTERNAL]\n> x\n>\n> > [!CUSTOMER]\n> > KANARY\n");
  EXPECT_FALSE(customer_projection(*result.article));
  EXPECT_TRUE(finds(result, "stays internal", 4));
}

TEST(AudienceTest, AlertsKeepTheAudienceAroundThem) {
  for (const char* word : {"NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION"}) {
    expect_no_leak("> [!" + std::string(word) + "]\n> KANARY\n\n> [!SAY]\n> Hi\n", "Hi");
    expect_no_leak_in_customer_article("> [!" + std::string(word) + "]\n> Hello\n", "Hello");
  }
}

TEST(AudienceTest, UnknownMarksAreInternalAndNamed) {
  const auto result = read_file(std::string(kCustomerArticle) + "> [!CUSTOMERS]\n> KANARY\n");
  EXPECT_FALSE(contains(customer_text(*result.article), "KANARY"));
  EXPECT_TRUE(finds(result, "no word known here", 5));
  expect_no_leak_in_customer_article("Hi\n\n> [!]\n> KANARY\n", "Hi");
  expect_no_leak_in_customer_article("Hi\n\n> [!INTERNAL\n> KANARY\n", "Hi");
}

TEST(AudienceTest, DirectivesOfMicrosoftLearnMeanNothing) {
  const auto result =
      read_file(std::string(kCustomerArticle) +
                "> [!VIDEO https://example.org/v]\n\n> [!div class=\"x\"]\n> Hello\n");
  EXPECT_TRUE(contains(customer_text(*result.article), "Hello"));
  for (const Finding& finding : result.findings)
    EXPECT_EQ(finding.severity, Finding::Severity::kNote);
}

TEST(AudienceTest, AMarkOnlyOpensABlockQuote) {
  expect_no_leak(
      "[!CUSTOMER]\nKANARY\n\n- [!CUSTOMER] KANARY\n\n> KANARY\n> [!CUSTOMER]\n> KANARY\n");
}

TEST(AudienceTest, AMarkThatIsNotWrittenPlainlyOpensNothing) {
  expect_no_leak("> \\[!CUSTOMER]\n> KANARY\n");
  expect_no_leak("> &#91;!CUSTOMER]\n> KANARY\n");
  expect_no_leak("> **[!CUSTOMER]**\n> KANARY\n");
  expect_no_leak("> [!CUSTOMER](x)\n> KANARY\n");
  expect_no_leak("> # [!CUSTOMER]\n> KANARY\n");
  expect_no_leak("> [!CUSTOMER]\n> ---\n> KANARY\n");
  expect_no_leak("> [! CUSTOMER]\n> KANARY\n");
  expect_no_leak("> [!\vCUSTOMER]\n> KANARY\n");
}

TEST(AudienceTest, AnInternalMarkHidesHoweverItIsWritten) {
  for (const char* mark :
       {"\\[!INTERNAL]", "&#91;!INTERNAL]", "**[!INTERNAL]**", "[!INTERNAL](x)", "# [!INTERNAL]",
        "[!INTERNAL]\n> ---", "[!INTERNAL]: x", "[!INTERNAL] KANARY", "<b>[!INTERNAL]</b>",
        "[!INTERNAL]\n> ===", "`[!INTERNAL]`"})
    expect_no_leak_in_customer_article("Hi\n\n> " + std::string(mark) + "\n> KANARY\n", "Hi");
}

TEST(AudienceTest, ADefinitionCannotSwallowAMark) {
  expect_no_leak_in_customer_article(
      "Hi\n\n[!INTERNAL]: https://example.org\n\n> [!INTERNAL]\n> KANARY\n", "Hi");
}

TEST(AudienceTest, AnInternalMarkInTheMiddleHidesTheWholeQuote) {
  const auto result = read_file("> [!CUSTOMER]\n> KANARY\n> [!INTERNAL]\n> KANARY\n");
  EXPECT_FALSE(contains(customer_text(*result.article), "KANARY"));
  EXPECT_TRUE(finds(result, "opens no block quote"));
  expect_no_leak_in_customer_article("Hi\n\n[!INTERNAL]\nKANARY\n", "Hi");
  expect_no_leak_in_customer_article("Hi\n\n- [!INTERNAL] KANARY\n", "Hi");
  expect_no_leak_in_customer_article("Hi\n\n<div>\n> [!INTERNAL]\n> KANARY\n</div>\n", "Hi");
}

TEST(AudienceTest, LazyLinesBelongToTheirQuote) {
  expect_no_leak_in_customer_article("Hi\n\n> [!INTERNAL]\n> x\nKANARY\nKANARY\n", "Hi");
}

TEST(AudienceTest, AHeadingIsSeenByWhoSeesSomethingUnderIt) {
  const Article article = read(
      "# One\n\nx\n\n## Two KANARY\n\ny\n\n## Three\n\n> [!CUSTOMER]\n> Hi\n\n# Four "
      "KANARY\n\nz\n");
  EXPECT_FALSE(contains(customer_text(article), "KANARY"));
  const auto shown = customer_projection(article);
  ASSERT_TRUE(shown);
  ASSERT_EQ(shown->headings.size(), 1U);  // "One" is the title
  EXPECT_EQ(shown->headings[0].text, "Three");
}

TEST(AudienceTest, AHeadingInAnInternalBlockHeadsNothingOutside) {
  const Article article = read("> [!INTERNAL]\n> # KANARY\n> x\n\n> [!CUSTOMER]\n> Hello\n");
  EXPECT_FALSE(contains(customer_text(article), "KANARY"));
  EXPECT_EQ(article.passages.back().headings, Texts{});
  EXPECT_EQ(article.title, "File");
}

TEST(AudienceTest, AnchorsDoNotTellHowManyInternalHeadingsThereAre) {
  const Article with = read("# T\n\n## A\n\nx\n\n## A\n\n> [!SAY]\n> Hi\n");
  const auto shown = customer_projection(with);
  ASSERT_EQ(shown->headings.size(), 1U);
  EXPECT_EQ(shown->headings[0].anchor, "a");
  EXPECT_EQ(with.headings[0].anchor, "a-1");
}

TEST(AudienceTest, AFootnoteIsCustomerTextWhenOnlyCustomerTextRefersToIt) {
  expect_no_leak("> [!SAY]\n> Hi[^1]\n\n[^1]: Note\n", "Note");
  expect_no_leak("> [!SAY]\n> Hi[^1]\n\nx[^1]\n\n[^1]: KANARY\n", "Hi");
  expect_no_leak("x[^1]\n\n> [!SAY]\n> Hi\n\n[^1]: KANARY\n", "Hi");
}

TEST(AudienceTest, FootnotesOfFootnotesFollowTheirReaders) {
  expect_no_leak("> [!SAY]\n> Hi[^1]\n\n[^1]: See[^2]\n[^2]: Second\n", "Second");
  expect_no_leak("> [!SAY]\n> Hi[^2]\n\nx[^1]\n\n[^1]: KANARY[^2]\n[^2]: KANARY\n", "Hi");
}

TEST(AudienceTest, AFootnoteDefinedInAnInternalBlockIsInternal) {
  expect_no_leak_in_customer_article("Hi[^1]\n\n> [!INTERNAL]\n> [^1]: KANARY\n", "Hi");
  expect_no_leak_in_customer_article("Hi[^1]\n\n> [!WHAT]\n> x\n>\n> [^1]: KANARY\n", "Hi");
}

TEST(AudienceTest, AnInternalBlockInAFootnoteIsInternal) {
  expect_no_leak_in_customer_article("Hi[^1]\n\n[^1]: Note\n\n    > [!INTERNAL]\n    > KANARY\n",
                                     "Note");
}

TEST(AudienceTest, LiquidCommentsCannotOpenABlock) {
  expect_no_leak_in_customer_article(
      "Hi {% comment %}\n\n> [!INTERNAL]\n> x {% endcomment %}\n> KANARY\n", "Hi");
}

TEST(AudienceTest, NeitherCanALiquidTag) {
  expect_no_leak_in_customer_article("Hi {% x\n\n> [!INTERNAL]\n> y %} KANARY\n", "Hi");
}

TEST(AudienceTest, WhatIsTooMuchToReadIsInternal) {
  std::string source(kCustomerArticle);
  source += "Hi\n\n";
  while (source.size() < 3'000'000) source += "-\n";
  expect_no_leak(source + "KANARY\n", "Hi");
}

}  // namespace
}  // namespace aplomb
