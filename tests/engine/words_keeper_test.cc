// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/words_keeper.h"

#include <gtest/gtest.h>

#include <string>

#include "engine/index_files.h"
#include "tests/support/temp_index.h"

namespace aplomb {
namespace {

using test::article;
using test::TempIndex;
using test::value_of;

std::string database_of(const TempIndex& index, Audience reader) {
  const auto dir = index_files::generation_dir(index.dir(), 1);
  return reader == Audience::kCustomer ? index_files::customer_database(dir)
                                       : index_files::full_database(dir);
}

Lexicon lexicon_of(const TempIndex& index, Audience reader = Audience::kInternal) {
  return read_words(Xapian::Database(database_of(index, reader))).lexicon;
}

TEST(ReadLexiconTest, HoldsTheWordsOfAllPassagesAndNoOtherTerms) {
  const TempIndex index{
      article("late-refund").title("Late refund").body("The refund is 4012 days late."),
      article("b").title("Zebra").body("über")};
  const Lexicon lexicon = lexicon_of(index);
  EXPECT_EQ(lexicon.size(), 8U);  // late refund the is 4012 days zebra uber
  EXPECT_EQ(lexicon.find("late")->passages, 1U);
  EXPECT_TRUE(lexicon.find("4012"));
  EXPECT_TRUE(lexicon.find("uber"));
}

TEST(ReadLexiconTest, NamesAreTitlesSymptomsTagsAndHeadings) {
  const TempIndex index{
      article("a").title("Refunds").body("plain text", "Heading words").with([](Article& a) {
        a.symptoms = {"my money"};
        a.tags = {"payback"};
      }),
      article("b").title("Refunds again")};
  const Lexicon lexicon = lexicon_of(index);
  EXPECT_EQ(lexicon.find("refunds")->named, 2U);
  for (const char* name : {"heading", "money", "payback"})
    EXPECT_EQ(lexicon.find(name)->named, 1U) << name;
  EXPECT_EQ(lexicon.find("plain")->named, 0U);
  EXPECT_EQ(lexicon.find("plain")->passages, 1U);
}

TEST(ReadLexiconTest, ACustomersLexiconHoldsNoInternalWord) {
  const TempIndex index{article("a")
                            .title("Refunds")
                            .customer("public words", "Shown")
                            .body("secret words", "Hidden")};
  const Lexicon lexicon = lexicon_of(index, Audience::kCustomer);
  EXPECT_TRUE(lexicon.find("shown"));
  EXPECT_TRUE(lexicon.find("public"));
  EXPECT_FALSE(lexicon.find("secret"));
  EXPECT_FALSE(lexicon.find("hidden"));
}

TEST(WordsKeeperTest, ReadsTheFirstAtOnceAndTheNextMeanwhile) {
  const TempIndex index{article("a").title("Refunds")};
  const std::string path = database_of(index, Audience::kInternal);
  WordsKeeper keeper;
  const auto first = keeper.get(Xapian::Database(path), path, {1, 1});
  EXPECT_TRUE(first->lexicon.find("refunds"));
  {
    auto writer = value_of(IndexWriter::open(index.dir()));
    value_of(writer.put(article("b").title("Zebra"), {}));
    value_of(writer.commit());
  }
  auto next = keeper.get(Xapian::Database(path), path, {1, 2});
  while (next == first) {
    std::this_thread::yield();
    next = keeper.get(Xapian::Database(path), path, {1, 2});
  }
  EXPECT_TRUE(next->lexicon.find("zebra"));
  EXPECT_FALSE(first->lexicon.find("zebra"));
}

TEST(WordsKeeperTest, KeepsTheFormerOneWhereTheNextCannotBeRead) {
  const TempIndex index{article("a").title("Refunds")};
  const std::string path = database_of(index, Audience::kInternal);
  WordsKeeper keeper;
  const Xapian::Database database(path);
  const auto first = keeper.get(database, path, {1, 1});
  EXPECT_EQ(keeper.get(database, path + "/nowhere", {2, 1}), first);
}

}  // namespace
}  // namespace aplomb
