// SPDX-License-Identifier: GPL-3.0-or-later
// DNS rebinding: a foreign name that was pointed at this machine is not served.
#include "http/served_names.h"

#include <gtest/gtest.h>

namespace aplomb::http {
namespace {

ServedNames on(std::string_view address, std::vector<std::string> names = {}) {
  return ServedNames::make({{.address = listen_address(address).value()}}, std::move(names))
      .value();
}

TEST(ServedNamesTest, OnLoopbackAHostMustNameThisMachine) {
  const auto names = on("127.0.0.1");
  for (const auto* const host : {"localhost", "LOCALHOST:8080", "127.0.0.1:1", "127.0.0.9",
                                 "[::1]:80", "[::1]", "[::ffff:127.0.0.1]"})
    EXPECT_TRUE(names.contains(host)) << host;
  for (const auto* const host : {"",
                                 "evil.example",
                                 "localhost.evil.example",
                                 "127.0.0.1.evil.example",
                                 "localhost:80:80",
                                 "localhost@evil.example",
                                 "[::1",
                                 "[::2]",
                                 "127.0.0.1:x",
                                 "10.0.0.1",
                                 "0.0.0.0",
                                 "localhost:",
                                 "localhost:-1",
                                 ":80",
                                 "::1",
                                 "[::1]evil.example",
                                 "[::1]evil.example:80",
                                 "[]",
                                 "[:80",
                                 "evil.example#localhost",
                                 "localhost/",
                                 "localhost.",
                                 " localhost",
                                 "127.1",
                                 "2130706433"})
    EXPECT_FALSE(names.contains(host)) << host;
}

TEST(ServedNamesTest, BeyondLoopbackEveryAddressIsServedAndNoForeignName) {
  for (const auto* const address : {"0.0.0.0", "::", "192.168.1.5"}) {
    const auto names = on(address);
    for (const auto* const host : {"192.168.1.5:8080", "[2001:db8::1]", "localhost", "127.0.0.1"})
      EXPECT_TRUE(names.contains(host)) << address << " " << host;
    for (const auto* const host : {"kb.example.com", "192.168.1.5.evil.example", "2001:db8::1"})
      EXPECT_FALSE(names.contains(host)) << address << " " << host;
  }
}

TEST(ServedNamesTest, ConfiguredNamesAreServedInAnyCaseAndOnAnyPort) {
  const auto names = on("127.0.0.1", {"KB.example.com", "kb"});
  for (const auto* const host : {"kb.example.com", "Kb.Example.Com:443", "kb", "kb:8080"})
    EXPECT_TRUE(names.contains(host)) << host;
  for (const auto* const host :
       {"example.com", "xkb.example.com", "kb.example.com.evil.example", "kb.example.com:", "k"})
    EXPECT_FALSE(names.contains(host)) << host;
}

ServedNames on_all(std::vector<std::string_view> listening, std::vector<std::string> names = {}) {
  std::vector<Endpoint> endpoints;
  for (const auto text : listening) endpoints.push_back(Endpoint::parse(text).value());
  return ServedNames::make(endpoints, std::move(names)).value();
}

TEST(ServedNamesTest, OneListenerBeyondThisMachineServesEveryAddress) {
  EXPECT_TRUE(on_all({"127.0.0.1:1", "[::]:1"}).contains("10.0.0.1"));
  EXPECT_FALSE(on_all({"127.0.0.1:1", "[::1]:1", "unix:/x"}).contains("10.0.0.1"));
}

TEST(ServedNamesTest, OnAUnixSocketThisMachineAndTheNamesAreServed) {
  const auto names = on_all({"unix:/run/aplomb.sock"}, {"kb.example.com"});

  for (const auto* const host : {"localhost", "127.0.0.1", "[::1]:80", "kb.example.com"})
    EXPECT_TRUE(names.contains(host)) << host;
  for (const auto* const host : {"10.0.0.1", "evil.example", "unix", "unix:/run/aplomb.sock"})
    EXPECT_FALSE(names.contains(host)) << host;
}

TEST(ServedNamesTest, WhatIsNoNameIsRefused) {
  const std::vector<std::string> refused{"",
                                         "https://kb.example.com",
                                         "kb.example.com:443",
                                         "kb.example.com/",
                                         "*.example.com",
                                         "kb b",
                                         "kb\r\nx",
                                         "*",
                                         std::string(254, 'a')};
  for (const auto& name : refused) {
    const auto made = ServedNames::make({Endpoint{}}, {"fine", name});
    ASSERT_FALSE(made) << name;
    EXPECT_EQ(made.error().code, Code::kInvalidArgument);
  }
}

}  // namespace
}  // namespace aplomb::http
