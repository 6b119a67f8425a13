// SPDX-License-Identifier: GPL-3.0-or-later
// What is read from headers and JSON bodies to find out who asks, from where, and for which form.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "http/body.h"
#include "http/byte_range.h"
#include "http/cookies.h"
#include "http/etag.h"
#include "http/negotiation.h"
#include "http/network.h"
#include "http/origin.h"
#include "http/request_id.h"
#include "http/security_headers.h"
#include "http/served_names.h"
#include "http/text.h"

using namespace aplomb::http;

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

void try_names(std::string_view text) {
  static const auto kNames = ServedNames::make({Endpoint{}}, {"kb.example.com"}).value();
  const auto host = host_of(text);
  require(host.size() <= text.size() && host_of(host) == host);
  if (kNames.contains(text)) {
    const auto address = IpAddress::parse(host);
    require(host == "kb.example.com" || host == "localhost" || (address && address->is_loopback()));
  }
  if (const auto address = IpAddress::parse(text))
    require(IpAddress::parse(address->text()) == address);
  if (const auto network = Network::parse(text))
    require(network->contains(*IpAddress::parse(text.substr(0, text.find('/')))));
  (void)Cors::make({std::string(text)});
  if (const auto panels = PanelOrigins::make({std::string(text)}))
    require(panels->ancestors().find_first_of("; ,*'\"\r\n\t") == std::string_view::npos);
  require(is_sane_request_id(request_id(text)));
}

void try_request(const std::string& text) {
  Request request{.method = "POST",
                  .path = "/",
                  .headers = {{"host", "kb.example.com"},
                              {"origin", text},
                              {"cookie", text},
                              {"content-type", "application/json"}},
                  .body = text};
  require(text.find(cookie(request, "aplomb_session")) != std::string::npos);
  // Whatever else it says, a foreign page does not become ours.
  if (!cross_site_refusal(request))
    require(text == "https://kb.example.com" || text == "http://kb.example.com");
  Body body(request);
  (void)body.text("name");
  (void)body.flag_if_any("active");
  if (const auto problem = body.problem()) require(problem->status == 400);
}

/// Whatever is asked for lies within the file, and is said as it is.
void try_range(std::string_view text) {
  for (const std::uint64_t size : {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{1000}}) {
    const auto range = wanted_range(text, size);
    require(range.first <= size && range.count <= size - range.first);
    switch (range.kind) {
      case ByteRange::Kind::kWhole:
        require(range.first == 0 && range.count == size);
        break;
      case ByteRange::Kind::kBeyond:
        require(range.count == 0);
        break;
      case ByteRange::Kind::kPart:
        require(range.count > 0 && text.find(',') == std::string_view::npos);
        const auto said = content_range(range, size);
        require(wanted_range("bytes=" + said.substr(6, said.find('/') - 6), size) == range);
    }
  }
}

void try_negotiation(std::string_view text) {
  if (accepts_gzip(text)) {
    const auto said = lower(text);
    require(said.find("gzip") != std::string::npos || said.find('*') != std::string::npos);
  }
  const std::string named = std::string("gzip;q=0, ") + std::string(text);
  if (lower(text).find("gzip") == std::string::npos) require(!accepts_gzip(named));
  for (const auto* const etag : {"\"v1\"", "\"v1-gz\""})
    if (none_match_holds(text, etag))
      require(text.find("v1") != std::string_view::npos || trim(text) == "*");
  require(!if_range_holds(text, "\"v1\"") || text.find("\"v1\"") != std::string_view::npos);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  try_names(text);
  try_request(text);
  try_range(text);
  try_range("bytes=" + text);
  try_negotiation(text);
  return 0;
}
