// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/outline.h"

#include "tests/indexer/reading.h"

namespace aplomb {
namespace {

Texts anchors(const Article& article) {
  Texts result;
  for (const Heading& heading : article.headings) result.push_back(heading.anchor);
  return result;
}

TEST(OutlineTest, AnchorsKeepLettersAndDigitsOfAnyScript) {
  EXPECT_EQ(anchors(read("## Größe & Maß 2\n## 返金の手続き\n## C++ / C#\n## !!!\n")),
            (Texts{"größe--maß-2", "返金の手続き", "c--c", "section"}));
}

TEST(OutlineTest, EqualAnchorsGetNumbers) {
  EXPECT_EQ(anchors(read("## A\n## A\n## A-1\n## A\n")), (Texts{"a", "a-1", "a-1-1", "a-2"}));
}

TEST(OutlineTest, ACustomAnchorIsTakenOffTheHeading) {
  const Article article = read("## Résumé {#cv}\n\nText\n");
  EXPECT_EQ(article.headings[0].text, "Résumé");
  EXPECT_EQ(article.headings[0].anchor, "cv");
  EXPECT_TRUE(contains(article.full.html, "<h2 id=\"cv\">Résumé</h2>"));
}

TEST(OutlineTest, HeadingsArePlainText) {
  const Article article = read("x\n\n## The `x` of *y* &lt;z&gt; <a name=\"q\"></a>\n");
  EXPECT_EQ(article.headings[0].text, "The x of y <z>");
}

TEST(OutlineTest, TheHeadingThatRepeatsTheTitleIsDropped) {
  const Article article = read("---\ntitle: The  TITLE\n---\n# the title\n\nA\n\n## B\n\nC\n");
  ASSERT_EQ(article.headings.size(), 1U);
  EXPECT_EQ(article.passages[0].anchor, "");
  EXPECT_EQ(article.passages[1].headings, (Texts{"B"}));
  EXPECT_FALSE(contains(article.full.html, "<h1"));
}

TEST(OutlineTest, AnotherFirstHeadingStays) {
  const Article article = read("---\ntitle: T\n---\n# U\n\nA\n");
  EXPECT_EQ(article.passages[0].headings, (Texts{"U"}));
  EXPECT_EQ(article.passages[0].anchor, "u");
}

TEST(OutlineTest, TheTitleIsTheFirstHeadingOfLevelOneElseOfAny) {
  EXPECT_EQ(read("## A\n\n# B\n").title, "B");
  EXPECT_EQ(read("### A\n\n## B\n").title, "A");
  EXPECT_EQ(read("> # A\n\n## B\n").title, "B");
}

TEST(OutlineTest, PassagesKnowTheHeadingsAboveThem) {
  const Article article = read("x\n\n## A\n### B\n\none\n\n### C\n\ntwo\n\n## D\n\nthree\n");
  EXPECT_EQ(article.passages[1].headings, (Texts{"A", "B"}));
  EXPECT_EQ(article.passages[2].headings, (Texts{"A", "C"}));
  EXPECT_EQ(article.passages[2].anchor, "c");
  EXPECT_EQ(article.passages[3].headings, (Texts{"D"}));
}

}  // namespace
}  // namespace aplomb
