// SPDX-License-Identifier: GPL-3.0-or-later
// What comes first and how sure it is, from the query to the hits.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/support/temp_index.h"

namespace aplomb {
namespace {

using test::article;
using test::Ids;
using test::ids;
using test::TempIndex;
using test::value_of;

/// The order, whatever the judgement.
Ids order(const SearchPage& page) {
  return ids(page.found());
}

TEST(RankingTest, APinnedArticleHeadsItsQueryAndNoOther) {
  const TempIndex index{
      article("much").title("Refund").body("Refund refund refund delay."),
      article("pinned").title("Something else").body("A delay.").with([](Article& one) {
        one.pins = {"Refund delay"};
      })};
  const SearchPage page = index.search("refund  DELAY?");
  EXPECT_EQ(order(page).front(), "pinned");
  EXPECT_EQ(page.certainty, Certainty::kStrong);
  EXPECT_EQ(order(index.search("refund delay today ")).front(), "much");
}

TEST(RankingTest, APinBringsAnArticleThatHasNoneOfTheWords) {
  const TempIndex index{
      article("other").body("A refund."),
      article("pinned").title("Credit notes").with([](Article& one) { one.pins = {"refund"}; })};
  EXPECT_EQ(order(index.search("refund")), (Ids{"pinned", "other"}));
}

TEST(RankingTest, APinDoesNotBringBackWhatAFilterLeavesOut) {
  const TempIndex index{
      article("other").body("A refund.").with([](Article& one) { one.kind = Kind::kTip; }),
      article("pinned").title("Credit notes").with([](Article& one) {
        one.pins = {"refund kind:tip", "refund"};
      })};
  EXPECT_EQ(order(index.search("refund kind:tip")), Ids{"other"});
}

TEST(RankingTest, WhatNoLongerHoldsComesBelowWhatDoesAndFitsAlike) {
  const auto text = [](const char* id) { return article(id).title("Refund").body("Ten days."); };
  const TempIndex index{
      text("a-archived").with([](Article& one) { one.confidence = Confidence::kArchived; }),
      text("b-expired").with([](Article& one) {
        one.expiry_date = parse_day_or_minute("2001-01-01");
      }),
      text("c-overdue").with([](Article& one) {
        one.last_reviewed = parse_date("2001-01-01");
        one.review_every = parse_period("90d");
      }),
      text("d-valid").with([](Article& one) { one.confidence = Confidence::kValidated; })};
  SearchRequest request;
  request.text = "refund";
  request.unpublished = true;
  const Ids found = order(value_of(index.searcher().search(request)));
  ASSERT_EQ(found.size(), 4U);
  EXPECT_EQ(found[0], "d-valid");
  EXPECT_EQ(found[1], "c-overdue");
}

TEST(RankingTest, ABoostedArticleComesUpAndADampedOneGoesDown) {
  const auto text = [](const char* id, double boost) {
    return article(id).title("Refund").body("Ten days.").with([boost](Article& one) {
      one.boost = boost;
    });
  };
  const TempIndex index{text("less", 0.5), text("plain", 1), text("more", 2)};
  EXPECT_EQ(order(index.search("refund")), (Ids{"more", "plain", "less"}));
}

TEST(RankingTest, WhereTitlesAreQuestionsTheQuestionAskedComesFirst) {
  const TempIndex index{
      article("long")
          .title("How can I pay my bill?")
          .body("Return the phone. To return a phone that is broken, return it with its box: a "
                "return of "
                "a phone takes a day."),
      article("asked").title("How do I return a broken phone?").body("Print the label."),
      article("third").title("Why is my bill so high?").body("Look at it.")};
  EXPECT_EQ(order(index.search("how to return a phone that is broken ")).front(), "asked");
}

TEST(RankingTest, NeighbouringWordsCountMoreThanTheSameWordsApart) {
  const TempIndex index{
      article("apart").title("One").body("A card for the many rooms of a house; later a debit."),
      article("near").title("Two").body("For the many rooms of a house later; a debit card."),
  };
  EXPECT_EQ(order(index.search("debit card ")).front(), "near");
}

TEST(RankingTest, ASymptomThatIsWhatTheCallerSaysComesFirst) {
  const TempIndex index{
      article("words").title("Money").body("Money that has come back, my money. Come back."),
      article("said").title("Late credit").with([](Article& one) {
        one.symptoms = {"my money has not come back"};
      })};
  EXPECT_EQ(order(index.search("my money has not come back ")).front(), "said");
}

TEST(JudgementTest, NothingFoundIsNoneAndSaysSo) {
  const TempIndex index{article("a").title("Refund").body("Ten days.")};
  const SearchPage page = index.search("escrow ");
  EXPECT_EQ(page.certainty, Certainty::kNone);
  EXPECT_EQ(page.certainty_score, 0);
  EXPECT_TRUE(page.hits.empty());
  EXPECT_TRUE(page.nearest.empty());
}

TEST(JudgementTest, WhatHasOneCommonWordOfManyIsNearestAndNoHit) {
  std::vector<Article> articles;
  for (const char* word : {"printer", "router", "invoice", "parcel", "password", "phone"})
    articles.push_back(article(word)
                           .title(std::string("Set up the ") + word)
                           .body(std::string("Open the ") + word + " and wait a day."));
  const TempIndex index(articles);
  const SearchPage page =
      index.search("which day does the museum guarantee wheelchairs for visiting grandparents ");
  EXPECT_EQ(page.certainty, Certainty::kNone);
  EXPECT_TRUE(page.hits.empty());
  EXPECT_FALSE(page.nearest.empty());
  EXPECT_GT(page.total, 0U);
}

TEST(JudgementTest, APassageWithEveryWordThatWasTypedIsAtLeastAHit) {
  const TempIndex index{article("a").title("House rules").body("Parcels wait at the desk."),
                        article("b").title("Desk").body("Parcels."),
                        article("c").title("Parcels").body("Desk rules.")};
  EXPECT_NE(index.search("parcels desk ").certainty, Certainty::kNone);
}

TEST(JudgementTest, AnotherOrderAndARequestWithoutWordsAreNotJudged) {
  const TempIndex index{
      article("a").title("Refund").with([](Article& one) { one.kind = Kind::kTip; })};
  SearchRequest request;
  request.text = "refund";
  request.sort = Sort::kTitle;
  EXPECT_FALSE(value_of(index.searcher().search(request)).certainty);
  EXPECT_FALSE(index.search("kind:tip").certainty);
}

TEST(JudgementTest, TheScoreIsAChance) {
  const TempIndex index{article("a").title("Refund to a debit card").body("Ten days."),
                        article("b").title("Printer").body("Jam.")};
  for (const char* text : {"refund debit card", "refund", "printer card", "what is a jam"}) {
    const SearchPage page = index.search(text);
    ASSERT_TRUE(page.certainty_score) << text;
    EXPECT_GE(*page.certainty_score, 0) << text;
    EXPECT_LE(*page.certainty_score, 1) << text;
  }
}

}  // namespace
}  // namespace aplomb
