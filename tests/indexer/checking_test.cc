// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/checking.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>

#include "indexer/article_reader.h"
#include "tests/support/temp_dir.h"
#include "tests/support/temp_index.h"

namespace aplomb {
namespace {

using test::TempDir;
using test::value_of;
using Severity = Finding::Severity;

/// What an article that says nothing about itself would be told; these tests are about the rest.
constexpr const char* kSettings =
    "check:\n  rules: {missing-answer: off, missing-owner: off, missing-review: off}\n";

class CheckingTest : public testing::Test {
 protected:
  void SetUp() override { articles_.write("aplomb.yaml", kSettings); }
  CheckReport check(std::size_t top = 3) {
    CheckOptions options;
    options.articles = articles_.path();
    options.top = top;
    return value_of(check_articles(options));
  }
  /// Articles that come first for "late refund", "late refund one", …
  void write_rivals(int count) {
    for (int i = 0; i < count; ++i)
      articles_.write("rival-" + std::to_string(i) + ".md", "# Late refund\nlate refund");
  }
  void write_wanted(const std::string& front_matter) {
    articles_.write("wanted.md", "---\ntitle: Money back\n" + front_matter +
                                     "---\nA refund, and a great deal of other text about it.\n");
  }

  TempDir articles_;
};

TEST_F(CheckingTest, ArticlesThatComeFirstAreNoFindings) {
  articles_.write("refund.md",
                  "---\ntest_queries: [late refund]\npin: [money]\n---\n# Late refund");
  const CheckReport report = check();
  EXPECT_TRUE(report.findings.empty());
  EXPECT_FALSE(report.has_problems());
  EXPECT_EQ(report.articles, 1U);
  ASSERT_EQ(report.queries.size(), 2U);
  EXPECT_TRUE(report.queries[0].first() && report.queries[1].first());
}

TEST_F(CheckingTest, AnArticleThatComesSecondIsWorthALookAndSaysWhichComesFirst) {
  write_rivals(1);
  write_wanted("test_queries:\n  - money back\n  - late refund\n");
  const CheckReport report = check();
  ASSERT_EQ(report.findings.size(), 1U);
  EXPECT_EQ(report.findings[0].path, "wanted.md");
  EXPECT_EQ(report.findings[0].line, 5);
  EXPECT_EQ(report.findings[0].severity, Severity::kNote);
  EXPECT_EQ(report.findings[0].message,
            "\"late refund\" has this article in place 2; first is rival-0, 'Late refund' (title, "
            "text)");
  EXPECT_FALSE(report.has_problems());
}

TEST_F(CheckingTest, OneThatIsNotAmongTheFirstThreeIsAProblem) {
  write_rivals(3);
  write_wanted("test_queries: [late refund]\n");
  const CheckReport report = check();
  ASSERT_EQ(report.findings.size(), 1U);
  EXPECT_EQ(report.findings[0].severity, Severity::kWarning);
  EXPECT_EQ(report.queries.at(0).rank, 4U);
  EXPECT_EQ(report.queries.at(0).above.size(), 3U);
  EXPECT_TRUE(report.has_problems());
  EXPECT_FALSE(check(4).has_problems()) << "four places are enough for who says so";
}

TEST_F(CheckingTest, ATestQueryThatFindsNothingIsAProblem) {
  write_wanted("test_queries: [zeppelin]\n");
  const CheckReport report = check();
  EXPECT_EQ(report.findings.at(0).message, "\"zeppelin\" finds no article");
  EXPECT_TRUE(report.has_problems());
}

TEST_F(CheckingTest, APinWantsTheFirstPlace) {
  articles_.write("a.md", "---\ntitle: One\npin: [refund]\n---\nrefund");
  articles_.write("b.md", "---\ntitle: Refund\npin: [refund]\n---\nrefund");
  const CheckReport report = check();
  ASSERT_EQ(report.findings.size(), 1U) << "one of two can be first";
  EXPECT_EQ(report.findings[0].severity, Severity::kWarning);
  EXPECT_NE(report.findings[0].message.find("the pin \"refund\" has this article in place 2"),
            std::string::npos);
}

TEST_F(CheckingTest, ExcludedAndArchivedArticlesAreNotSearchedFor) {
  articles_.write("a.md", "---\nsearch: {exclude: true}\ntest_queries: [refund]\n---\n# Refund");
  articles_.write("b.md", "---\nconfidence: archived\ntest_queries: [refund]\n---\n# Old");
  const CheckReport report = check();
  EXPECT_TRUE(report.queries.empty());
  EXPECT_FALSE(report.has_problems());
}

TEST_F(CheckingTest, WhatIndexingFindsIsListedWithItsPlace) {
  articles_.write("a.md", "# A\n> [!CUSTOMR]\n> Hello.\n");
  articles_.write("b.md", "caf\xE9");
  articles_.write("synonyms.yaml", "mutual:\n  - {words: [refund]}\n");
  articles_.write(".hidden/c.md", "# C");
  const CheckReport report = check();
  const auto severity_at = [&](const std::string& path, int line) {
    const auto found = std::ranges::find_if(report.findings, [&](const Finding& finding) {
      return finding.path == path && finding.line == line;
    });
    EXPECT_NE(found, report.findings.end()) << path;
    return found == report.findings.end() ? Severity::kNote : found->severity;
  };
  EXPECT_EQ(severity_at("a.md", 2), Severity::kWarning) << "a mark that nobody knows";
  EXPECT_EQ(severity_at("b.md", 1), Severity::kRefused);
  EXPECT_EQ(severity_at("synonyms.yaml", 2), Severity::kWarning);
  EXPECT_TRUE(report.has_problems());
}

TEST_F(CheckingTest, AnEmptyFolderIsCleanAndAMissingOneAnError) {
  EXPECT_EQ(check().articles, 0U);
  CheckOptions options;
  options.articles = articles_.path() / "none";
  EXPECT_EQ(check_articles(options).error().code, Code::kNotFound);
}

TEST(QueryLinesTest, QueriesAreFoundHoweverTheyAreWritten) {
  const QueryLines lines = read_query_lines(
      "---\r\ntitle: A\r\nPin: one  query\r\ntest_queries:\r\n  - two\r\n"
      "  - \"three: 3\"\r\n---\r\n");
  EXPECT_EQ(lines.pins, (std::map<std::string, int>{{"one query", 3}}));
  EXPECT_EQ(lines.test_queries, (std::map<std::string, int>{{"two", 5}, {"three: 3", 6}}));
  EXPECT_TRUE(read_query_lines("no front matter").pins.empty());
  EXPECT_TRUE(read_query_lines(std::string("\0", 1)).pins.empty());
}

}  // namespace
}  // namespace aplomb
