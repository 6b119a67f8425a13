// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/draft_check.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "indexer/indexing.h"
#include "tests/support/temp_dir.h"
#include "tests/support/temp_index.h"

namespace aplomb {
namespace {

using test::TempDir;
using test::value_of;

std::string words(int count, const std::string& stem) {
  std::string text;
  for (int i = 0; i < count; ++i) text += stem + std::to_string(i) + " ";
  return text;
}

class DraftCheckTest : public testing::Test {
 protected:
  void SetUp() override {
    articles_.write("aplomb.yaml",
                    "check:\n"
                    "  rules: {missing-answer: off, missing-owner: off, missing-review: off}\n"
                    "  folders: {legacy/: {broken-link: off}}\n");
    articles_.write("refund.md", "---\nid: refund\naliases: [money]\n---\n# Late refund\n## Why\n");
    articles_.write("parcel.md", "---\nid: parcel\n---\n# Parcel\n" + words(80, "word"));
  }

  DraftReport check(const std::string& bytes, const std::string& path = "new.md",
                    std::optional<ArticleId> replaces = {}) {
    IndexOptions options;
    options.articles = articles_.path();
    options.index_dir = index_.path();
    static_cast<void>(value_of(index_folder(options)));
    const auto searcher = value_of(Searcher::open(index_.path(), Audience::kInternal));
    Draft draft;
    draft.path = path;
    draft.bytes = bytes;
    draft.replaces = std::move(replaces);
    return value_of(check_draft(articles_.path(), draft, searcher));
  }
  static bool breaks(const DraftReport& report, Rule rule, int line) {
    return std::ranges::any_of(report.findings, [&](const Finding& finding) {
      return finding.rule == about(rule).name && finding.line == line;
    });
  }

  TempDir articles_, index_;
};

TEST_F(DraftCheckTest, ADraftIsFoundByItsTestQueriesAsIfItWereSaved) {
  const auto report = check("---\ntest_queries: [zeppelin ride]\n---\n# A zeppelin ride\n");
  EXPECT_TRUE(report.findings.empty()) << report.findings[0].message;
  ASSERT_TRUE(report.article);
  EXPECT_EQ(report.article->title, "A zeppelin ride");
  ASSERT_EQ(report.queries.size(), 1U);
  EXPECT_TRUE(report.queries[0].first());
}

TEST_F(DraftCheckTest, AnArticleThatComesBeforeItIsNamed) {
  const auto report =
      check("---\ntest_queries: [late refund, nothing has it]\n---\n# Money\nA refund.\n");
  EXPECT_TRUE(breaks(report, Rule::kQuerySecond, 2)) << report.findings.at(0).message;
  EXPECT_TRUE(breaks(report, Rule::kQueryMissed, 2));
  EXPECT_EQ(report.queries.at(0).above.at(0).id.value, "refund");
}

TEST_F(DraftCheckTest, WhatItReplacesDoesNotStandInItsWay) {
  const std::string draft = "---\nid: refund\ntest_queries: [late refund]\n---\n# Late refund\n";
  EXPECT_TRUE(check(draft, "refund.md").findings.empty());
  EXPECT_TRUE(check(draft, "moved.md", ArticleId{"refund"}).findings.empty());
  EXPECT_TRUE(breaks(check(draft, "other.md"), Rule::kIdClash, 2));
  const auto renamed = check("---\nid: new\naliases: [refund]\n---\n# Late refund\n", "refund.md");
  EXPECT_TRUE(renamed.findings.empty()) << "its own former id is no clash";
}

TEST_F(DraftCheckTest, TheIndexIsNotTouched) {
  static_cast<void>(check("---\ntest_queries: [zeppelin]\n---\n# Zeppelin\n"));
  const auto searcher = value_of(Searcher::open(index_.path(), Audience::kInternal));
  SearchRequest request;
  request.text = "zeppelin";
  EXPECT_EQ(value_of(searcher.search(request)).total, 0U);
  EXPECT_EQ(value_of(searcher.status()).articles, 2U);
}

TEST_F(DraftCheckTest, LinksAreLookedUpInTheFolderAndTheIndex) {
  const auto report = check(
      "# A\n[x](refund.md#why) [x](/a/money)\n[x](refund.md#how)\n[x](/a/none)\n[x](gone.md)\n");
  EXPECT_EQ(report.findings.size(), 3U);
  EXPECT_TRUE(breaks(report, Rule::kBrokenAnchor, 3));
  EXPECT_TRUE(breaks(report, Rule::kBrokenLink, 4));
  EXPECT_TRUE(breaks(report, Rule::kBrokenLink, 5));
  EXPECT_TRUE(check("# A\n[x](gone.md)\n", "legacy/a.md").findings.empty()) << "it is off there";
}

TEST_F(DraftCheckTest, AliasesOfOthersAreClashes) {
  EXPECT_TRUE(breaks(check("---\naliases: [money]\n---\n# A\n"), Rule::kAliasClash, 2));
}

TEST_F(DraftCheckTest, WhatStandsInAnotherArticleIsShownWithItsShare) {
  const auto report = check("# Copy\n" + words(60, "word"));
  ASSERT_EQ(report.duplicates.size(), 1U);
  EXPECT_EQ(report.duplicates[0].id.value, "parcel");
  EXPECT_GT(report.duplicates[0].share, 0.95);
  EXPECT_TRUE(breaks(report, Rule::kDuplicate, 0));
  EXPECT_TRUE(check("# Copy\n" + words(60, "word"), "parcel.md").duplicates.empty())
      << "an article is not its own copy";
}

TEST_F(DraftCheckTest, MoreQueriesThanFitABlinkAreNotAsked) {
  std::string queries;
  for (int i = 0; i < 30; ++i) queries += "  - refund " + std::to_string(i) + "\n";
  const auto report = check("---\ntest_queries:\n" + queries + "---\n# A\n");
  EXPECT_EQ(report.queries.size(), kMaxDraftQueries);
  EXPECT_TRUE(breaks(report, Rule::kQueryNotAsked, 23));
}

TEST_F(DraftCheckTest, WhatCannotBeTakenIsAFindingAndNoError) {
  const auto report = check("caf\xE9");
  EXPECT_FALSE(report.article);
  EXPECT_TRUE(breaks(report, Rule::kUnreadableFile, 1));
  EXPECT_TRUE(check("").article);
}

TEST_F(DraftCheckTest, ASavedFileIsCheckedWithoutAnIndex) {
  const auto findings = check_saved(
      articles_.path(), "new.md",
      "---\nanswer: TODO\n---\n# A\n[x](gone.md) [x](/a/who-knows) [x](refund.md#how)\n");
  ASSERT_EQ(findings.size(), 3U) << "nobody can say whether there is an article of that id";
  EXPECT_EQ(findings[0].rule, "unspeakable");
  EXPECT_EQ(findings[1].rule, "broken-link");
  EXPECT_EQ(findings[2].rule, "broken-anchor");
  EXPECT_TRUE(check_saved(articles_.path(), "refund.md", "# Late refund\n").empty());
}

}  // namespace
}  // namespace aplomb
