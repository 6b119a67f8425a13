// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/counted_address.h"

#include <gtest/gtest.h>

namespace aplomb::desk {
namespace {

TEST(CountedAddressTest, AnIpv4AddressIsItself) {
  EXPECT_NE(counted_address("192.0.2.1"), counted_address("192.0.2.2"));
  EXPECT_EQ(counted_address("192.0.2.1"), counted_address("::ffff:192.0.2.1"));
}

TEST(CountedAddressTest, AnIpv6AddressIsItsSlash64) {
  EXPECT_EQ(counted_address("2001:db8:1:2::1"), counted_address("2001:db8:1:2:ffff::9%eth0"));
  EXPECT_NE(counted_address("2001:db8:1:2::1"), counted_address("2001:db8:1:3::1"));
}

TEST(CountedAddressTest, WhatIsNoAddressStandsForItselfAndIsBounded) {
  EXPECT_EQ(counted_address(""), "");
  EXPECT_EQ(counted_address("unix"), "unix");
  EXPECT_LE(counted_address(std::string(100'000, 'x')).size(), 256U);
}

}  // namespace
}  // namespace aplomb::desk
