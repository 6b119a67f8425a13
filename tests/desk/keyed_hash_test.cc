// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/keyed_hash.h"

#include <gtest/gtest.h>

namespace aplomb::desk {
namespace {

TEST(KeyedHashTest, OneObjectHashesATextAlwaysAlike) {
  const KeyedHash hash;
  EXPECT_EQ(hash("192.0.2.1"), hash("192.0.2.1"));
  EXPECT_NE(hash("192.0.2.1"), hash("192.0.2.2"));
  EXPECT_NE(hash(""), hash(std::string_view("\0", 1)));
}

TEST(KeyedHashTest, NobodyKnowsTheHashesOfAnotherObject) {
  EXPECT_NE(KeyedHash()("192.0.2.1"), KeyedHash()("192.0.2.1"));
}

}  // namespace
}  // namespace aplomb::desk
