// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/standings.h"

#include <gtest/gtest.h>

#include "tests/support/temp_index.h"

namespace aplomb {
namespace {

using test::article;
using test::Ids;
using test::TempIndex;
using test::value_of;

class StandingsTest : public testing::Test {
 protected:
  Ids listed(Standing standing, Audience reader = Audience::kInternal) {
    ListRequest request;
    request.standing = standing;
    return listed(request, reader);
  }
  Ids listed(const ListRequest& request, Audience reader = Audience::kInternal) {
    const auto listing = value_of(index_.searcher(reader, [this] { return now_; }).list(request));
    Ids ids;
    for (const Article& one : listing.articles) ids.push_back(one.id.value);
    EXPECT_EQ(listing.total, ids.size());
    return ids;
  }

  std::chrono::sys_seconds now_ = parse_day_or_minute("2026-03-01T12:00")->begins;
  TempIndex index_{
      article("archived").customer("Gone.").with([](Article& one) {
        one.confidence = Confidence::kArchived;
      }),
      article("due").customer("Look again.").with([](Article& one) {
        one.last_reviewed = parse_date("2026-01-30");
        one.review_every = parse_period("30d");  // in time up to 2026-03-01
        one.owner = "anna";
      }),
      article("expired").customer("Old.").with(
          [](Article& one) { one.expiry_date = parse_day_or_minute("2026-03-01T12:00"); }),
      article("flagged").customer("Wrong.").with([](Article& one) {
        one.flags = {{"anna", {}, "the price is old"}};
        one.owner = "ben";
      }),
      article("found").body("Apples and pears.").with([](Article& one) {
        one.test_queries = {"apples"};
        one.pins = {"pears please"};  // another has it, too, and comes second
      }),
      article("lost").body("Plums.").with([](Article& one) {
        one.test_queries = {"plums", "figs"};
      }),
      article("not-first").body("Apples.").with([](Article& one) { one.pins = {"pears please"}; }),
      article("scheduled").customer("New.").with([](Article& one) {
        one.publish_date = parse_day_or_minute("2026-03-01T12:01");
      })};
};

TEST_F(StandingsTest, OwnersSeeWhatWantsTheirAttention) {
  EXPECT_EQ(listed(Standing::kArchived), Ids{"archived"});
  EXPECT_EQ(listed(Standing::kFlagged), Ids{"flagged"});
  EXPECT_EQ(listed(Standing::kExpired), Ids{"expired"});
  EXPECT_EQ(listed(Standing::kScheduled), Ids{"scheduled"});
  EXPECT_EQ(listed(Standing::kOverdue), Ids{});
}

TEST_F(StandingsTest, AReviewIsLateWhenItsLastDayIsOver) {
  now_ = parse_day_or_minute("2026-03-02")->begins;
  EXPECT_EQ(listed(Standing::kOverdue), Ids{"due"});
}

TEST_F(StandingsTest, WhatWasScheduledIsPublishedInItsMinute) {
  now_ += std::chrono::minutes{1};
  EXPECT_EQ(listed(Standing::kScheduled), Ids{});
}

TEST_F(StandingsTest, OneOwnersAreToldApart) {
  ListRequest request;
  request.standing = Standing::kFlagged;
  request.filters = {{FilterField::kOwner, {"anna"}}};
  EXPECT_EQ(listed(request), Ids{});
  request.filters = {{FilterField::kOwner, {"ben"}}};
  EXPECT_EQ(listed(request), Ids{"flagged"});
}

TEST_F(StandingsTest, AnArticleFailsWhenAQueryOfItsOwnDoesNotFindIt) {
  EXPECT_EQ(listed(Standing::kFailing), (Ids{"lost", "not-first"}));
}

TEST_F(StandingsTest, PagesOfWhatIsFailingGoThroughAll) {
  ListRequest request;
  request.standing = Standing::kFailing;
  request.limit = 1;
  Ids all;
  const Searcher searcher = index_.searcher();
  for (int pages = 0; pages < 5; ++pages) {
    const auto listing = value_of(searcher.list(request));
    for (const Article& one : listing.articles) all.push_back(one.id.value);
    if (!listing.next) break;
    request.after = *listing.next;
  }
  EXPECT_EQ(all, (Ids{"lost", "not-first"}));
}

TEST_F(StandingsTest, CustomersAreShownNoneOfIt) {
  for (const auto standing : {Standing::kArchived, Standing::kFlagged, Standing::kExpired,
                              Standing::kScheduled, Standing::kOverdue, Standing::kFailing})
    EXPECT_EQ(listed(standing, Audience::kCustomer), Ids{}) << to_string(standing);
}

TEST_F(StandingsTest, FlagsStayWithInternalReaders) {
  EXPECT_EQ(value_of(index_.searcher().article({"flagged"})).article.flags.size(), 1U);
  EXPECT_TRUE(
      value_of(index_.searcher(Audience::kCustomer).article({"flagged"})).article.flags.empty());
}

TEST(StandingTest, ItsWordsAreReadBack) {
  for (const auto standing : {Standing::kArchived, Standing::kFlagged, Standing::kExpired,
                              Standing::kScheduled, Standing::kOverdue, Standing::kFailing})
    EXPECT_EQ(parse_standing(to_string(standing)), standing);
  EXPECT_FALSE(parse_standing("late"));
}

}  // namespace
}  // namespace aplomb
