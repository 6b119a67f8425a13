// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/gate/endpoint.h"

#include <charconv>

namespace aplomb::http {
namespace {

constexpr std::string_view kUnix = "unix:";

}  // namespace

Result<Endpoint> Endpoint::parse(std::string_view text) {
  Endpoint endpoint;
  if (text.starts_with(kUnix) && text.size() > kUnix.size()) {
    endpoint.socket_path = text.substr(kUnix.size());
    return endpoint;
  }
  const auto colon = text.rfind(':');
  const auto digits = colon == text.npos ? std::string_view{} : text.substr(colon + 1);
  const auto* const end = digits.data() + digits.size();
  const auto [stop, status] = std::from_chars(digits.data(), end, endpoint.port);
  if (digits.empty() || status != std::errc{} || stop != end)
    return fail(Code::kInvalidArgument,
                "a listener needs an address and a port, not \"" + std::string(text) + "\"",
                "for example 127.0.0.1:8080 or unix:/run/aplomb.sock; port 0 takes any free one");
  const auto address = listen_address(text.substr(0, colon));
  if (!address) return tl::unexpected(address.error());
  endpoint.address = *address;
  return endpoint;
}

std::string Endpoint::text() const {
  if (is_unix()) return std::string(kUnix) + socket_path;
  const auto host = address.text();
  return (address.is_v4() ? host : "[" + host + "]") + ":" + std::to_string(port);
}

}  // namespace aplomb::http
