// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/indexer/reading.h"

namespace aplomb {
namespace {

std::string html(std::string_view body) {
  return read(body).full.html;
}

TEST(PagesTest, MarkdownBecomesHtml) {
  EXPECT_EQ(html("Hi *a* **b** ~~c~~ `d`\n"),
            "<p>Hi <em>a</em> <strong>b</strong> <del>c</del> <code>d</code></p>\n");
  EXPECT_EQ(html("- a\n- b\n"), "<ul>\n<li>a\n</li>\n<li>b\n</li>\n</ul>\n");
  EXPECT_EQ(html("3. a\n"), "<ol start=\"3\">\n<li>a\n</li>\n</ol>\n");
}

TEST(PagesTest, EverythingIsEscaped) {
  EXPECT_EQ(html("a & b &lt;script&gt; \"q\"\n"),
            "<p>a &amp; b &lt;script&gt; &quot;q&quot;</p>\n");
  EXPECT_TRUE(contains(html("```\"><script>\nx\n```\n"), "language-&quot;&gt;&lt;script&gt;"));
  EXPECT_TRUE(contains(html("![a\"b](x.png 'c\"d')\n"), "alt=\"a&quot;b\" title=\"c&quot;d\""));
}

TEST(PagesTest, RawHtmlLeavesItsTextOnly) {
  EXPECT_EQ(html("a <b onclick=\"x()\">c</b> <img src=x onerror=y>\n"), "<p>a c </p>\n");
  EXPECT_EQ(html("<div>\n<p>one</p>\n<p>two</p>\n</div>\n"), "<p>one<br>\ntwo</p>\n");
}

TEST(PagesTest, UnsafeLinksLoseTheirAddress) {
  EXPECT_EQ(html("[a](javascript:x) [b](https://e.org)\n"),
            "<p>a <a href=\"https://e.org\">b</a></p>\n");
  EXPECT_EQ(html("![a](http://e.org/i.png)\n"), "<p>a</p>\n");
  EXPECT_EQ(html("<javascript:x>\n"), "<p>javascript:x</p>\n");
}

TEST(PagesTest, BareAddressesAreLinks) {
  EXPECT_EQ(html("see https://e.org/x.\n"),
            "<p>see <a href=\"https://e.org/x\">https://e.org/x</a>.</p>\n");
}

TEST(PagesTest, MarkedBlocksCarryALabel) {
  const std::string page = html("> [!NOTE]\n> a\n\n> [!CUSTOMER]\n> b\n\n> [!SAY]\n> c\n\n> d\n");
  EXPECT_TRUE(contains(
      page, "<div class=\"alert alert-note\">\n<p class=\"alert-title\">Note</p>\n<p>a</p>"));
  EXPECT_TRUE(contains(page, "<section class=\"audience audience-customer\">"));
  EXPECT_TRUE(contains(page, "<section class=\"audience audience-say\">"));
  EXPECT_TRUE(contains(page, "<blockquote>\n<p>d</p>\n</blockquote>"));
  EXPECT_FALSE(contains(page, "[!"));
}

constexpr std::string_view kTwoHats =
    "---\ntitle: T\n---\n# T\n\n"
    "1. inner\n2. inner\n   > [!CUSTOMER]\n   > Outer[^b]\n3. inner[^a]\n\n"
    "## Hidden\n\ninner\n\n## Shown\n\n> [!SAY]\n> - [x] Done 1. \\*not\\* bold\n>\n> ---\n>\n"
    "> | a |\n> |:-:|\n> | `x\\|y` |\n\n[^a]: inner\n[^b]: Note\n";

TEST(PagesTest, TheCustomersPageHoldsCustomerTextOnly) {
  EXPECT_EQ(read(kTwoHats).customer.page.html,
            "<ol>\n<li><p>Outer<sup class=\"footnote-ref\"><a href=\"#fn:1\" "
            "id=\"fnref:1\">1</a></sup></p>\n</li>\n</ol>\n"
            "<h2 id=\"shown\">Shown</h2>\n"
            "<ul>\n<li class=\"task\"><input type=\"checkbox\" checked disabled> Done 1. *not* "
            "bold\n</li>\n</ul>\n"
            "<hr>\n"
            "<table>\n<thead>\n<tr>\n<th align=\"center\">a</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n"
            "<td align=\"center\"><code>x|y</code></td>\n</tr>\n</tbody>\n</table>\n"
            "<section class=\"footnotes\">\n<ol>\n<li id=\"fn:1\"><p>Note</p>\n"
            "<a href=\"#fnref:1\" class=\"footnote-backref\">↩</a></li>\n\n</ol>\n</section>\n");
}

TEST(PagesTest, TheCustomersMarkdownHasNoMarksAndNoFrontMatter) {
  EXPECT_EQ(read(kTwoHats).customer.page.markdown,
            "1. Outer[^1]\n\n## Shown\n\n- [x] Done 1. \\*not\\* bold\n\n---\n\n"
            "| a |\n| :-: |\n| `x\\|y` |\n\n[^1]: Note\n");
}

class RoundTripTest : public ::testing::TestWithParam<const char*> {};

TEST_P(RoundTripTest, CustomerMarkdownReadsBackAsTheSamePage) {
  const std::string head = "---\ntitle: T\naudience: customer\n---\n";
  const Article article = read(head + GetParam());
  const Article again = read(head + article.customer.page.markdown);
  EXPECT_EQ(again.customer.page.html, article.customer.page.html) << article.customer.page.markdown;
}

INSTANTIATE_TEST_SUITE_P(
    Constructs, RoundTripTest,
    ::testing::Values("a\\\nb\n", "- a\n\n  b\n- c\n", "- a\n  - b\n    - c\n- d\n",
                      "1. a\n2. b\n\ntext\n\n5. c\n", "> a\n>\n> > b\n", "> [!TIP]\n> a\n> b\n",
                      "    code\n      more\n", "````\n```\n````\n", "`` a`b ``\n",
                      "[a *b*](https://e.org/x \"t \\\" u\") ![i](https://e.org/j.png)\n",
                      "\\# no \\> \\- 1\\. \\* \\_x\\_ \\`\n", "1\\. x\n", "\\+ x\n",
                      "a_b_c snake_case\n", "&amp;lt; &lt;b&gt;\n",
                      "| a | b |\n|---|--:|\n| x \\| y | *z* |\n\nafter\n",
                      "- a\n\n\n<!-- -->\n\n- b\n", "~~a~~ \\~b\\~\n",
                      "a[^1] b[^2]\n\n[^1]: one\n\n    two\n[^2]: three\n",
                      "# A\n\nx\n\n## B *c*\n\ny\n", "***a** b*\n", "- [ ] a\n- [x] b\n",
                      "- ```\n  x\n  ```\n", "> - a\n>   b\n", "a\n***\nb\n",
                      "![x!](https://e.org/y)\n"));

TEST(PagesTest, WithoutCustomerTextThereIsNoCustomersPage) {
  const Article article = read("> a\n\n- b\n\n---\n");
  EXPECT_TRUE(article.customer.page.html.empty());
  EXPECT_TRUE(article.customer.page.markdown.empty());
}

}  // namespace
}  // namespace aplomb
