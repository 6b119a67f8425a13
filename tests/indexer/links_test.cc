// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/links.h"

#include <gtest/gtest.h>

namespace aplomb {
namespace {

std::string image(std::string_view url, std::string_view path) {
  return Links(path, Audience::kInternal, {}).image(url);
}

std::string link(std::string_view url) {
  return Links("pay/cards/refund.md", Audience::kInternal, {}).link(url);
}

TEST(LinksTest, RelativeLinksToArticlesLeadToTheirPath) {
  EXPECT_EQ(link("other.md"), "/p/pay/cards/other.md");
  EXPECT_EQ(link("../late.md#why"), "/p/pay/late.md#why");
  EXPECT_EQ(link("/top.md?x=1#a"), "/p/top.md#a");
  EXPECT_EQ(link("./a b.md"), "/p/pay/cards/a%20b.md");
  EXPECT_EQ(link("%C3%BC.md"), "/p/pay/cards/%C3%BC.md");
  EXPECT_EQ(link("guide/"), "/p/pay/cards/guide");
}

TEST(LinksTest, OtherFilesAreFiles) {
  EXPECT_EQ(link("form.pdf"), "/files/pay/cards/form.pdf");
  EXPECT_EQ(image("../i.png", "pay/cards/refund.md"), "/files/pay/i.png");
}

TEST(LinksTest, NothingLeadsOutOfTheFolder) {
  EXPECT_EQ(link("../../../../etc/passwd.md"), "/p/etc/passwd.md");
  EXPECT_EQ(link("..%2F..%2F..%2Fx.md"), "/p/x.md");
  EXPECT_EQ(link("a%00.md"), "");
}

TEST(LinksTest, OnlyHarmlessSchemesStay) {
  EXPECT_EQ(link("https://example.org/a?b=c#d"), "https://example.org/a?b=c#d");
  EXPECT_EQ(link("mailto:a@b.c"), "mailto:a@b.c");
  EXPECT_EQ(link("tel:+49123"), "tel:+49123");
  EXPECT_EQ(link("#anchor"), "#anchor");
  EXPECT_EQ(link("//example.org/x"), "https://example.org/x");
  for (const char* evil :
       {"javascript:alert(1)", "JavaScript:x", "\x01javascript:x", "data:text/html,x", "vbscript:x",
        "file:///etc", "java\nscript:x", "\\\\evil\\x", "http:\\\\x", " javascript:x", ""})
    EXPECT_EQ(link(evil), "") << evil;
}

TEST(LinksTest, ImagesComeFromHereOrByHttps) {
  EXPECT_EQ(image("https://e.org/i.png", "a.md"), "https://e.org/i.png");
  EXPECT_EQ(image("http://e.org/i.png", "a.md"), "");
  EXPECT_EQ(image("data:image/png;base64,x", "a.md"), "");
}

TEST(LinksTest, BareAddressesAreFoundWithoutTheirPunctuation) {
  const auto link_in = [](std::string_view text) {
    const auto found = find_bare_link(text, 0);
    return found ? found->url : std::string();
  };
  EXPECT_EQ(link_in("See https://e.org/a_(b)."), "https://e.org/a_(b)");
  EXPECT_EQ(link_in("(www.e.org/x)"), "https://www.e.org/x");
  EXPECT_EQ(link_in("xhttps://e.org"), "");
  EXPECT_EQ(link_in("https://"), "");
}

}  // namespace
}  // namespace aplomb
