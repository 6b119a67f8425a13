// SPDX-License-Identifier: GPL-3.0-or-later
// What is read from headers and JSON bodies to find out who asks, and from where.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "http/body.h"
#include "http/cookies.h"
#include "http/network.h"
#include "http/origin.h"
#include "http/request_id.h"
#include "http/served_names.h"

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

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  try_names(text);
  try_request(text);
  return 0;
}
