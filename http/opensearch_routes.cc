// SPDX-License-Identifier: GPL-3.0-or-later
// The browser's own search box: OpenSearch 1.1, https://github.com/dewitt/opensearch
#include <string>
#include <string_view>

#include "http/own_address.h"
#include "http/routes.h"

namespace aplomb::http {
namespace {

/// As text and as the value of an attribute in double quotes.
std::string xml_escape(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '&')
      escaped += "&amp;";
    else if (c == '<')
      escaped += "&lt;";
    else if (c == '>')
      escaped += "&gt;";
    else if (c == '"')
      escaped += "&quot;";
    else
      escaped += c;
  }
  return escaped;
}

std::string url(std::string_view type, const std::string& address, std::string_view rel = {}) {
  std::string tag = "  <Url type=\"" + xml_escape(type) + "\"";
  if (!rel.empty()) tag += " rel=\"" + xml_escape(rel) + "\"";
  return tag + " template=\"" + xml_escape(address) + "\"/>\n";
}

}  // namespace

Response get_opensearch(const Request& request) {
  const auto here = own_address(request);
  // Browsers put what was typed, percent-encoded, in place of {searchTerms}.
  auto body =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<OpenSearchDescription xmlns=\"http://a9.com/-/spec/opensearch/1.1/\">\n"
      "  <ShortName>Aplomb</ShortName>\n"
      "  <Description>The knowledge base for people on the phone</Description>\n"
      "  <InputEncoding>UTF-8</InputEncoding>\n"
      "  <Image width=\"16\" height=\"16\" type=\"image/svg+xml\">" +
      xml_escape(here + "/assets/icon.svg") + "</Image>\n" +
      url("text/html", here + "/?q={searchTerms}") +
      url("application/x-suggestions+json",
          here + "/api/v1/suggest?q={searchTerms}&format=opensearch") +
      url("application/opensearchdescription+xml", here + "/opensearch.xml", "self") +
      "</OpenSearchDescription>\n";
  return {.status = 200,
          .content_type = "application/opensearchdescription+xml",
          .body = std::move(body),
          .headers = {{"Cache-Control", std::string(kRevalidate)}}};
}

}  // namespace aplomb::http
