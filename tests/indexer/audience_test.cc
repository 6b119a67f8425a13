// SPDX-License-Identifier: GPL-3.0-or-later
// Who may see what. "KANARY" stands in internal text and must be found nowhere in what a
// customer-level reader gets.
#include "engine/opaque_name.h"
#include "engine/record.h"
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

TEST(AudienceTest, AnInternalMarkInATableHidesTheTable) {
  expect_no_leak_in_customer_article(
      "Hi\n\n| a | KANARY |\n|---|---|\n| [!INTERNAL] KANARY | x |\n", "Hi");
}

TEST(AudienceTest, ADefinitionInAnInternalBlockLeadsCustomersNowhere) {
  for (const char* block : {"> [!INTERNAL]\n>\n> [x]: /KANARY.md \"KANARY\"\n",
                            "> [!INTERNAL]\n> a\n>\n> > b\n>\n> [x]: https://KANARY.example\n",
                            "> [!WHAT]\n> - a\n>\n>   [x]: KANARY.png\n>   \"KANARY\"\n\ntext\n"}) {
    expect_no_leak_in_customer_article(std::string(block) + "\nSee [this][x] ![that][x].\n",
                                       "See this that.");
    expect_no_leak_in_customer_article("See [this][x] ![that][x].\n\n" + std::string(block),
                                       "See this that.");
    const Article article = read(std::string(kCustomerArticle) + "[this][x]\n\n" + block);
    EXPECT_TRUE(contains(article.full.html, "KANARY")) << "agents follow it: " << article.full.html;
  }
}

TEST(AudienceTest, ADefinitionBesideAnInternalBlockStaysACustomers) {
  for (const char* text : {"[x]: https://e.org/\n> [!INTERNAL]\n> KANARY\n\n[this][x]\n",
                           "> [!INTERNAL]\n> KANARY\n\n[x]: https://e.org/\n[y]: /z\n\n[this][x]\n",
                           "> [!INTERNAL]\n> KANARY\n\n[this][x]\n\n[x]: https://e.org/"})
    expect_no_leak_in_customer_article(text, "href=\"https://e.org/\"");
}

TEST(AudienceTest, ARuleAloneDoesNotShowItsHeading) {
  expect_no_leak_in_customer_article(
      "Hi\n\n## KANARY\n\n> [!INTERNAL]\n> x\n\n---\n\n## Next\n\nThere\n", "Hi");
}

TEST(AudienceTest, ATitleThatComesFromAnInternalHeadingIsNotTold) {
  const std::string_view source = "## KANARY\n\ninternal\n\n## Refunds\n\n> [!SAY]\n> Hello\n";
  EXPECT_EQ(read(source).title, "KANARY");
  expect_no_leak(source);
  EXPECT_EQ(customer_projection(read(source))->title, "Refunds");
}

TEST(AudienceTest, NeitherAFileNorAFolderIsNamedToCustomers) {
  const Article article = read(
      "---\naudience: customer\n---\nHello there. [a](x.md#b) [b](../KANARY/y.md) ![c](p.png) "
      "[d](/KANARY/q.pdf) [e](#KANARY)\n",
      "KANARY/KANARY.md");
  EXPECT_EQ(article.id.value, "kanary-kanary");
  EXPECT_EQ(article.title, "KANARY");
  const auto shown = customer_projection(article);
  const std::string all = customer_text(article) + shown->id.value;
  EXPECT_FALSE(contains(all, "KANARY")) << all;
  EXPECT_FALSE(contains(all, "kanary")) << all;
  EXPECT_EQ(shown->title, "Hello there. a b c d e");
  for (const char* path : {"KANARY/x.md", "KANARY/y.md"})
    EXPECT_TRUE(contains(all, "\"/p/~" + opaque_name(path) + '"')) << path;
  for (const char* path : {"KANARY/p.png", "KANARY/q.pdf"})
    EXPECT_TRUE(contains(all, "\"/files/~" + opaque_name(path) + '"')) << path;
  EXPECT_TRUE(contains(shown->full.markdown, "(</p/~" + opaque_name("KANARY/x.md") + ">)"));
}

