// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/index_keeper.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <thread>

#include "engine/index_files.h"
#include "engine/index_writer.h"
#include "tests/support/temp_dir.h"
#include "tests/support/temp_index.h"

namespace aplomb {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using test::ids;
using test::Ids;
using test::TempDir;
using test::value_of;

/// Far longer than anything here takes.
constexpr auto kLong = 60s;

/// An articles folder that is followed, and what searches find in its index.
class IndexKeeperTest : public testing::Test {
 protected:
  IndexKeeperTest() { fs::create_directory(articles()); }

  [[nodiscard]] fs::path articles() const { return dir_.path() / "articles"; }
  [[nodiscard]] fs::path index() const { return dir_.path() / "index"; }

  void start() {
    IndexOptions options;
    options.articles = articles();
    options.index_dir = index();
    keeper_ = value_of(IndexKeeper::start(options));
  }
  void write(const std::string& path, std::string_view text) const {
    dir_.write("articles/" + path, text);
  }
  void remove(const std::string& path) const { fs::remove_all(articles() / path); }
  void rename(const std::string& from, const std::string& to) const {
    fs::rename(articles() / from, articles() / to);
  }
  void in_step() const { ASSERT_TRUE(keeper_->wait_until_in_step(kLong)) << problem(); }
  [[nodiscard]] std::string problem() const {
    const auto status = keeper_->status();
    return status.problem ? status.problem->message : "";
  }
  /// Waits for something that comes by itself.
  template <class Condition>
  void until(Condition&& condition) const {
    const auto end = std::chrono::steady_clock::now() + kLong;
    while (!condition()) {
      ASSERT_LT(std::chrono::steady_clock::now(), end) << problem();
      std::this_thread::sleep_for(5ms);
    }
  }
  Ids search(const std::string& text, Audience reader = Audience::kInternal) const {
    SearchRequest request;
    request.text = text + " ";
    auto found = ids(value_of(value_of(Searcher::open(index(), reader)).search(request)));
    std::ranges::sort(found);
    return found;
  }
  [[nodiscard]] std::string id_of(const std::string& id) const {
    const auto found = value_of(Searcher::open(index(), {})).article({id});
    return found ? found->article.id.value : "";
  }

