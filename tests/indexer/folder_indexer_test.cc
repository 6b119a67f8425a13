// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/folder_indexer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "tests/support/temp_dir.h"
#include "tests/support/temp_index.h"

namespace aplomb {
namespace {

namespace fs = std::filesystem;
using test::ids;
using test::Ids;
using test::TempDir;
using test::value_of;

/// A folder and an index that stays open.
class FolderIndexerTest : public testing::Test {
 protected:
  void open() {
    indexer_.reset();
    IndexOptions options;
    options.articles = articles_.path();
    options.index_dir = index_.path();
    indexer_ = value_of(FolderIndexer::open(options, &places_));
    value_of(indexer_->sync_all());
  }
  IndexReport update(const std::vector<std::string>& paths, const Meanwhile& meanwhile = {}) {
    return value_of(indexer_->update(paths, meanwhile));
  }
  void write(const std::string& path, const std::string& text) const {
    articles_.write(path, text);
  }
  void write_id(const std::string& path, const std::string& id, const std::string& text) const {
    write(path, "---\nid: " + id + "\n---\n# Article\n" + text);
  }
  void remove(const std::string& path) const { fs::remove(articles_.path() / path); }
  void rename(const std::string& from, const std::string& to) const {
    fs::rename(articles_.path() / from, articles_.path() / to);
  }
  Ids search(const std::string& text, Audience reader = Audience::kInternal) const {
    SearchRequest request;
    request.text = text + " ";
    request.limit = 100;
    auto found = ids(value_of(value_of(Searcher::open(index_.path(), reader)).search(request)));
    std::ranges::sort(found);
    return found;
  }
  [[nodiscard]] std::string id_of(const std::string& id) const {
    const auto found = value_of(Searcher::open(index_.path(), {})).article({id});
    return found ? found->article.id.value : "";
  }
  [[nodiscard]] std::uint64_t revision(Audience reader = Audience::kInternal) const {
    return value_of(value_of(Searcher::open(index_.path(), reader)).status()).revision;
  }

