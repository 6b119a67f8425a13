// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/dialects.h"

#include "tests/indexer/reading.h"

namespace aplomb {
namespace {

std::string passage_of(std::string_view body) {
  const Article article = read(body);
  return article.passages.empty() ? std::string() : article.passages[0].text;
}

TEST(DialectsTest, LiquidIsTakenOutAndLinksKeepTheirText) {
  EXPECT_EQ(passage_of("See [the guide]({% page \"/x\" %}) {{ site.name }}now."),
            "See the guide now.");
}

TEST(DialectsTest, LiquidCommentsGoWithWhatTheyHold) {
  EXPECT_EQ(strip_liquid("a{% comment %}b\nc{%- endcomment -%}d"), "a\nd");
}

TEST(DialectsTest, CodeKeepsItsBraces) {
  EXPECT_EQ(strip_liquid("`{{ a }}` {{ b }}"), "`{{ a }}` ");
  EXPECT_EQ(strip_liquid("```\n{{ a }}\n```\n{{ b }}"), "```\n{{ a }}\n```\n");
}

TEST(DialectsTest, OpenLiquidIsText) {
  EXPECT_EQ(strip_liquid("a {% b"), "a {% b");
  EXPECT_EQ(strip_liquid("a {% comment %} b"), "a  b");
}

TEST(DialectsTest, ModuleLinesOfMdxAreLeftOut) {
  const auto result = read_file("import Tabs from '@theme/Tabs';\nexport const a = 1;\n\nText\n");
  EXPECT_EQ(texts(result.article->passages, Audience::kInternal), (Texts{"Text"}));
  EXPECT_TRUE(finds(result, "MDX", 1));
}

TEST(DialectsTest, ImportantIsNoImport) {
  EXPECT_EQ(passage_of("import your data first\n"), "import your data first");
}

TEST(DialectsTest, FencesOfColonsShowTheirTitleAndTheirText) {
  EXPECT_EQ(passage_of(":::tip My title\n\nText\n\n:::\n"), "My title\nText");
  EXPECT_EQ(passage_of(":::image source=\"x.png\" alt-text=\"A cat\":::\n"), "A cat");
}

TEST(DialectsTest, AnIncludeIsItsLabel) {
  EXPECT_EQ(passage_of("On [!INCLUDE[winxp](../inc/winxp.md)] and [!INCLUDE [b](c)].\n"),
            "On winxp and b.");
  EXPECT_EQ(passage_of("[!INCLUDE [!SAY](x)]\n"), "[!INCLUDE !SAY]");
}

TEST(DialectsTest, LinesKeepTheirNumbers) {
  const auto result = read_file(
      "{% include \"x\"\n  a: b %}\n{% comment %}\nx\n{% endcomment %}\n\n> [!WHAT]\n> x\n");
  EXPECT_TRUE(finds(result, "no word known", 7));
}

TEST(DialectsTest, RawHtmlBecomesItsText) {
  EXPECT_EQ(passage_of("<table><tr><td>one</td><td>two &amp; <b>three</b></td></tr>\n"
                       "<tr><td>four</td></tr></table>\n"),
            "one two & three\nfour");
  EXPECT_EQ(passage_of("a<br>b <!-- c --> <em>d</em><script>evil()</script>"), "a\nb d");
}

TEST(DialectsTest, WhatIsNoElementOfHtmlIsText) {
  EXPECT_EQ(passage_of("The <add> element"), "The <add> element");
}

TEST(DialectsTest, ScriptsAndStylesAreNoText) {
  EXPECT_EQ(passage_of("<style>\na { b: c }\n</style>\n\n<script>\nx\n\ny\n</script>\n\nText"),
            "Text");
}

TEST(DialectsTest, AnOpenCommentIsNamed) {
  EXPECT_TRUE(finds(read_file("Text\n\n<!-- open\n\nmore\n"), "never closed", 3));
}

}  // namespace
}  // namespace aplomb
