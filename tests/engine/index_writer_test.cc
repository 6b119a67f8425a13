// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/index_writer.h"

#include <gtest/gtest.h>
#include <unistd.h>
#include <xapian.h>

#include <chrono>
#include <thread>
#include <vector>

#include "engine/index_files.h"
#include "engine/record.h"
#include "tests/support/temp_index.h"

namespace aplomb {
namespace {

using test::article;
using test::ids;
using test::Ids;
using test::TempDir;
using test::TempIndex;
using test::value_of;

TEST(IndexWriterTest, ChangesShowAtTheCommitAndNotBefore) {
  const TempIndex index{article("a").body("refund")};
  auto writer = value_of(IndexWriter::open(index.dir()));
  value_of(writer.put(article("b").body("refund"), {}));
  value_of(writer.remove({"a"}));
  EXPECT_EQ(ids(index.search("refund")), (Ids{"a"}));

  value_of(writer.commit());

  EXPECT_EQ(ids(index.search("refund")), (Ids{"b"}));
}

TEST(IndexWriterTest, PuttingAnArticleAgainReplacesAllItsPassages) {
  const TempIndex index{article("a").body("refund").body("chargeback")};
  auto writer = value_of(IndexWriter::open(index.dir()));
  value_of(writer.put(article("a").body("voucher"), {}));
  value_of(writer.commit());

  EXPECT_EQ(index.search("refund chargeback ").hits.size(), 0U);
  EXPECT_EQ(ids(index.search("voucher")), (Ids{"a"}));
  EXPECT_EQ(value_of(index.searcher().status()).articles, 1U);
}

TEST(IndexWriterTest, ASecondWriterIsToldWhoWrites) {
  const TempIndex index{article("a")};
  const auto first = value_of(IndexWriter::open(index.dir()));

  const auto second = IndexWriter::open(index.dir());

  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, Code::kConflict);
  EXPECT_NE(second.error().message.find("process " + std::to_string(::getpid())),
            std::string::npos);
  EXPECT_FALSE(IndexWriter::create(index.dir()));
}

TEST(IndexWriterTest, ANewGenerationShowsWhenItIsPublished) {
  const TempIndex index{article("old").body("refund")};
  {
    auto writer = value_of(IndexWriter::create(index.dir()));
    value_of(writer.put(article("new").body("refund"), {}));
    EXPECT_EQ(ids(index.search("refund")), (Ids{"old"}));
    value_of(writer.publish());
  }
  EXPECT_EQ(ids(index.search("refund")), (Ids{"new"}));
}

TEST(IndexWriterTest, AnOpenSearcherFollowsCommitsAndGenerations) {
  const TempIndex index{article("a").body("refund")};
  const Searcher searcher = index.searcher();
  SearchRequest request;
  request.text = "refund";
  EXPECT_EQ(ids(value_of(searcher.search(request))), (Ids{"a"}));
  {
    auto writer = value_of(IndexWriter::create(index.dir()));
    value_of(writer.put(article("b").body("refund"), {}));
    value_of(writer.publish());
  }
  EXPECT_EQ(ids(value_of(searcher.search(request))), (Ids{"b"}));
}

TEST(IndexWriterTest, AGenerationThatWasNeverFinishedIsCleanedUp) {
  const TempIndex index{article("a").body("refund")};
  {
    auto writer = value_of(IndexWriter::create(index.dir()));
    value_of(writer.put(article("b").body("refund"), {}));
  }
  EXPECT_EQ(ids(index.search("refund")), (Ids{"a"}));

  const auto next = value_of(IndexWriter::open(index.dir()));

  std::size_t folders = 0;
  for (const auto& entry : std::filesystem::directory_iterator(index.dir()))
    folders += entry.is_directory();
  EXPECT_EQ(folders, 1U);
}

TEST(IndexWriterTest, AnIndexOfAnotherSchemaIsRefusedNotMisread) {
  const TempIndex index{article("a").body("refund")};
  const auto dir = index_files::generation_dir(index.dir(), 1);
  {
    Xapian::WritableDatabase database(index_files::full_database(dir).string());
    database.set_metadata("schema", "999");
    database.commit();
  }
  const auto searcher = Searcher::open(index.dir(), Audience::kInternal);
  ASSERT_FALSE(searcher);
  EXPECT_EQ(searcher.error().code, Code::kSchemaMismatch);
  const auto writer = IndexWriter::open(index.dir());
  ASSERT_FALSE(writer);
  EXPECT_EQ(writer.error().code, Code::kSchemaMismatch);
}

TEST(IndexWriterTest, TheTimeOfTheLastCommitIsTold) {
  const auto begun = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  const TempIndex index{article("a").body("refund")};
  const auto committed = [&] { return value_of(index.searcher().status()).committed; };
  const auto set = [&](const char* text) {
    const auto dir = index_files::generation_dir(index.dir(), 1);
    Xapian::WritableDatabase database(index_files::full_database(dir).string());
    database.set_metadata("committed", text);
    database.commit();
  };
  EXPECT_GE(committed(), begun);
  set("");
  EXPECT_FALSE(committed()) << "an index from before this was kept";
  set("1");
  EXPECT_EQ(committed(), std::chrono::sys_seconds{std::chrono::seconds{1}});

  value_of(value_of(IndexWriter::open(index.dir())).commit());

  EXPECT_GE(committed(), begun);
  EXPECT_LE(committed(), std::chrono::system_clock::now());
}

TEST(IndexWriterTest, ADamagedPointerIsAnErrorThatSaysWhatToDo) {
  const TempIndex index{article("a")};
  std::ofstream(index.dir() / "current") << "nonsense";
  const auto searcher = Searcher::open(index.dir(), Audience::kInternal);
  ASSERT_FALSE(searcher);
  EXPECT_EQ(searcher.error().code, Code::kDamaged);
  EXPECT_NE(searcher.error().hint.find("--rebuild"), std::string::npos);
}

TEST(IndexWriterTest, CustomersSeeOnlyTheirDatabase) {
  const TempIndex index{article("mixed").body("secretword").customer("Your refund is due."),
                        article("internal").body("refund secretword")};

  EXPECT_EQ(ids(index.search("refund", Audience::kCustomer)), (Ids{"mixed"}));
  const SearchPage page = index.search("secretword", Audience::kCustomer);
  EXPECT_EQ(page.total, 0U);
  EXPECT_EQ(page.interpretation.unmatched, (std::vector<std::string>{"secretword"}));
  EXPECT_FALSE(value_of(index.searcher(Audience::kCustomer).list({})).articles.empty());
  EXPECT_FALSE(index.searcher(Audience::kCustomer).article({"internal"}));
}

/// Leaves the index as a crash between the commits of the two databases would: customers see
/// `stray`, which `full` knows nothing of.
void tear(const TempIndex& index) {
  const auto dir = index_files::generation_dir(index.dir(), 1);
  Xapian::WritableDatabase customer(index_files::customer_database(dir).string());
  Xapian::Document document;
  document.add_boolean_term("Qstray");
  document.add_term("Zsecretword");
  document.set_data(record::encode(record::PassageRecord{{"stray"}, {}, false}));
  customer.add_document(document);
  const Article stray = article("stray").customer("secretword");
  customer.set_metadata("article/stray",
                        record::encode(record::ArticleRecord{stray, {}, stray.id, {}}));
  customer.set_metadata("article/b", std::string());
  customer.set_metadata("step", "77");
  customer.commit();
}

TEST(IndexWriterTest, WhatACrashLeftOnlyForCustomersIsTakenAwayAtOnce) {
  const TempIndex index{article("a").customer("refund"), article("b").customer("refund")};
  tear(index);
  ASSERT_EQ(ids(index.search("secretword ", Audience::kCustomer)), (Ids{"stray"}));

  const auto writer = value_of(IndexWriter::open(index.dir()));

  EXPECT_EQ(index.search("secretword ", Audience::kCustomer).total, 0U);
}

TEST(IndexWriterTest, WhatACrashLeftApartIsIndexedAgainUntilItIsWhole) {
  const TempIndex index{article("a").customer("refund"), article("b").customer("refund")};
  tear(index);
  {
    auto writer = value_of(IndexWriter::open(index.dir()));
    const auto sources = value_of(writer.sources());
    EXPECT_TRUE(sources.at("a.md").complete);
    EXPECT_FALSE(sources.at("b.md").complete);
    value_of(writer.commit());
  }
  {
    auto writer = value_of(IndexWriter::open(index.dir()));
    EXPECT_FALSE(value_of(writer.sources()).at("b.md").complete);
    value_of(writer.put(article("b").customer("refund"), {}));
    value_of(writer.commit());
  }
  auto writer = value_of(IndexWriter::open(index.dir()));
  EXPECT_TRUE(value_of(writer.sources()).at("b.md").complete);
}

/// Whether customers are told of the word, by whatever leads to it.
bool customers_hear(const Searcher& searcher, const std::string& word) {
  std::string slip = word;
  std::swap(slip[3], slip[4]);
  for (const std::string& typed : {word, slip, slip + " ", word.substr(0, 4)}) {
    SearchRequest request;
    request.text = typed;
    const auto page = value_of(searcher.search(request));
    const bool meant =
        !page.interpretation.corrected.empty() || !page.interpretation.expanded.empty();
    if (page.total > 0 || meant || !value_of(searcher.suggest(typed, 5)).empty()) return true;
  }
  return !value_of(searcher.corrections(slip, 5)).empty();
}

TEST(IndexWriterTest, WhatBecomesInternalIsGoneForCustomersThoughTheOtherCommitFails) {
  const TempIndex index{article("a").title("Night").customer("x", "Pluvinox"),
                        article("b").title("Day").customer("refund")};
  const Searcher customers = index.searcher(Audience::kCustomer);
  ASSERT_TRUE(customers_hear(customers, "pluvinox"));
  const auto full = index_files::full_database(index_files::generation_dir(index.dir(), 1));
  const std::filesystem::path away = full.string() + ".away";
  {
    auto writer = value_of(IndexWriter::open(index.dir()));
    value_of(writer.put(article("a").title("Night").body("x", "Pluvinox"), {}));
    std::filesystem::rename(full, away);  // a commit writes a file into its folder
    EXPECT_FALSE(writer.commit());
    std::filesystem::rename(away, full);
  }

  EXPECT_FALSE(customers_hear(customers, "pluvinox")) << "not even from what was read before";
  EXPECT_FALSE(customers_hear(index.searcher(Audience::kCustomer), "pluvinox"));
  auto writer = value_of(IndexWriter::open(index.dir()));
  EXPECT_FALSE(value_of(writer.sources()).at("a.md").complete) << "it is to be indexed again";
  EXPECT_FALSE(customers_hear(customers, "pluvinox"));
}

TEST(IndexWriterTest, AnEditOfInternalTextDoesNotTouchCustomersDocuments) {
  const TempIndex index{article("a").customer("refund").body("one"),
                        article("b").customer("refund")};
  const auto path = index_files::customer_database(index_files::generation_dir(index.dir(), 1));
  const auto last = [&] { return Xapian::Database(path.string()).get_lastdocid(); };
  const auto before = last();
  const auto edit = [&](Article changed) {
    auto writer = value_of(IndexWriter::open(index.dir()));
    value_of(writer.remove({"a"}));
    value_of(writer.put(changed, {}));
    value_of(writer.commit());
  };
  edit(article("a").customer("refund").body("two"));
  EXPECT_EQ(last(), before);
  EXPECT_EQ(ids(index.search("two ")), (Ids{"a"}));

  edit(article("a").customer("voucher").body("two"));
  EXPECT_GT(last(), before);
  EXPECT_EQ(ids(index.search("voucher ", Audience::kCustomer)), (Ids{"a"}));
}

TEST(IndexWriterTest, TheCustomerDatabaseHoldsNothingOfTheFile) {
  TempIndex index{article("a").customer("refund")};
  {
    auto writer = value_of(IndexWriter::open(index.dir()));
    value_of(
        writer.put(article("a").customer("refund, too"), {77, 88, "secrethash", {{"former"}}}));
    value_of(writer.commit());
  }
  const auto path = index_files::customer_database(index_files::generation_dir(index.dir(), 1));
  const auto record =
      record::decode_article(Xapian::Database(path.string()).get_metadata("article/a"));
  ASSERT_TRUE(record);
  EXPECT_EQ(record->source, SourceState{});
}

TEST(IndexWriterTest, AWriterGoesOnWithWhatItHasPublished) {
  const test::TempDir dir;
  auto writer = value_of(IndexWriter::create(dir.path(), {}, 40));
  value_of(writer.put(article("a").customer("refund"), {}));
  value_of(writer.publish());
  value_of(writer.put(article("b").customer("refund"), {}));
  value_of(writer.commit());
  const auto searcher = value_of(Searcher::open(dir.path(), Audience::kCustomer));
  EXPECT_EQ(value_of(searcher.status()).articles, 2U);
  EXPECT_EQ(value_of(searcher.status()).generation, 41U);
  EXPECT_EQ(writer.growth() >= 1, true);
  EXPECT_TRUE(writer.check_in_place());
}

TEST(IndexWriterTest, ACompactedGenerationHoldsTheSameAndTakesChanges) {
  const TempIndex index{article("a").customer("refund").body("voucher"), article("b")};
  const Searcher searcher = index.searcher();
  SearchRequest request;
  request.text = "voucher ";
  auto writer = value_of(IndexWriter::open(index.dir()));
  value_of(writer.put(article("b").body("voucher"), {}));
  value_of(writer.commit());

  EXPECT_EQ(writer.compact([] { return false; }).error().code, Code::kUnavailable);
  EXPECT_EQ(value_of(searcher.status()).generation, 1U);
  value_of(writer.compact([] { return true; }));

  EXPECT_GT(value_of(searcher.status()).generation, 1U);
  EXPECT_EQ(value_of(searcher.search(request)).hits.size(), 2U);
  EXPECT_EQ(ids(index.search("refund", Audience::kCustomer)), (Ids{"a"}));
  value_of(writer.put(article("c").body("voucher"), {}));
  value_of(writer.commit());
  EXPECT_EQ(value_of(searcher.search(request)).hits.size(), 3U);
  EXPECT_TRUE(writer.check_in_place());
}

TEST(IndexWriterTest, AWriterNoticesThatItsIndexWasTakenAwayOrExchanged) {
  const TempIndex index{article("a")}, other{article("b")};
  const auto away = index.dir().string() + ".away";
  auto writer = value_of(IndexWriter::open(index.dir()));
  EXPECT_TRUE(writer.check_in_place());
  std::filesystem::rename(index.dir(), away);
  EXPECT_FALSE(writer.check_in_place());
  std::filesystem::copy(other.dir(), index.dir(), std::filesystem::copy_options::recursive);
  EXPECT_FALSE(writer.check_in_place());
  std::filesystem::remove_all(away);
}

TEST(IndexWriterTest, ReadersGoOnWithWhatTheyHaveOpenWhenTheIndexIsDeleted) {
  const TempIndex index{article("a").body("refund")};
  const Searcher searcher = index.searcher();
  SearchRequest request;
  request.text = "refund";
  const auto generation = index_files::generation_dir(index.dir(), 1);
  ASSERT_EQ(ids(value_of(searcher.search(request))), (Ids{"a"}));
  std::filesystem::remove_all(generation);
  EXPECT_EQ(ids(value_of(searcher.search(request))), (Ids{"a"}));
  std::filesystem::remove(index.dir() / "current");
  EXPECT_EQ(ids(value_of(searcher.search(request))), (Ids{"a"}));
  EXPECT_FALSE(Searcher::open(index.dir(), Audience::kInternal));
  auto writer = value_of(IndexWriter::create(index.dir(), {}, 1));
  value_of(writer.put(article("b").body("refund"), {}));
  value_of(writer.publish());
  EXPECT_EQ(ids(value_of(searcher.search(request))), (Ids{"b"}));
}

TEST(IndexWriterTest, DamageThatASearchMeetsIsTold) {
  const TempIndex index{article("a").body("refund")};
  {
    const auto dir = index_files::generation_dir(index.dir(), 1);
    Xapian::WritableDatabase database(index_files::full_database(dir).string());
    database.set_metadata("article/a", "nonsense");
    database.commit();
  }
  Searcher searcher = index.searcher();
  int told = 0;
  searcher.on_damage([&] { ++told; });
  SearchRequest request;
  request.text = "refund";
  EXPECT_EQ(searcher.search(request).error().code, Code::kDamaged);
  EXPECT_EQ(told, 1);
}

TEST(IndexWriterTest, ReadersAreUndisturbedByAWriter) {
  const TempIndex index{article("a0").body("refund")};
  const Searcher searcher = index.searcher();
  std::vector<std::thread> readers;
  for (int i = 0; i < 2; ++i)
    readers.emplace_back([&] {
      SearchRequest request;
      request.text = "refund";
      for (int n = 0; n < 300; ++n) {
        const auto page = searcher.search(request);
        ASSERT_TRUE(page) << page.error().message;
        ASSERT_GE(page->hits.size(), 1U);
      }
    });
  {
    auto writer = value_of(IndexWriter::open(index.dir()));
    for (int n = 1; n < 30; ++n) {
      value_of(writer.put(article("a" + std::to_string(n)).body("refund"), {}));
      value_of(writer.commit());
    }
  }
  {
    auto writer = value_of(IndexWriter::create(index.dir()));
    value_of(writer.put(article("last").body("refund"), {}));
    value_of(writer.publish());
  }
  for (std::thread& reader : readers) reader.join();
  EXPECT_EQ(ids(index.search("refund")), (Ids{"last"}));
}

}  // namespace
}  // namespace aplomb
