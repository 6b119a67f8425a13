// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/article_reader.h"

#include <thread>

#include "tests/indexer/reading.h"

namespace aplomb {
namespace {

void expect_refused(std::string_view bytes, std::string_view message, int line) {
  const auto result = read_file(bytes);
  EXPECT_FALSE(result.article);
  ASSERT_EQ(result.findings.size(), 1U);
  EXPECT_EQ(result.findings[0].severity, Finding::Severity::kRefused);
  EXPECT_EQ(result.findings[0].line, line);
  EXPECT_EQ(result.findings[0].path, "folder/file.md");
  EXPECT_TRUE(contains(result.findings[0].message, message)) << result.findings[0].message;
  EXPECT_FALSE(result.findings[0].hint.empty());
}

TEST(ArticleReaderTest, MarkdownWithoutFrontMatterIsAnArticleNamedByItsFirstHeading) {
  const auto result = read_file("# Refund\n\nWait five days.\n", "payments/refund.md");

  ASSERT_TRUE(result.article);
  EXPECT_EQ(result.article->id.value, "payments-refund");
  EXPECT_EQ(result.article->title, "Refund");
  EXPECT_EQ(texts(result.article->passages, Audience::kInternal), (Texts{"Wait five days."}));
  EXPECT_TRUE(result.findings.empty());
}

TEST(ArticleReaderTest, FilesThatAreNotUtf8AreRefusedWithTheLine) {
  expect_refused("# T\n\nGr\xFC\xDF Gott\n", "not UTF-8", 3);
  expect_refused("a\xED\xA0\x80", "not UTF-8", 1);
}

TEST(ArticleReaderTest, Utf16IsRecognised) {
  expect_refused(std::string_view("\xFF\xFE#\0", 4), "UTF-16", 1);
  expect_refused(std::string_view("\xFE\xFF\0#", 4), "UTF-16", 1);
}

TEST(ArticleReaderTest, BinaryFilesAreRefused) {
  expect_refused(std::string_view("# T\n\0", 5), "binary", 2);
}

TEST(ArticleReaderTest, FilesOverFourMebibytesAreRefused) {
  expect_refused(std::string(kMaxArticleBytes + 1, 'a'), "4 MiB", 0);
  EXPECT_TRUE(read_file(std::string(kMaxArticleBytes, 'a')).article);
}

TEST(ArticleReaderTest, AnEmptyFileIsNamedByItsPath) {
  EXPECT_EQ(read("", "payments/refund_late-2.md").title, "Refund late 2");
  EXPECT_EQ(read("---\n---\n", "payments/index.md").title, "Payments");
  EXPECT_EQ(read(" \n\n", "README.md").title, "README");
  EXPECT_EQ(read("", "gr\xFC\xDF.md").title, "Gr??");
}

TEST(ArticleReaderTest, TheSourceIsKeptByteForByte) {
  const std::string source = "\xEF\xBB\xBF---\r\ntitle: T\r\nmine: 1\r\n---\r\nText\r\n";
  const Article article = read(source);
  EXPECT_EQ(article.full.markdown, source);
  EXPECT_EQ(article.title, "T");
  EXPECT_EQ(texts(article.passages, Audience::kInternal), (Texts{"Text"}));
}

TEST(ArticleReaderTest, OldMacLineEndsAreLineEnds) {
  const Article article = read("---\rtitle: T\r---\r# H\r\rText\r");
  EXPECT_EQ(article.title, "T");
  ASSERT_EQ(article.headings.size(), 1U);
}

TEST(ArticleReaderTest, FindingsComeInTheOrderOfTheirLines) {
  const auto result = read_file("---\nkind: nonsense\nreview_every: x\n---\n\n> [!WHAT]\n> x\n");
  ASSERT_EQ(result.findings.size(), 3U);
  EXPECT_EQ(result.findings[0].line, 2);
  EXPECT_EQ(result.findings[1].line, 3);
  EXPECT_EQ(result.findings[2].line, 6);
}

TEST(ArticleReaderTest, FindingsAreLimited) {
  std::string source;
  for (int i = 0; i < 5000; ++i) source += "> [!WHAT]\n\n";
  EXPECT_LE(read_file(source).findings.size(), 201U);
}

TEST(ArticleReaderTest, ManyThreadsMayReadAtOnce) {
  const std::string source =
      "---\ntitle: T\n---\n| a | b |\n|---|---|\n| ~~1~~ | [x](y.md)[^n] |\n\n[^n]: Note\n";
  const std::string expected = read(source).full.html;
  std::vector<std::string> pages(4);
  {
    std::vector<std::jthread> threads;
    for (std::string& page : pages)
      threads.emplace_back([&] {
        for (int i = 0; i < 100; ++i) page = read(source).full.html;
      });
  }
  for (const std::string& page : pages) EXPECT_EQ(page, expected);
}

}  // namespace
}  // namespace aplomb
