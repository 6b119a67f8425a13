// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/stars.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "desk/recent_articles.h"
#include "tests/support/temp_desk.h"

namespace aplomb::desk {
namespace {

using test::code_of;
using test::TempDesk;
using test::value_of;

NamedArticle named(const std::string& id, std::vector<ArticleId> former = {}) {
  return {.id = {id}, .title = "About " + id, .former = std::move(former)};
}

class StarsTest : public testing::Test {
 protected:
  std::vector<std::string> stars(PersonId person) {
    std::vector<std::string> ids;
    for (const Star& star : value_of(desk_->stars().list(person)))
      ids.push_back(star.article.value);
    return ids;
  }
  std::vector<std::string> recent(PersonId person) {
    std::vector<std::string> ids;
    for (const auto& each : value_of(desk_->recent_articles().list(person)))
      ids.push_back(each.article.value);
    return ids;
  }

  TempDesk desk_;
  PersonId anna_ = desk_.add("anna").id, bert_ = desk_.add("bert").id;
};

TEST_F(StarsTest, EachPersonHasTheirOwnNewestFirst) {
  ASSERT_TRUE(desk_->stars().add(anna_, named("refund")));
  desk_.pass(std::chrono::seconds(1));
  ASSERT_TRUE(desk_->stars().add(anna_, named("wifi")));
  ASSERT_TRUE(desk_->stars().add(bert_, named("hub")));
  EXPECT_EQ(stars(anna_), (std::vector<std::string>{"wifi", "refund"}));
  EXPECT_EQ(stars(bert_), (std::vector<std::string>{"hub"}));
  ASSERT_TRUE(desk_->stars().remove(anna_, named("wifi")));
  EXPECT_TRUE(desk_->stars().remove(anna_, named("wifi"))) << "once more is no error";
  EXPECT_EQ(stars(anna_), (std::vector<std::string>{"refund"}));
}

TEST_F(StarsTest, AnArticleThatWasRenamedKeepsItsStarAndIsTakenAwayByItsNewName) {
  ASSERT_TRUE(desk_->stars().add(anna_, named("old")));
  const Time starred = desk_.now();
  desk_.pass(std::chrono::hours(1));
  ASSERT_TRUE(desk_->stars().add(anna_, named("new", {{"old"}})));
  const auto list = value_of(desk_->stars().list(anna_));
  ASSERT_EQ(list.size(), 1U);
  EXPECT_EQ(list[0].article.value, "new");
  EXPECT_EQ(list[0].starred, starred);

  ASSERT_TRUE(desk_->stars().add(anna_, named("was")));
  ASSERT_TRUE(desk_->stars().remove(anna_, named("is", {{"was"}})));
  EXPECT_EQ(stars(anna_), (std::vector<std::string>{"new"}));
}

TEST_F(StarsTest, ThereAreSoManyAndNoMore) {
  for (std::size_t i = 0; i < kMaxStars; ++i)
    ASSERT_TRUE(desk_->stars().add(anna_, named("a" + std::to_string(i))));
  EXPECT_EQ(code_of(desk_->stars().add(anna_, named("more"))), Code::kConflict);
  EXPECT_TRUE(desk_->stars().add(anna_, named("a0"))) << "one that is there is no further one";
  EXPECT_TRUE(desk_->stars().add(bert_, named("more")));
}

TEST_F(StarsTest, OfWhatWasOpenedTheNewestAreKept) {
  for (std::size_t i = 0; i < kMaxRecent + 5; ++i) {
    ASSERT_TRUE(desk_->recent_articles().note(anna_, named("a" + std::to_string(i))));
    desk_.pass(std::chrono::seconds(1));
  }
  ASSERT_TRUE(desk_->recent_articles().note(anna_, named("a30")));
  const auto ids = recent(anna_);
  ASSERT_EQ(ids.size(), kMaxRecent);
  EXPECT_EQ(ids.front(), "a30");
  EXPECT_EQ(ids[1], "a" + std::to_string(kMaxRecent + 4));
  EXPECT_TRUE(recent(bert_).empty());
  ASSERT_TRUE(desk_->recent_articles().note(anna_, named("b30", {{"a30"}})));
  EXPECT_EQ(std::ranges::count(recent(anna_), "a30"), 0) << "it is called otherwise now";
}

TEST_F(StarsTest, WhoIsNotThereHasNone) {
  EXPECT_EQ(code_of(desk_->stars().add({999}, named("a"))), Code::kNotFound);
  EXPECT_EQ(code_of(desk_->recent_articles().note({999}, named("a"))), Code::kNotFound);
  ASSERT_TRUE(desk_->stars().add(anna_, named("a")));
  ASSERT_TRUE(desk_->people().remove(TempDesk::kTester, "anna"));
  EXPECT_TRUE(stars(anna_).empty()) << "they went with their person";
}

}  // namespace
}  // namespace aplomb::desk
