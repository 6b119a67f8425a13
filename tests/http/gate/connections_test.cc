// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/gate/connections.h"

#include <gtest/gtest.h>

namespace aplomb::http {
namespace {

TEST(ConnectionsTest, WhatAConnectionHeldCountsNoLongerThanItIsOpen) {
  Connections connections;
  for (int i = 0; i < 100; ++i) {
    auto& connection = connections.add({}, "127.0.0.1", {});
    connection.reader.add(std::string(10'000, 'a'));
    connection.unsent.assign(10'000, 'a');
    connection.lent = 10'000;
    connections.charge(connection);
    EXPECT_GE(connections.charged(), 30'000U);
    connections.enter(connection, Phase::kClosed, {});
    connections.collect();
  }

  EXPECT_EQ(connections.charged(), 0U);
}

TEST(ConnectionsTest, TheOneThatHasBeenInAPhaseForLongestIsTheOldest) {
  Connections connections;
  auto& first = connections.add({}, "127.0.0.1", {});
  auto& second = connections.add({}, "127.0.0.1", {});
  EXPECT_EQ(connections.oldest(Phase::kIdle), &first);

  connections.enter(first, Phase::kIdle, {});
  EXPECT_EQ(connections.oldest(Phase::kIdle), &second);
  connections.enter(second, Phase::kClosed, {});
  EXPECT_EQ(connections.oldest(Phase::kIdle), &first);
  EXPECT_EQ(connections.oldest(Phase::kWrite), nullptr);
  EXPECT_EQ(connections.count(), 1U) << "those that are closed are none";
}

}  // namespace
}  // namespace aplomb::http
