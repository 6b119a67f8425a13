// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/web_origin.h"

#include <gtest/gtest.h>

namespace aplomb::http {
namespace {

TEST(WebOriginTest, AnOriginIsASchemeAHostAndPerhapsAPort) {
  for (const auto* const origin :
       {"https://crm.example.com", "http://localhost:3000", "https://crm", "https://10.0.0.7",
        "https://[::1]:8443", "https://xn--bcher-kva.example", "https://a_b.example:1"})
    EXPECT_TRUE(read_origins({origin})) << origin;
}

TEST(WebOriginTest, CapitalsDoNotCountAndTheOrderStays) {
  EXPECT_EQ(read_origins({"https://CRM.example.com", "http://a"}).value(),
            (std::vector<std::string>{"https://crm.example.com", "http://a"}));
}

TEST(WebOriginTest, NothingElseIsOne) {
  for (const std::string origin : {"",
                                   "*",
                                   "null",
                                   "'self'",
                                   "'none'",
                                   "crm.example.com",
                                   "https:",
                                   "https://",
                                   "https:///",
                                   "//crm.example.com",
                                   "ftp://crm.example.com",
                                   "data:text/html,x",
                                   "javascript:alert(1)",
                                   "https://*",
                                   "https://*.example.com",
                                   "https://crm.example.com/",
                                   "https://crm.example.com/panel",
                                   "https://crm.example.com?x",
                                   "https://crm.example.com#x",
                                   "https://a@crm.example.com",
                                   "https://crm.example.com:x",
                                   "https://crm.example.com:",
                                   "https://crm.example.com:1:2",
                                   "https://[::1",
                                   "https://[crm.example.com]",
                                   "https://::1"})
    EXPECT_FALSE(read_origins({"https://fine.example", origin})) << origin;
}

TEST(WebOriginTest, NothingThatCouldEndADirectiveOrAHeaderStandsInOne) {
  constexpr std::string_view kHost = "https://crm.example.com";
  for (int c = 0; c < 256; ++c) {
    const char byte = static_cast<char>(c);
    const bool plain = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
                       (byte >= '0' && byte <= '9') || byte == '-' || byte == '.' || byte == '_';
    for (const std::size_t at : {std::size_t{8}, std::size_t{12}, kHost.size()}) {
      std::string origin(kHost);
      origin.insert(at, 1, byte);
      EXPECT_EQ(read_origins({origin}).has_value(), plain) << c << " in " << origin;
    }
  }
}

}  // namespace
}  // namespace aplomb::http
