// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/shifts.h"

#include <gtest/gtest.h>

#include "tests/support/temp_desk.h"

namespace aplomb::desk {
namespace {

using namespace std::chrono_literals;
using test::code_of;
using test::TempDesk;
using test::value_of;

class ShiftsTest : public testing::Test {
 protected:
  void work(std::chrono::seconds time) {
    for (std::chrono::seconds done{}; done < time; done += 10min) {
      desk_->shifts().note(anna_);
      ASSERT_TRUE(desk_->tidy());
      desk_.pass(10min);
    }
  }
  Time since() { return value_of(desk_->shifts().since(anna_)); }

  TempDesk desk_;
  PersonId anna_ = desk_.add("anna").id;
  Time added_ = desk_.now();
};

TEST_F(ShiftsTest, WhoIsNewHasSeenNothingSinceTheyWereAdded) {
  EXPECT_EQ(since(), added_);
  work(8h);
  EXPECT_EQ(since(), added_) << "still the first shift";
}

TEST_F(ShiftsTest, AShiftEndsBeforeAPauseOfFourHoursAndABreakIsNone) {
  work(4h);
  desk_.pass(1h);
  work(3h);
  const Time ended = desk_.now() - 10min;
  desk_.pass(15h);
  desk_->shifts().note(anna_);
  EXPECT_EQ(since(), ended) << "before anything is written";
  ASSERT_TRUE(desk_->tidy());
  EXPECT_EQ(since(), ended);
  work(8h);
  EXPECT_EQ(since(), ended) << "the whole shift long";
  desk_.pass(5h);
  EXPECT_GT(since(), ended) << "asked before anything else was done";
}

TEST_F(ShiftsTest, WhatWasSeenIsNotToldAgain) {
  work(1h);
  ASSERT_TRUE(desk_->shifts().seen(anna_, desk_.now() + 24h));
  EXPECT_EQ(since(), desk_.now()) << "nobody has seen what is to come";
  desk_.close();
  EXPECT_EQ(since(), desk_.now()) << "kept";
}

TEST_F(ShiftsTest, WhoIsNotThereIsNotWrittenDown) {
  EXPECT_EQ(code_of(desk_->shifts().since({999})), Code::kNotFound);
  EXPECT_EQ(code_of(desk_->shifts().seen({999}, desk_.now())), Code::kNotFound);
  desk_->shifts().note({999});
  EXPECT_TRUE(desk_->tidy());
}

}  // namespace
}  // namespace aplomb::desk
