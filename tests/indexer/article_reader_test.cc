// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/article_reader.h"

#include <gtest/gtest.h>

namespace aplomb {
namespace {

TEST(ArticleReaderTest, MarkdownWithoutFrontMatterIsAnArticleNamedByItsFirstHeading) {
  const auto read = read_article("payments/refund.md", "# Refund\n\nWait five days.\n", {});

  ASSERT_TRUE(read.article);
  EXPECT_EQ(read.article->id.value, "payments-refund");
  EXPECT_EQ(read.article->title, "Refund");
  ASSERT_EQ(read.article->passages.size(), 1U);
  EXPECT_EQ(read.article->passages[0].text, "Wait five days.");
  EXPECT_TRUE(read.findings.empty());
}

}  // namespace
}  // namespace aplomb