TEST(AudienceTest, FilesFollowTheTextThatShowsThem) {
  const Article article = read(std::string(kCustomerArticle) +
                                   "![](a.png) [b](../b.pdf) [c](c.md) [d](https://e.org/d.png)\n\n"
                                   "> [!INTERNAL]\n> ![](a.png) ![](inner.png)[^1]\n\n"
                                   "x[^1]\n\n[^1]: ![](both.png)\n",
                               "pay/refund.md");
  EXPECT_EQ(article.files, (Texts{"b.pdf", "pay/a.png", "pay/both.png", "pay/inner.png"}));
  EXPECT_EQ(customer_projection(article)->files, (Texts{"b.pdf", "pay/a.png"}));
}

TEST(AudienceTest, OnlyADateThatIsStatedIsTold) {
  const ReadOptions options{"en", std::chrono::sys_seconds{std::chrono::hours{1}}};
  const auto updated = [&](std::string_view more) {
    const auto result = read_article(
        "a.md", "---\n" + std::string(more) + "audience: customer\n---\nHi\n", options);
    return customer_projection(*result.article)->updated;
  };
  EXPECT_EQ(updated(""), std::chrono::sys_seconds{});
  EXPECT_EQ(updated("lastmod: 2026-01-31\n"), std::chrono::sys_days{*parse_date("2026-01-31")});
}

/// Two files of which the second never had the first's internal text.
struct TwinFiles {
  const char* with;
  const char* without;
};

class NoTraceTest : public ::testing::TestWithParam<TwinFiles> {};

TEST_P(NoTraceTest, InternalTextLeavesNoTrace) {
  const auto shown = [](const char* body) {
    return customer_projection(read("---\naudience: customer\n---\n" + std::string(body)));
  };
  const auto with = shown(GetParam().with), without = shown(GetParam().without);
  ASSERT_TRUE(with && without);
  EXPECT_EQ(with->title, without->title);
  EXPECT_EQ(with->full.html, without->full.html);
  EXPECT_EQ(with->full.markdown, without->full.markdown);
  EXPECT_EQ(record::fingerprint(*with), record::fingerprint(*without));
}

INSTANTIATE_TEST_SUITE_P(
    Carriers, NoTraceTest,
    ::testing::Values(
        // passages are not divided by it
        TwinFiles{"a\n\n> [!INTERNAL]\n> x\n\nb\n", "a\n\nb\n"},
        // items are numbered without it, in passages, too, and set as closely
        TwinFiles{"1. a\n2. > [!INTERNAL]\n   > x\n3. b\n", "1. a\n2. b\n"},
        TwinFiles{"1. a\n\n   > [!INTERNAL]\n   > x\n2. b\n", "1. a\n2. b\n"},
        TwinFiles{"- a\n\n> [!INTERNAL]\n> x\n\n- b\n", "- a\n- b\n"},
        TwinFiles{"3. a\n\n> [!INTERNAL]\n> x\n\n7. b\n", "3. a\n4. b\n"},
        // anchors
        TwinFiles{"# T\n\n## A\n\n> [!INTERNAL]\n> x\n\n## A\n\nb\n", "# T\n\n## A\n\nb\n"},
        TwinFiles{"# T\n\n## A {#c}\n\nb\n\n## C\n\n> [!INTERNAL]\n> x\n\n## c\n\nd\n",
                  "# T\n\n## A {#c}\n\nb\n\n## c\n\nd\n"},
        TwinFiles{"b [x](#secret)\n\n## Secret\n\n> [!INTERNAL]\n> x\n", "b [x](#none)\n"},
        // the heading that is the title is not shown twice
        TwinFiles{"# X\n\n> [!INTERNAL]\n> x\n\n# T\n\nb\n", "# T\n\nb\n"},
        TwinFiles{"---\n\n## X\n\n> [!INTERNAL]\n> x\n\nb c d\n", "---\n\n## X\n\nb c d\n"},
        // footnotes
        TwinFiles{"> [!INTERNAL]\n> x[^1]\n\nb[^2]\n\n[^1]: x\n[^2]: c\n", "b[^2]\n\n[^2]: c\n"},
        TwinFiles{"b[^2]\n\n[^2]: c\n\n    > [!INTERNAL]\n    > x\n", "b[^2]\n\n[^2]: c\n"},
        // quotes, comments, tags, definitions
        TwinFiles{"> b\n>\n> > [!INTERNAL]\n> > x\n", "> b\n"},
        TwinFiles{"a <!-- x --> b\n\n[x]: /x \"x\"\n", "a  b\n"},
        TwinFiles{"a <b title=\"x\">b</b>\n", "a <b>b</b>\n"}));

}  // namespace
}  // namespace aplomb
