// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/gate/endpoint.h"

#include <charconv>

namespace aplomb::http {
namespace {

constexpr std::string_view kUnix = "unix:";

Result<Endpoint> unix_endpoint(std::string_view path) {
  if (path.size() > kMaxSocketPathBytes)
    return fail(Code::kInvalidArgument,
                "the path of a Unix socket has at most " + std::to_string(kMaxSocketPathBytes) +
                    " bytes, not " + std::to_string(path.size()) + ": " + std::string(path),
                "Put it into a folder with a shorter name, such as /run/aplomb.");
  if (path.find('\0') != path.npos)
    return fail(Code::kInvalidArgument, "the path of a Unix socket holds a zero byte");
  Endpoint endpoint;
  endpoint.socket_path = path;
  return endpoint;
}

}  // namespace

Result<Endpoint> Endpoint::parse(std::string_view text) {
  if (text.starts_with(kUnix) && text.size() > kUnix.size())
    return unix_endpoint(text.substr(kUnix.size()));
  Endpoint endpoint;
  const auto colon = text.rfind(':');
  const auto digits = colon == text.npos ? std::string_view{} : text.substr(colon + 1);
  const auto* const end = digits.data() + digits.size();
  const auto [stop, status] = std::from_chars(digits.data(), end, endpoint.port);
  if (digits.empty() || status != std::errc{} || stop != end)
    return fail(Code::kInvalidArgument,
                "a listener needs an address and a port, not \"" + std::string(text) + "\"",
                "for example 127.0.0.1:8080 or unix:/run/aplomb.sock; port 0 takes any free one");
  const auto host = text.substr(0, colon);
  if (host.find(':') != host.npos && !host.starts_with('['))
    return fail(Code::kInvalidArgument,
                "where the port begins cannot be told in \"" + std::string(text) + "\"",
                "IPv6 addresses stand in brackets: [::1]:8080");
  const auto address = listen_address(host);
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
