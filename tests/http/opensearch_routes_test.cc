// SPDX-License-Identifier: GPL-3.0-or-later
// The browser's own search box.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "http/assets.h"
#include "http/own_address.h"
#include "tests/http/test_service.h"

namespace aplomb::http::test {
namespace {

using aplomb::test::article;
using aplomb::test::TempIndex;
using desk::Role;
using nlohmann::json;

class OpenSearchTest : public testing::Test {
 protected:
  static IdentityOptions behind_a_proxy() {
    IdentityOptions options;
    options.anonymous = Role::kAgent;
    options.trusted_proxies = {value_of(Network::parse("127.0.0.1"))};
    return options;
  }
  [[nodiscard]] std::string described(Fields headers) const {
    const auto response = service_.ask("GET", "/opensearch.xml", std::move(headers));
    EXPECT_EQ(response.status, 200) << response.body;
    EXPECT_EQ(response.content_type, "application/opensearchdescription+xml");
    return response.body;
  }
  [[nodiscard]] static bool holds(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
  }

  TempIndex index_{article("refund").title("Refund \"<soon>\" & more").body("Check.", "Step one"),
                   article("late-fee").title("Refuse a late fee").body("Waive it.")};
  TestService service_{index_.dir(), {.identity = behind_a_proxy(), .hosts = {"kb.example.com"}}};
};

TEST_F(OpenSearchTest, TheDescriptionLeadsToThisServerByTheNameThatItWasAskedBy) {
  const auto xml = described({{"host", "KB.example.com:8080"}});

  EXPECT_TRUE(xml.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")) << xml;
  EXPECT_TRUE(holds(xml, "<ShortName>Aplomb</ShortName>"));
  EXPECT_TRUE(holds(xml,
                    "<Url type=\"text/html\" "
                    "template=\"http://kb.example.com:8080/?q={searchTerms}\"/>"))
      << xml;
  EXPECT_TRUE(holds(xml,
                    "<Url type=\"application/x-suggestions+json\" template=\"http://"
                    "kb.example.com:8080/api/v1/suggest?q={searchTerms}&amp;format=opensearch\"/>"))
      << xml;
  EXPECT_TRUE(holds(xml, "http://kb.example.com:8080/assets/icon.svg"));
  EXPECT_NE(find_asset("icon.svg"), nullptr) << "its picture is there";
}

TEST_F(OpenSearchTest, BehindAProxyWithTlsTheAddressesAreThoseOfTls) {
  const auto xml = described({{"host", "kb.example.com"}, {"x-forwarded-proto", "https"}});

  EXPECT_TRUE(holds(xml, "\"https://kb.example.com/?q={searchTerms}\"")) << xml;
  EXPECT_FALSE(holds(xml, "http://kb")) << xml;
}

TEST_F(OpenSearchTest, AProxyThatIsNotTrustedIsNotBelieved) {
  const TestService plain(index_.dir(), {.hosts = {"kb.example.com"}});
  const auto response = plain.ask("GET", "/opensearch.xml",
                                  {{"host", "kb.example.com"},
                                   {"x-forwarded-proto", "https"},
                                   {"x-forwarded-host", "evil.example"}});

  EXPECT_TRUE(holds(response.body, "\"http://kb.example.com/?q={searchTerms}\""));
  EXPECT_FALSE(holds(response.body, "evil"));
}

TEST_F(OpenSearchTest, AForeignNameIsNeverDescribed) {
  for (const auto* const host :
       {"evil.example", "kb.example.com.evil.example", "\"/><script>", "kb.example.com\"",
        "kb.example.com&x", "kb.example.com/x", "a@kb.example.com", "{searchTerms}", "<x>",
        "kb.example.com:80:90", "kb.example.com:\"", "[::1]\"", ""}) {
    const auto response = service_.ask("GET", "/opensearch.xml", {{"host", host}});
    EXPECT_EQ(response.status, 421) << host;
    EXPECT_EQ(response.content_type, "application/problem+json") << host;
    EXPECT_FALSE(holds(response.body, "OpenSearchDescription")) << host;
  }
}

TEST_F(OpenSearchTest, WhateverHostIsServedStandsInAnAddressAsItIs) {
  for (const auto* const host : {"localhost", "127.0.0.1:9", "[::1]:8080", "kb.example.com"})
    EXPECT_TRUE(
        holds(described({{"host", host}}), "\"http://" + std::string(host) + "/?q={searchTerms}\""))
        << host;
}

TEST_F(OpenSearchTest, SuggestionsComeAsBrowsersReadThem) {
  const auto response = service_.ask("GET", "/api/v1/suggest?q=ref&format=opensearch",
                                     {{"host", "kb.example.com"}, {"x-forwarded-proto", "https"}});

  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.content_type, "application/x-suggestions+json");
  EXPECT_TRUE(response.header("Server-Timing"));
  EXPECT_EQ(
      json::parse(response.body),
      json::array({"ref",
                   {"Refuse a late fee", "Refund \"<soon>\" & more"},
                   {"Refuse a late fee", "Refund \"<soon>\" & more"},
                   {"https://kb.example.com/a/late-fee", "https://kb.example.com/a/refund"}}));
}

TEST_F(OpenSearchTest, NothingFoundIsThreeEmptyLists) {
  const auto response = service_.ask("GET", "/api/v1/suggest?q=%3Cxqz%22&format=opensearch");

  EXPECT_EQ(json::parse(response.body),
            json::array({"<xqz\"", json::array(), json::array(), json::array()}));
}

TEST_F(OpenSearchTest, TheUsualFormIsTheUsualOne) {
  const auto usual = service_.ask("GET", "/api/v1/suggest?q=ref");

  EXPECT_EQ(usual.content_type, "application/json");
  EXPECT_EQ(service_.ask("GET", "/api/v1/suggest?q=ref&format=json").body, usual.body);
  EXPECT_EQ(service_.ask("GET", "/api/v1/suggest?q=ref&format=").body, usual.body);
  EXPECT_EQ(service_.ask("GET", "/api/v1/suggest?q=ref&format=xml").status, 400);
}

}  // namespace
}  // namespace aplomb::http::test
