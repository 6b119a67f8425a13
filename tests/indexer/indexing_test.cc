// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/indexing.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "engine/index_files.h"
#include "engine/index_writer.h"
#include "tests/support/temp_dir.h"
#include "tests/support/temp_index.h"

namespace aplomb {
namespace {

using test::ids;
using test::Ids;
using test::TempDir;
using test::value_of;

/// An articles folder and its index.
class IndexingTest : public testing::Test {
 protected:
  IndexReport run(bool rebuild = false) {
    IndexOptions options;
    options.articles = articles_.path();
    options.index_dir = index_.path();
    options.rebuild = rebuild;
    return value_of(index_folder(options));
  }
  Ids search(const std::string& text, Audience reader = Audience::kInternal) {
    SearchRequest request;
    request.text = text;
    return ids(value_of(value_of(Searcher::open(index_.path(), reader)).search(request)));
  }
  void rename(const std::string& from, const std::string& to) {
    std::filesystem::create_directories((articles_.path() / to).parent_path());
    std::filesystem::rename(articles_.path() / from, articles_.path() / to);
  }

  TempDir articles_, index_;
};

TEST_F(IndexingTest, TheFirstRunTakesEverythingAndTheSecondTouchesNothing) {
  articles_.write("a.md", "# Refund\nten days");
  articles_.write("sub/b.md", "# Voucher\nten weeks");
  EXPECT_EQ(run().added, 2U);
  const auto revision = value_of(value_of(Searcher::open(index_.path(), {})).status()).revision;

  const IndexReport again = run();

  EXPECT_EQ(again.unchanged, 2U);
  EXPECT_EQ(again.added + again.changed + again.moved + again.removed, 0U);
  EXPECT_EQ(value_of(value_of(Searcher::open(index_.path(), {})).status()).revision, revision);
}

TEST_F(IndexingTest, OnlyWhatChangedIsTouched) {
  articles_.write("a.md", "# Alpha\nrefund");
  articles_.write("b.md", "# Beta\nrefund");
  articles_.write("c.md", "# Gamma\nrefund");
  run();
  articles_.write("a.md", "# Alpha\nvoucher instead");
  std::filesystem::remove(articles_.path() / "b.md");
  articles_.write("d.md", "# Delta\nvoucher");

  const IndexReport report = run();

  EXPECT_EQ(report.changed, 1U);
  EXPECT_EQ(report.removed, 1U);
  EXPECT_EQ(report.added, 1U);
  EXPECT_EQ(report.unchanged, 1U);
  EXPECT_FALSE(report.rebuilt);
  EXPECT_EQ(search("refund "), (Ids{"c"}));
  EXPECT_EQ(search("voucher ").size(), 2U);
}

TEST_F(IndexingTest, AChangeOfTheSameSizeWithinTheSameSecondIsSeen) {
  articles_.write("a.md", "# Title\nrefund");
  run();
  articles_.write("a.md", "# Title\nreturn");
  EXPECT_EQ(run().changed, 1U);
  EXPECT_EQ(search("return "), (Ids{"a"}));
}

TEST_F(IndexingTest, AMovedFileKeepsItsOldIdAsAnAlias) {
  articles_.write("old/place.md", "# Refund\nten days");
  run();
  rename("old/place.md", "new/home.md");

  EXPECT_EQ(run().moved, 1U);

  EXPECT_EQ(search("refund "), (Ids{"new-home"}));
  const auto find = [&](const char* id) {
    return value_of(value_of(Searcher::open(index_.path(), {})).article({id})).article.id.value;
  };
  EXPECT_EQ(find("old-place"), "new-home");
  run(true);  // a rebuild remembers, and so does a later change
  EXPECT_EQ(find("old-place"), "new-home");
  articles_.write("new/home.md", "# Refund\neleven days");
  run();
  EXPECT_EQ(find("old-place"), "new-home");
}

TEST_F(IndexingTest, FilesMayTradeTheirIds) {
  articles_.write("a.md", "---\nid: one\n---\n# First\nrefund");
  articles_.write("b.md", "---\nid: two\n---\n# Second\nvoucher");
  run();
  articles_.write("a.md", "---\nid: two\n---\n# First\nrefund");
  articles_.write("b.md", "---\nid: one\n---\n# Second\nvoucher");
  run();
  EXPECT_EQ(search("refund "), (Ids{"two"}));
  EXPECT_EQ(search("voucher "), (Ids{"one"}));
}

TEST_F(IndexingTest, AnIdThatIsTakenIsRefusedByNameAndAPathThatCollidesIsNot) {
  articles_.write("a.md", "---\nid: same\n---\nrefund one");
  articles_.write("b.md", "---\nid: same\n---\nrefund two");
  articles_.write("x y.md", "refund three");
  articles_.write("x-y.md", "refund four");

  const IndexReport report = run();

  EXPECT_EQ(report.added, 3U);
  EXPECT_EQ(report.refused, 1U);
  EXPECT_NE(report.findings[0].message.find("already that of a.md"), std::string::npos);
  EXPECT_EQ(search("refund ").size(), 3U);
}

TEST_F(IndexingTest, AFileThatCannotBeTakenIsNamedAndTheOthersAreIndexed) {
  articles_.write("good.md", "refund");
  articles_.write("bad.md", "caf\xE9 refund");
  const IndexReport report = run();
  EXPECT_EQ(report.added, 1U);
  EXPECT_EQ(report.refused, 1U);
  ASSERT_EQ(report.findings.size(), 1U);
  EXPECT_EQ(report.findings[0].path, "bad.md");
  EXPECT_EQ(report.findings[0].line, 1);
  EXPECT_EQ(run().refused, 1U);  // it is said again until it is mended
}

TEST_F(IndexingTest, EveryFileIsAccountedFor) {
  articles_.write("good.md", "refund");
  articles_.write("bad.md", "caf\xE9");
  articles_.write(".hidden.md", "h");
  articles_.write("picture.svg", "s");
  const IndexReport report = run();
  EXPECT_EQ(report.added, 1U);
  EXPECT_EQ(report.refused, 1U);
  EXPECT_EQ(report.left_out, 1U);
  EXPECT_EQ(report.other_files, 1U);
}

TEST_F(IndexingTest, WhatBecomesInternalIsGoneForCustomers) {
  articles_.write("a.md", "---\nid: a\naudience: customer\n---\n# Fees\nThe fee is waived.");
  run();
  EXPECT_EQ(search("waived ", Audience::kCustomer), (Ids{"a"}));
  articles_.write("a.md", "---\nid: a\naudience: internal\n---\n# Fees\nThe fee is waived.");
  run();
  EXPECT_TRUE(search("waived ", Audience::kCustomer).empty());
  EXPECT_EQ(search("waived "), (Ids{"a"}));
}

TEST_F(IndexingTest, AMissingFolderLeavesTheIndexAlone) {
  articles_.write("a.md", "refund");
  run();
  IndexOptions options;
  options.articles = articles_.path() / "nowhere";
  options.index_dir = index_.path();
  EXPECT_EQ(index_folder(options).error().code, Code::kNotFound);
  EXPECT_EQ(search("refund "), (Ids{"a"}));
}

TEST_F(IndexingTest, ADamagedIndexIsMadeAnew) {
  articles_.write("a.md", "refund");
  run();
  std::filesystem::resize_file(
      index_files::full_database(index_files::generation_dir(index_.path(), 1)) / "iamglass", 3);
  const IndexReport report = run();
  EXPECT_TRUE(report.rebuilt);
  EXPECT_EQ(search("refund "), (Ids{"a"}));
}

TEST_F(IndexingTest, ALostPointerIsMadeAnew) {
  articles_.write("a.md", "refund");
  run();
  std::filesystem::remove(index_.path() / "current");
  EXPECT_TRUE(run().rebuilt);
  EXPECT_EQ(search("refund "), (Ids{"a"}));
}

TEST_F(IndexingTest, ASecondWriterIsRefused) {
  articles_.write("a.md", "refund");
  run();
  const auto writer = value_of(IndexWriter::open(index_.path()));
  IndexOptions options;
  options.articles = articles_.path();
  options.index_dir = index_.path();
  EXPECT_EQ(index_folder(options).error().code, Code::kConflict);
  options.rebuild = true;
  EXPECT_EQ(index_folder(options).error().code, Code::kConflict);
}

TEST_F(IndexingTest, SynonymsAreTakenChangedAndRemovedWithoutTouchingAnArticle) {
  articles_.write("a.md", "# Wifi\nThe wifi drops.");
  run();
  EXPECT_TRUE(search("wireless ").empty());

  articles_.write("synonyms.yaml", "mutual:\n- {words: [wifi, wireless]}\n");
  const IndexReport report = run();
  EXPECT_EQ(report.unchanged, 1U);
  EXPECT_EQ(report.passages, 0U);
  EXPECT_FALSE(report.rebuilt);
  EXPECT_EQ(search("wireless "), (Ids{"a"}));

  articles_.write("synonyms.yaml", "mutual:\n- {words: [wifi, wlan]}\n");
  run();
  EXPECT_TRUE(search("wireless ").empty());
  EXPECT_EQ(search("wlan "), (Ids{"a"}));

  const auto revision = value_of(value_of(Searcher::open(index_.path(), {})).status()).revision;
  run();
  EXPECT_EQ(value_of(value_of(Searcher::open(index_.path(), {})).status()).revision, revision);

  std::filesystem::remove(articles_.path() / "synonyms.yaml");
  run();
  EXPECT_TRUE(search("wlan ").empty());
}

TEST_F(IndexingTest, OfBrokenSynonymsTheLastGoodOnesStayAlsoAcrossARebuild) {
  articles_.write("a.md", "# Wifi\nThe wifi drops.");
  articles_.write("synonyms.yaml", "mutual:\n- {words: [wifi, wireless]}\n");
  run();
  articles_.write("synonyms.yaml", "mutual:\n- {words: [wifi, wlan]\n- oops\n");
  for (const bool rebuild : {false, true, false}) {
    const IndexReport report = run(rebuild);
    EXPECT_EQ(report.refused, 1U);
    ASSERT_EQ(report.findings.size(), 1U);
    EXPECT_EQ(report.findings[0].path, "synonyms.yaml");
    EXPECT_EQ(report.findings[0].line, 3);
    EXPECT_EQ(search("wireless "), (Ids{"a"}));
  }
  articles_.write("synonyms.yaml", "mutual:\n- {words: [wifi, wlan]}\n");
  EXPECT_EQ(run().refused, 0U);
  EXPECT_TRUE(search("wireless ").empty());
  EXPECT_EQ(search("wlan "), (Ids{"a"}));
}

TEST_F(IndexingTest, SynonymsWorkForCustomersToo) {
  articles_.write("a.md", "---\nid: a\naudience: customer\n---\n# Wifi\nThe wifi drops.");
  articles_.write("synonyms.yaml", "mutual:\n- {words: [wifi, wireless]}\n");
  run();
  EXPECT_EQ(search("wireless ", Audience::kCustomer), (Ids{"a"}));
}

TEST_F(IndexingTest, AnEmptyFolderIsAnEmptyIndex) {
  const IndexReport report = run();
  EXPECT_EQ(report.articles(), 0U);
  EXPECT_TRUE(search("refund").empty());
}

}  // namespace
}  // namespace aplomb