  TempDir articles_, index_;
  ArticlePlaces places_;
  std::optional<FolderIndexer> indexer_;
};

TEST_F(FolderIndexerTest, OnlyWhatIsNamedIsLookedAt) {
  write("a.md", "# Alpha\nrefund");
  open();
  write("a.md", "# Alpha\nvoucher");
  write("b.md", "# Beta\nvoucher");
  const auto report = update({"b.md"});
  EXPECT_EQ(report.added, 1U);
  EXPECT_EQ(report.changed, 0U);
  EXPECT_EQ(search("voucher"), (Ids{"b"}));
  EXPECT_EQ(update({"a.md", "b.md", "nowhere.md"}).changed, 1U);
  EXPECT_EQ(search("voucher"), (Ids{"a", "b"}));
}

TEST_F(FolderIndexerTest, WhatHasNotChangedIsNotCommitted) {
  write("a.md", "# Alpha\nrefund");
  open();
  const auto before = revision();
  write("a.md", "# Alpha\nrefund");
  EXPECT_EQ(update({"a.md"}).unchanged, 1U);
  EXPECT_EQ(revision(), before);
}

TEST_F(FolderIndexerTest, AnEditOfInternalTextLeavesCustomersDatabaseAlone) {
  write("a.md", "---\nid: a\n---\n# Fees\nten\n\n> [!CUSTOMER]\n> The fee is waived.\n");
  open();
  const auto before = revision(Audience::kCustomer);
  write("a.md", "---\nid: a\n---\n# Fees\neleven\n\n> [!CUSTOMER]\n> The fee is waived.\n");
  update({"a.md"});
  EXPECT_EQ(search("eleven"), (Ids{"a"}));
  EXPECT_EQ(revision(Audience::kCustomer), before);
  write("a.md", "---\nid: a\n---\n# Fees\neleven\n");
  update({"a.md"});
  EXPECT_TRUE(search("waived", Audience::kCustomer).empty());
  open();
  EXPECT_EQ(search("eleven"), (Ids{"a"}));
}

TEST_F(FolderIndexerTest, ARefusedFileIsTakenWhenItsIdBecomesFree) {
  write_id("a.md", "same", "refund");
  open();
  write_id("b.md", "same", "voucher");
  EXPECT_EQ(update({"b.md"}).refused, 1U);
  EXPECT_EQ(indexer_->refused(), 1U);
  write_id("a.md", "other", "refund");
  EXPECT_EQ(update({"a.md"}).added, 1U);
  EXPECT_EQ(indexer_->refused(), 0U);
  EXPECT_EQ(search("voucher"), (Ids{"same"}));
  EXPECT_EQ(search("refund"), (Ids{"other"}));
}

TEST_F(FolderIndexerTest, WhoHasAnIdKeepsItThoughAnotherComesFirst) {
  write_id("b.md", "same", "refund");
  open();
  write_id("a.md", "same", "voucher");
  write_id("b.md", "same", "refund again");
  EXPECT_EQ(update({"a.md", "b.md"}).refused, 1U);
  EXPECT_EQ(search("again"), (Ids{"same"}));
  remove("b.md");
  update({"b.md"});
  EXPECT_EQ(search("voucher"), (Ids{"same"}));
}

TEST_F(FolderIndexerTest, IdsMayBeTradedOverManyCommitsAndNoArticleIsEverMissing) {
  constexpr int kFiles = 700;  // more than two commits
  const auto path = [](int i) { return "f" + std::to_string(i) + ".md"; };
  const auto id = [](int i) { return "id-" + std::to_string(i % kFiles); };
  std::vector<std::string> paths;
  for (int i = 0; i < kFiles; ++i) {
    paths.push_back(path(i));
    write_id(path(i), id(i), "refund");
  }
  open();
  for (int i = 0; i < kFiles; ++i) write_id(path(i), id(i + 1), "voucher");
  write("new.md", "# New");
  paths.emplace_back("new.md");
  const Searcher searcher = value_of(Searcher::open(index_.path(), Audience::kInternal));
  std::size_t commits = 0;
  update(paths, {.stop = [&] {
           ++commits;
           EXPECT_GE(value_of(searcher.status()).articles, std::size_t{kFiles});
           return false;
         }});
  EXPECT_GT(commits, 1U);
  EXPECT_EQ(places_.find({id(1)}), path(0));
  EXPECT_EQ(places_.find({id(0)}), path(kFiles - 1));
  EXPECT_EQ(value_of(searcher.status()).articles, std::size_t{kFiles + 1});
}

TEST_F(FolderIndexerTest, AMoveIsOneWhicheverHalfOfItIsHeardOfFirst) {
  write("a.md", "# Alpha\nrefund");
  write("b.md", "# Beta\nvoucher");
  open();
  rename("a.md", "c.md");
  update({"a.md"});
  EXPECT_TRUE(search("refund").empty());
  EXPECT_EQ(update({"c.md"}).moved, 1U);
  EXPECT_EQ(id_of("a"), "c");

  fs::copy_file(articles_.path() / "b.md", articles_.path() / "d.md");
  EXPECT_EQ(update({"d.md"}).added, 1U);
  remove("b.md");
  update({"b.md"});
  EXPECT_EQ(id_of("b"), "d");
  EXPECT_EQ(search("voucher"), (Ids{"d"}));
}

TEST_F(FolderIndexerTest, AMoveWithAnIdOfItsOwnKeepsItThroughout) {
  write_id("a.md", "kept", "refund");
  open();
  rename("a.md", "b.md");
  EXPECT_EQ(update({"a.md", "b.md"}).moved, 1U);
  EXPECT_EQ(search("refund"), (Ids{"kept"}));
  EXPECT_EQ(places_.find({"kept"}), "b.md");
}

TEST_F(FolderIndexerTest, WhatIsUrgentComesBeforeTheRestOfALongPass) {
  write("z.md", "# Last\nrefund");
  open();
  std::vector<std::string> paths;
  for (int i = 0; i < 700; ++i) {
    paths.push_back("f" + std::to_string(i) + ".md");
    write(paths.back(), "# Article\nmany");
  }
  paths.emplace_back("z.md");
  write("z.md", "# Last\nearly");
  std::vector<std::string> first{"z.md"};
  std::size_t with = 0;
  update(paths, {.urgent = [&] {
           if (first.empty() && with == 0) {
             with = value_of(value_of(Searcher::open(index_.path(), {})).status()).articles;
             EXPECT_EQ(search("early"), (Ids{"z"}));
             write("z.md", "# Last\nearly");  // what was read ahead must not come back
           }
           return std::exchange(first, {});
         }});
  EXPECT_GT(with, 1U);
  EXPECT_LT(with, 701U);
  EXPECT_EQ(search("early"), (Ids{"z"}));
}

TEST_F(FolderIndexerTest, ALongPassCanBeStoppedAndTakenUpAgain) {
  open();
  for (int i = 0; i < 700; ++i) write("f" + std::to_string(i) + ".md", "# Article\nmany");
  const auto stopped = indexer_->sync_all({.stop = [] { return true; }});
  ASSERT_FALSE(stopped);
  EXPECT_EQ(stopped.error().code, Code::kUnavailable);
  open();
  EXPECT_EQ(value_of(value_of(Searcher::open(index_.path(), {})).status()).articles, 700U);
}

TEST_F(FolderIndexerTest, AFolderStandsForAllThatIsKnownBelowIt) {
  write("sub/a.md", "refund");
  write("sub/inner/b.md", "refund");
  write("sub.md", "refund");
  open();
  fs::remove_all(articles_.path() / "sub");
  EXPECT_EQ(update({"sub"}).removed, 2U);
  EXPECT_EQ(search("refund"), (Ids{"sub"}));
}

TEST_F(FolderIndexerTest, TheIndexRemembersItsFolder) {
  open();
  const auto status = value_of(value_of(Searcher::open(index_.path(), {})).status());
  EXPECT_EQ(status.folder, fs::canonical(articles_.path()).string());
  const auto shown =
      value_of(value_of(Searcher::open(index_.path(), Audience::kCustomer)).status());
  EXPECT_EQ(shown.folder, "");
}

TEST_F(FolderIndexerTest, AFolderThatTakesAnothersPlaceIsTakenForWhatItIs) {
  write("a.md", "refund");
  open();
  remove("a.md");
  fs::create_directory(articles_.path() / "a.md");
  EXPECT_EQ(update({"a.md"}).removed, 1U);
  write("a.md/b.md", "voucher");
  EXPECT_EQ(update({"a.md/b.md"}).added, 1U);
}

}  // namespace
}  // namespace aplomb
