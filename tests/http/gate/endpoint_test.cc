// SPDX-License-Identifier: GPL-3.0-or-later
// Where to listen, as typed.
#include "http/gate/endpoint.h"

#include <gtest/gtest.h>

namespace aplomb::http {
namespace {

std::string path_of(std::size_t bytes) {
  return "/" + std::string(bytes - 1, 'x');
}

TEST(EndpointTest, AddressesAndPortsAndUnixSocketsAreRead) {
  struct Case {
    std::string typed, text;
    bool is_unix, is_local;
  };
  for (const auto& [typed, text, is_unix, is_local] : std::vector<Case>{
           {"127.0.0.1:8080", "127.0.0.1:8080", false, true},
           {"127.9.9.9:0", "127.9.9.9:0", false, true},
           {"0.0.0.0:80", "0.0.0.0:80", false, false},
           {"localhost:65535", "127.0.0.1:65535", false, true},
           {"LOCALHOST:1", "127.0.0.1:1", false, true},
           {"[::1]:8080", "[::1]:8080", false, true},
           {"[::]:8080", "[::]:8080", false, false},
           {"[FD00::0:7]:1", "[fd00::7]:1", false, false},
           {"[::ffff:127.0.0.1]:1", "127.0.0.1:1", false, true},
           {"unix:/run/aplomb/http.sock", "unix:/run/aplomb/http.sock", true, true},
           {"unix:http.sock", "unix:http.sock", true, true},
           {"unix:/run/a b:c", "unix:/run/a b:c", true, true},
           {"unix:" + path_of(107), "unix:" + path_of(107), true, true},
       }) {
    const auto endpoint = Endpoint::parse(typed);
    ASSERT_TRUE(endpoint) << typed << ": " << endpoint.error().message;
    EXPECT_EQ(endpoint->text(), text) << typed;
    EXPECT_EQ(endpoint->is_unix(), is_unix) << typed;
    EXPECT_EQ(endpoint->is_local(), is_local) << typed;
    EXPECT_EQ(Endpoint::parse(endpoint->text()), *endpoint) << "it reads what it writes";
  }
}

TEST(EndpointTest, WhatIsNoneIsRefused) {
  for (const auto& typed : std::vector<std::string>{"",
                                                    ":",
                                                    "8080",
                                                    ":8080",
                                                    "127.0.0.1",
                                                    "127.0.0.1:",
                                                    "127.0.0.1:65536",
                                                    "127.0.0.1:-1",
                                                    "127.0.0.1:+1",
                                                    "127.0.0.1:8080x",
                                                    "127.0.0.1:0x50",
                                                    "127.0.0.1 :80",
                                                    "127.0.0.1:80 ",
                                                    "127.0.0.1:80\n",
                                                    "127.1:80",
                                                    "example.org:80",
                                                    "http://127.0.0.1:80",
                                                    "[::1]",
                                                    "[::1]:",
                                                    "[::1:80",
                                                    "::1]:80",
                                                    "[]:80",
                                                    "[fe80::1%eth0]:80",
                                                    "unix:",
                                                    "unix:" + path_of(108),
                                                    "unix:" + path_of(5000),
                                                    std::string("unix:/a\0b", 9),
                                                    std::string("127.0.0.1\0:80", 13),
                                                    std::string(100'000, ':')}) {
    const auto endpoint = Endpoint::parse(typed);
    ASSERT_FALSE(endpoint) << typed;
    EXPECT_EQ(endpoint.error().code, Code::kInvalidArgument) << typed;
  }
}

TEST(EndpointTest, IPv6WithoutBracketsIsRefusedBecauseItsPortCannotBeTold) {
  for (const auto* const typed : {"::1:8080", "::8080", "fd00::7:80"}) {
    const auto endpoint = Endpoint::parse(typed);
    ASSERT_FALSE(endpoint) << typed;
    EXPECT_NE(endpoint.error().hint.find("brackets"), std::string::npos) << endpoint.error().hint;
  }
}

}  // namespace
}  // namespace aplomb::http
