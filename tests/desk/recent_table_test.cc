// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/recent_table.h"

#include <gtest/gtest.h>

namespace aplomb::desk {
namespace {

TEST(RecentTableTest, WhatWasTouchedLeastRecentlyMakesRoom) {
  RecentTable<int> table(2);
  table.touch(1) = 10;
  table.touch(2) = 20;
  table.touch(1) = 11;
  table.touch(3) = 30;
  EXPECT_EQ(table.size(), 2U);
  EXPECT_EQ(table.find(2), nullptr);
  ASSERT_NE(table.find(1), nullptr);
  EXPECT_EQ(*table.find(1), 11);
}

TEST(RecentTableTest, TheOldestIsTheOneThatMakesRoomNext) {
  RecentTable<int> table(3);
  EXPECT_EQ(table.oldest(), nullptr);
  table.touch(1) = 10;
  table.touch(2) = 20;
  table.touch(1) = 11;
  ASSERT_NE(table.oldest(), nullptr);
  EXPECT_EQ(table.oldest()->first, 2U);
  EXPECT_EQ(table.oldest()->second, 20);
}

TEST(RecentTableTest, ErasedRowsAreNewAgain) {
  RecentTable<int> table(2);
  table.touch(1) = 10;
  table.erase(1);
  table.erase(7);
  EXPECT_EQ(table.find(1), nullptr);
  EXPECT_EQ(table.touch(1), 0);
}

}  // namespace
}  // namespace aplomb::desk