  TempDir dir_;
  std::unique_ptr<IndexKeeper> keeper_;
};

TEST_F(IndexKeeperTest, ItStartsByTakingWhatIsThere) {
  write("a.md", "# Alpha\nrefund");
  start();
  in_step();
  EXPECT_EQ(search("refund"), (Ids{"a"}));
  EXPECT_EQ(keeper_->status().state, KeeperStatus::State::kFollowing);
  EXPECT_EQ(keeper_->status().pending, 0U);
  EXPECT_EQ(keeper_->status().lag.count(), 0);
}

TEST_F(IndexKeeperTest, AMissingFolderIsRefused) {
  fs::remove(articles());
  IndexOptions options;
  options.articles = articles();
  options.index_dir = index();
  const auto keeper = IndexKeeper::start(options);
  ASSERT_FALSE(keeper);
  EXPECT_EQ(keeper.error().code, Code::kNotFound);
}

TEST_F(IndexKeeperTest, WhatOtherProgramsDoIsFollowed) {
  write("a.md", "# Alpha\nrefund");
  start();
  in_step();
  write("a.md", "# Alpha\nvoucher");
  write("sub/deep/b.md", "# Beta\nvoucher");
  in_step();
  EXPECT_EQ(search("voucher"), (Ids{"a", "sub-deep-b"}));
  EXPECT_TRUE(search("refund").empty());
  remove("a.md");
  in_step();
  EXPECT_EQ(search("voucher"), (Ids{"sub-deep-b"}));
}

TEST_F(IndexKeeperTest, WhatIsTouchedIsTakenWithoutTheSystemsHelp) {
  write("a.md", "# Alpha\nrefund");
  start();
  in_step();
  write("a.md", "# Alpha\nvoucher");
  keeper_->touched("a.md");
  in_step();
  EXPECT_EQ(search("voucher"), (Ids{"a"}));
}

TEST_F(IndexKeeperTest, WhatIsTouchedMayBeAnything) {
  start();
  for (const char* path :
       {"", "nowhere.md", "../outside.md", "/etc/passwd", "a//b.md", ".git/x.md"})
    keeper_->touched(path);
  in_step();
  EXPECT_EQ(keeper_->status().state, KeeperStatus::State::kFollowing);
}

TEST_F(IndexKeeperTest, EditorsThatReplaceAFileAreFollowed) {
  write("a.md", "# Alpha\nrefund");
  start();
  in_step();
  write(".a.md.tmp", "# Alpha\nvoucher");
  rename(".a.md.tmp", "a.md");
  in_step();
  EXPECT_EQ(search("voucher"), (Ids{"a"}));

  rename("a.md", "a.md~");
  write("a.md", "# Alpha\ncoupon");
  remove("a.md~");
  in_step();
  EXPECT_EQ(search("coupon"), (Ids{"a"}));
  EXPECT_TRUE(search("voucher").empty());
}

TEST_F(IndexKeeperTest, AFileIsTakenWhenItIsClosedAndNotBefore) {
  write("z.md", "# Last");
  start();
  in_step();
  std::ofstream half(articles() / "a.md");
  half << "# Alpha\nhalfway" << std::flush;
  write("z.md", "# Last again");
  in_step();
  EXPECT_TRUE(search("halfway").empty());
  half << " wholly";
  half.close();
  in_step();
  EXPECT_EQ(search("wholly"), (Ids{"a"}));
}

TEST_F(IndexKeeperTest, AMovedFolderKeepsItsArticlesUnderTheirFormerIds) {
  write("old/a.md", "# Alpha\nrefund");
  write("old/inner/b.md", "# Beta\nrefund");
  start();
  in_step();
  rename("old", "new");
  in_step();
  EXPECT_EQ(search("refund"), (Ids{"new-a", "new-inner-b"}));
  EXPECT_EQ(id_of("old-inner-b"), "new-inner-b");
  write("new/inner/b.md", "# Beta\nvoucher");
  in_step();
  EXPECT_EQ(search("voucher"), (Ids{"new-inner-b"}));
  fs::rename(articles() / "new", dir_.path() / "away");
  in_step();
  EXPECT_TRUE(search("alpha").empty());
  fs::rename(dir_.path() / "away", articles() / "back");
  in_step();
  EXPECT_EQ(search("alpha"), (Ids{"back-a"}));
}

TEST_F(IndexKeeperTest, ALinkIsFollowedWhereverItsTargetLies) {
  write("plain/text.txt", "# Shared\nrefund");
  write(".hidden/text.md", "# Hidden\nrefund");
  fs::create_symlink("plain/text.txt", articles() / "one.md");
  start();
  in_step();
  fs::create_symlink(".hidden/text.md", articles() / "two.md");
  in_step();
  EXPECT_EQ(search("refund"), (Ids{"one", "two"}));
  write("plain/text.txt", "# Shared\nvoucher");
  write(".hidden/text.md", "# Hidden\nvoucher");
  in_step();
  EXPECT_EQ(search("voucher"), (Ids{"one", "two"}));
}

TEST_F(IndexKeeperTest, TheFilesBesideTheArticlesAreFollowed) {
  write("a.md", "# Wifi\nThe wifi drops.");
  start();
  in_step();
  EXPECT_TRUE(search("wireless").empty());
  write("synonyms.yaml", "mutual:\n- {words: [wifi, wireless]}\n");
  in_step();
  EXPECT_EQ(search("wireless"), (Ids{"a"}));
  remove("synonyms.yaml");
  in_step();
  EXPECT_TRUE(search("wireless").empty());
}

TEST_F(IndexKeeperTest, ThousandsOfFilesAtOnceAreTaken) {
  write("a.md", "# Alpha\nrefund");
  start();
  in_step();
  for (int i = 0; i < 1500; ++i)
    write("many/" + std::to_string(i % 20) + "/" + std::to_string(i) + ".md", "# Many\nvoucher");
  in_step();
  const auto status = value_of(value_of(Searcher::open(index(), {})).status());
  EXPECT_EQ(status.articles, 1501U);
  remove("many");
  in_step();
  EXPECT_EQ(value_of(value_of(Searcher::open(index(), {})).status()).articles, 1U);
}

TEST_F(IndexKeeperTest, AFolderThatIsTakenAwayLeavesTheIndexAloneUntilItIsBack) {
  write("a.md", "# Alpha\nrefund");
  start();
  in_step();
  fs::rename(articles(), dir_.path() / "away");
  until([&] { return keeper_->status().state == KeeperStatus::State::kWaiting; });
  EXPECT_EQ(keeper_->status().problem->code, Code::kNotFound);
  EXPECT_EQ(search("refund"), (Ids{"a"}));
  EXPECT_FALSE(keeper_->wait_until_in_step(1ms));

  write("b.md", "# Beta\nrefund");
  until([&] { return search("refund") == Ids{"b"}; });
  write("b.md", "# Beta\nvoucher");
  in_step();
  EXPECT_EQ(search("voucher"), (Ids{"b"}));
}

TEST_F(IndexKeeperTest, AFolderThatIsExchangedForAnotherIsFollowedThere) {
  write("a.md", "# Alpha\nrefund");
  start();
  in_step();
  dir_.write("other/b.md", "# Beta\nrefund");
  fs::rename(articles(), dir_.path() / "former");
  fs::rename(dir_.path() / "other", articles());
  until([&] { return search("refund") == Ids{"b"}; });
  dir_.write("former/a.md", "# Alpha\nvoucher");
  write("b.md", "# Beta\nvoucher");
  in_step();
  EXPECT_EQ(search("voucher"), (Ids{"b"}));
}

TEST_F(IndexKeeperTest, AnIndexThatAnotherProcessWritesToIsTakenOverWhenThatHasFinished) {
  write("a.md", "# Alpha\nrefund");
  std::optional<IndexWriter> other = value_of(IndexWriter::create(index()));
  start();
  until([&] { return keeper_->status().state == KeeperStatus::State::kWaiting; });
  EXPECT_EQ(keeper_->status().problem->code, Code::kConflict);
  EXPECT_NE(problem().find("process"), std::string::npos);
  other.reset();
  in_step();
  EXPECT_EQ(search("refund"), (Ids{"a"}));
}

TEST_F(IndexKeeperTest, AnIndexThatIsDeletedUnderItIsMadeAnewWithTheIdsOfBefore) {
  write("old.md", "# Alpha\nrefund");
  start();
  in_step();
  rename("old.md", "new.md");
  in_step();
  fs::remove_all(index());
  until([&] { return fs::exists(index() / "current"); });
  in_step();
  EXPECT_EQ(search("refund"), (Ids{"new"}));
  EXPECT_EQ(id_of("old"), "new");
  write("new.md", "# Alpha\nvoucher");
  in_step();
  EXPECT_EQ(search("voucher"), (Ids{"new"}));
}

TEST_F(IndexKeeperTest, APointerToNothingIsMendedWithTheNextChange) {
  write("a.md", "# Alpha\nrefund");
  start();
  in_step();
  std::ofstream(index() / "current") << "gen-000077\n";
  write("b.md", "# Beta\nrefund");
  in_step();
  EXPECT_EQ(search("refund"), (Ids{"a", "b"}));
}

TEST_F(IndexKeeperTest, AnIndexThatIsSuspectedIsMadeAnewBesideTheLiveOne) {
  write("a.md", "# Alpha\nrefund");
  start();
  in_step();
  const auto generation = [&] { return value_of(index_files::current_generation(index())); };
  const auto before = generation();
  keeper_->suspect();
  until([&] { return generation() > before; });
  in_step();
  EXPECT_EQ(search("refund"), (Ids{"a"}));
}

TEST_F(IndexKeeperTest, ItSaysWhereAnArticleLies) {
  write("x/a.md", "---\nid: one\naliases: [uno]\n---\n# Alpha");
  start();
  in_step();
  EXPECT_EQ(keeper_->path_of({"one"}), "x/a.md");
  EXPECT_EQ(keeper_->path_of({"uno"}), "x/a.md");
  EXPECT_FALSE(keeper_->path_of({"two"}));
  rename("x/a.md", "b.md");
  write("x/a.md", "# Another");
  in_step();
  EXPECT_EQ(keeper_->path_of({"one"}), "b.md");
  EXPECT_EQ(keeper_->path_of({"x-a"}), "x/a.md");
  remove("b.md");
  in_step();
  EXPECT_FALSE(keeper_->path_of({"one"}));
  EXPECT_FALSE(keeper_->path_of({"uno"}));
}

TEST_F(IndexKeeperTest, FilesThatCannotBeTakenAreCounted) {
  write("a.md", "caf\xE9");
  start();
  in_step();
  EXPECT_EQ(keeper_->status().refused, 1U);
  write("a.md", "cafe");
  in_step();
  EXPECT_EQ(keeper_->status().refused, 0U);
  EXPECT_EQ(search("cafe"), (Ids{"a"}));
}

TEST_F(IndexKeeperTest, AGrownGenerationIsCompactedWhileSearchesGoOn) {
  std::string text;
  for (int i = 0; i < 3000; ++i) text += "word" + std::to_string(i) + " ";
  for (int i = 0; i < 30; ++i) write(std::to_string(i) + ".md", "# Article\nrefund " + text);
  start();
  in_step();
  const Searcher searcher = value_of(Searcher::open(index(), Audience::kInternal));
  std::atomic<bool> stop = false;
  std::thread reader([&] {
    SearchRequest request;
    request.text = "refund ";
    request.limit = 50;
    while (!stop) {
      const auto page = searcher.search(request);
      ASSERT_TRUE(page) << page.error().message;
      ASSERT_EQ(page->hits.size(), 30U);
    }
  });
  const auto before = value_of(index_files::current_generation(index()));
  for (int round = 0; value_of(index_files::current_generation(index())) == before; ++round) {
    for (int i = 0; i < 30; ++i)
      write(std::to_string(i) + ".md", "# Article " + std::to_string(round) + "\nrefund " + text);
    in_step();
    std::this_thread::sleep_for(10ms);
    if (round >= 5)
      until([&] { return value_of(index_files::current_generation(index())) != before; });
  }
  stop = true;
  reader.join();
  write("30.md", "# Article\nvoucher");
  in_step();
  EXPECT_EQ(search("voucher"), (Ids{"30"}));
}

}  // namespace
}  // namespace aplomb
