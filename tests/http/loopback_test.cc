// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/loopback.h"

#include <gtest/gtest.h>

namespace aplomb::http {
namespace {

TEST(LoopbackTest, OnlyLoopbackAddressesAreListenedOn) {
  EXPECT_EQ(loopback_address("localhost").value(), "127.0.0.1");
  EXPECT_EQ(loopback_address("127.1.2.3").value(), "127.1.2.3");
  EXPECT_EQ(loopback_address("[::1]").value(), "::1");
  for (const auto* const address :
       {"0.0.0.0", "192.168.1.5", "::", "10.0.0.1", "example.org", ""}) {
    const auto refused = loopback_address(address);
    ASSERT_FALSE(refused) << address;
    EXPECT_EQ(refused.error().code, Code::kInvalidArgument);
    EXPECT_NE(refused.error().hint.find("accounts"), std::string::npos);
  }
}

TEST(LoopbackTest, AHostHeaderMustNameThisMachine) {
  for (const auto* const host :
       {"localhost", "LOCALHOST:8080", "127.0.0.1:1", "127.0.0.9", "[::1]:80"})
    EXPECT_TRUE(is_loopback_host(host)) << host;
  for (const auto* const host :
       {"", "evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "localhost:80:80",
        "localhost@evil.example", "[::1", "[::2]", "127.0.0.1:x", "10.0.0.1", "0.0.0.0"})
    EXPECT_FALSE(is_loopback_host(host)) << host;
}

}  // namespace
}  // namespace aplomb::http
