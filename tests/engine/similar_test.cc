// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/similar.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/support/temp_index.h"

namespace aplomb {
namespace {

using test::article;
using test::Ids;
using test::TempIndex;
using test::value_of;

Article one(
    const std::string& id, const std::string& title, const std::string& text,
    void (*change)(Article&) = [](Article&) {}) {
  return article(id).title(title).body(text).with(change);
}

Ids similar(const Searcher& searcher, const std::string& id, std::size_t limit = 5) {
  Ids ids;
  const auto found = value_of(searcher.similar({id}, limit));
  for (const Article& each : found.articles) ids.push_back(each.id.value);
  return ids;
}

std::vector<Article> shelf() {
  std::vector<Article> all{
      one("late", "A card refund is late", "Look into the ledger.",
          [](Article& a) { a.aliases = {{"former"}}; }),
      one("times", "How long a card refund takes", "Ten days for a refund."),
      one("cash", "Refund in cash", "Only in a shop, never by post."),
      one("old", "A card refund by cheque", "No longer.",
          [](Article& a) { a.confidence = Confidence::kArchived; }),
      one("ended", "A card refund in December", "Over.",
          [](Article& a) { a.expiry_date = parse_day_or_minute("2020-01-31"); }),
      one("hidden", "A card refund nobody finds", "Excluded.",
          [](Article& a) { a.excluded = true; }),
      one("deutsch", "Refund auf die card", "Zehn Tage.", [](Article& a) { a.language = "de"; }),
      one("tea", "Tea", "Leaves and hot water.")};
  // enough others for words to tell something
  for (int i = 0; i < 40; ++i) {
    const std::string word = "word" + std::to_string(i);
    all.push_back(one(word, word, word));
  }
  return all;
}

class SimilarTest : public testing::Test {
 protected:
  TempIndex index_{shelf()};
  Searcher searcher_ = index_.searcher();
};

TEST_F(SimilarTest, TheSameSubjectComesBestFirst) {
  EXPECT_EQ(similar(searcher_, "late").front(), "times");
  EXPECT_EQ(similar(searcher_, "late", 1).size(), 1U);
}

TEST_F(SimilarTest, NeitherItselfNorWhatNobodyShouldBeLedTo) {
  for (const auto& id : similar(searcher_, "late", kMaxSimilar))
    for (const char* unwanted : {"late", "old", "ended", "hidden", "deutsch"})
      EXPECT_NE(id, unwanted);
}

TEST_F(SimilarTest, WhatStandsAloneHasNone) {
  for (const char* id : {"tea", "word7"}) EXPECT_EQ(similar(searcher_, id), Ids{}) << id;
}

TEST_F(SimilarTest, AnArticleThatIsNotFoundByItsWordsHasNone) {
  EXPECT_EQ(similar(searcher_, "hidden"), Ids{});
}

TEST_F(SimilarTest, AnArchivedOneIsLedToWhatHolds) {
  EXPECT_FALSE(similar(searcher_, "old").empty());
}

TEST_F(SimilarTest, AFormerIdIsThatOfTheArticle) {
  EXPECT_EQ(value_of(searcher_.similar({"former"}, 5)).id.value, "late");
  EXPECT_EQ(similar(searcher_, "former"), similar(searcher_, "late"));
}

TEST_F(SimilarTest, UnknownArticlesAndLimitsAreErrors) {
  EXPECT_EQ(searcher_.similar({"none"}, 5).error().code, Code::kNotFound);
  EXPECT_EQ(searcher_.similar({"late"}, 0).error().code, Code::kInvalidArgument);
  EXPECT_EQ(searcher_.similar({"late"}, kMaxSimilar + 1).error().code, Code::kInvalidArgument);
}

TEST(SimilarAudienceTest, CustomersAreShownWhatTheyMayReadByWhatTheyMayRead) {
  const TempIndex index{
      article("late").title("A card refund is late").customer("It takes ten days."),
      article("times").title("How long a card refund takes").customer("Ten days."),
      article("batch").title("The card refund batch is late").body("It runs at night."),
      article("wifi").title("The router").customer("Restart it.").body("Card refund late batch."),
      article("tea").title("Tea").customer("Hot water."),
      article("door").title("The door").customer("Open it.")};

  EXPECT_EQ(similar(index.searcher(Audience::kCustomer), "late"), (Ids{"times"}));
  EXPECT_EQ(similar(index.searcher(), "late", 1), (Ids{"batch"}));
  EXPECT_EQ(index.searcher(Audience::kCustomer).similar({"batch"}, 5).error().code,
            Code::kNotFound);
}

}  // namespace
}  // namespace aplomb
