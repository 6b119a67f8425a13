// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/network.h"

#include <gtest/gtest.h>

#include <string>

namespace aplomb::http {
namespace {

bool contains(std::string_view network, std::string_view address) {
  return Network::parse(network).value().contains(IpAddress::parse(address).value());
}

TEST(NetworkTest, AddressesAreNumbersAndNothingElse) {
  for (const auto* const text : {"127.0.0.1", "0.0.0.0", "::", "::1", "[::1]", "2001:db8::7"})
    EXPECT_TRUE(IpAddress::parse(text)) << text;
  for (const auto* const text :
       {"", "[]", "[", "localhost", "127.1", "127.0.0.1.", "127.0.0.01", "2130706433", "0x7f.0.0.1",
        "127.0.0.1:80", "[::1]:80", "[[::1]]", "::1%lo", "1:2:3", "256.0.0.1", " 127.0.0.1"})
    EXPECT_FALSE(IpAddress::parse(text)) << text;
  EXPECT_FALSE(IpAddress::parse(std::string("127.0.0.1\0.evil", 15)));
}

TEST(NetworkTest, AnAddressHasOneSpelling) {
  EXPECT_EQ(IpAddress::parse("2001:DB8:0:0::7")->text(), "2001:db8::7");
  EXPECT_EQ(IpAddress::parse("[::1]")->text(), "::1");
  EXPECT_EQ(IpAddress::parse("::ffff:10.0.0.1")->text(), "10.0.0.1");
  EXPECT_EQ(IpAddress::parse("::ffff:10.0.0.1"), IpAddress::parse("10.0.0.1"));
}

TEST(NetworkTest, LoopbackIsKnownInAllItsForms) {
  for (const auto* const text : {"127.0.0.1", "127.255.0.9", "::1", "::ffff:127.0.0.1"})
    EXPECT_TRUE(IpAddress::parse(text)->is_loopback()) << text;
  for (const auto* const text : {"0.0.0.0", "::", "10.0.0.1", "::2", "::127.0.0.1", "fe80::1"})
    EXPECT_FALSE(IpAddress::parse(text)->is_loopback()) << text;
}

TEST(NetworkTest, ANetworkHoldsWhatBeginsWithItsBits) {
  EXPECT_TRUE(contains("10.0.0.0/8", "10.255.1.2"));
  EXPECT_FALSE(contains("10.0.0.0/8", "11.0.0.0"));
  EXPECT_TRUE(contains("192.168.16.0/20", "192.168.31.255"));
  EXPECT_FALSE(contains("192.168.16.0/20", "192.168.32.0"));
  EXPECT_TRUE(contains("10.9.9.9/8", "10.0.0.1")) << "bits behind the network's do not count";
  EXPECT_TRUE(contains("10.0.0.7", "10.0.0.7"));
  EXPECT_FALSE(contains("10.0.0.7", "10.0.0.6"));
  EXPECT_TRUE(contains("fd00::/7", "fd12:3456::1"));
  EXPECT_FALSE(contains("fd00::/8", "fe80::1"));
  EXPECT_TRUE(contains("::1/128", "::1"));
}

TEST(NetworkTest, V4InV6ClothesIsInNetworksOfV4) {
  EXPECT_TRUE(contains("10.0.0.0/8", "::ffff:10.1.2.3"));
  EXPECT_TRUE(contains("::ffff:10.0.0.0/8", "10.1.2.3"));
  EXPECT_TRUE(contains("0.0.0.0/0", "255.255.255.255"));
  EXPECT_FALSE(contains("0.0.0.0/0", "2001:db8::1")) << "all of IPv4 and none of IPv6";
  EXPECT_TRUE(contains("::/0", "10.0.0.1"));
}

TEST(NetworkTest, WhatIsNoNetworkIsRefused) {
  for (const auto* const text :
       {"", "/", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/+8", "10.0.0.0/8 ",
        "10.0.0.0/8/8", "10.0.0.0/99999999999", "10.0.0.0/255.0.0.0", "::/129", "10/8", "lan",
        "::ffff:10.0.0.0/104", "10.0.0.0-10.0.0.9"}) {
    const auto refused = Network::parse(text);
    ASSERT_FALSE(refused) << text;
    EXPECT_EQ(refused.error().code, Code::kInvalidArgument);
    EXPECT_NE(refused.error().hint.find("10.0.0.0/8"), std::string::npos);
  }
}

TEST(NetworkTest, AListenerTakesNumbersAndLocalhost) {
  EXPECT_EQ(listen_address("localhost").value().text(), "127.0.0.1");
  EXPECT_EQ(listen_address("LocalHost").value().text(), "127.0.0.1");
  EXPECT_EQ(listen_address("127.1.2.3").value().text(), "127.1.2.3");
  EXPECT_EQ(listen_address("[::1]").value().text(), "::1");
  EXPECT_EQ(listen_address("0.0.0.0").value().text(), "0.0.0.0");
  for (const auto* const text : {"", "example.org", "*", "127.0.0.1:80", "localhost."})
    EXPECT_FALSE(listen_address(text)) << text;
}

}  // namespace
}  // namespace aplomb::http
