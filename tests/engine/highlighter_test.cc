// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/highlighter.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/support/temp_index.h"

namespace aplomb {
namespace {

using test::article;
using test::TempIndex;

/// The snippet of the only hit, matches in brackets.
std::string snippet(const std::string& text, const std::string& query) {
  const TempIndex index{article("only").title("Nothing").body(text)};
  const SearchPage page = index.search(query);
  if (page.hits.empty()) return "(no hit)";
  std::string shown;
  for (const Fragment& fragment : page.hits[0].snippet)
    shown += fragment.match ? "[" + fragment.text + "]" : fragment.text;
  return shown;
}

TEST(HighlighterTest, WhatMatchedIsMarkedHoweverItIsSpelt) {
  EXPECT_EQ(snippet("A café refunded it.", "cafe refunds "), "A [café refunded] it.");
  EXPECT_EQ(snippet("See ERR-4012 there.", "err4012"), "See [ERR-4012] there.");
  EXPECT_EQ(snippet("無線接続の設定", "接続"), "無線[接続]の設定");
}

TEST(HighlighterTest, HalfTypedWordsAreMarked) {
  EXPECT_EQ(snippet("Ask for a refund now.", "refu"), "Ask for a [refund] now.");
}

TEST(HighlighterTest, FunctionWordsBesideOthersAreNotMarked) {
  EXPECT_EQ(snippet("The refund is in the post.", "the refund "), "The [refund] is in the post.");
  EXPECT_EQ(snippet("To be or not.", "to be "), "[To be] or not.");
}

TEST(HighlighterTest, TheSnippetIsTakenFromWhereMostWordsStand) {
  std::string text;
  for (int i = 0; i < 60; ++i) text += "Filler number here with a refund. ";
  text += "The debit refund takes ten days. ";
  for (int i = 0; i < 60; ++i) text += "More of the same filler. ";
  const std::string shown = snippet(text, "debit refund ten days ");
  EXPECT_NE(shown.find("The [debit refund] takes [ten days]"), std::string::npos) << shown;
  EXPECT_TRUE(shown.starts_with("… ")) << shown;
  EXPECT_TRUE(shown.ends_with(" …")) << shown;
  EXPECT_LT(shown.size(), 400U);
}

TEST(HighlighterTest, MarkupInTheTextStaysText) {
  EXPECT_EQ(snippet("<b>refund</b> & more", "refund "), "<b>[refund]</b> & more");
}

TEST(HighlighterTest, SnippetsNeverCutACharacter) {
  std::string text;
  for (int i = 0; i < 400; ++i) text += "é";
  const std::string shown = snippet(text + " refund", "refund");
  EXPECT_EQ(shown.find("\uFFFD"), std::string::npos);
}

}  // namespace
}  // namespace aplomb
