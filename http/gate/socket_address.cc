// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/gate/socket_address.h"

#include <netdb.h>
#include <netinet/in.h>
#include <sys/un.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <cstddef>

namespace aplomb::http {
namespace {

SocketAddress unix_address(const std::string& path) {
  assert(path.size() <= kMaxSocketPathBytes);
  SocketAddress address;
  auto& local = reinterpret_cast<sockaddr_un&>(address.storage);
  local.sun_family = AF_UNIX;
  std::ranges::copy(path, local.sun_path);
  address.size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + path.size() + 1);
  return address;
}

/// The path has no zero behind it when it fills the field; an abstract name begins with one.
std::string unix_path(const SocketAddress& address) {
  constexpr auto kBefore = offsetof(sockaddr_un, sun_path);
  const auto& local = reinterpret_cast<const sockaddr_un&>(address.storage);
  std::string path(local.sun_path, address.size > kBefore ? address.size - kBefore : 0);
  if (path.empty()) return "@";
  if (path.front() == '\0') {
    path.front() = '@';
    return path;
  }
  return path.substr(0, path.find('\0'));
}

}  // namespace

SocketAddress to_socket_address(const Endpoint& endpoint) {
  if (endpoint.is_unix()) return unix_address(endpoint.socket_path);
  SocketAddress address;
  const auto& bytes = endpoint.address.bytes();
  if (endpoint.address.is_v4()) {
    auto& v4 = reinterpret_cast<sockaddr_in&>(address.storage);
    v4.sin_family = AF_INET;
    v4.sin_port = htons(endpoint.port);
    std::copy_n(bytes.begin() + 12, 4, reinterpret_cast<std::uint8_t*>(&v4.sin_addr));
    address.size = sizeof v4;
  } else {
    auto& v6 = reinterpret_cast<sockaddr_in6&>(address.storage);
    v6.sin6_family = AF_INET6;
    v6.sin6_port = htons(endpoint.port);
    std::ranges::copy(bytes, reinterpret_cast<std::uint8_t*>(&v6.sin6_addr));
    address.size = sizeof v6;
  }
  return address;
}

Endpoint to_endpoint(const SocketAddress& address) {
  Endpoint endpoint;
  if (address.family() == AF_UNIX) {
    endpoint.socket_path = unix_path(address);
    return endpoint;
  }
  std::array<char, NI_MAXHOST> text{};
  if (::getnameinfo(address.get(), address.size, text.data(), text.size(), nullptr, 0,
                    NI_NUMERICHOST) == 0) {
    std::string_view host = text.data();
    // A zone (fe80::1%eth0) says through which card, and is no part of the address.
    if (const auto ip = IpAddress::parse(host.substr(0, host.find('%')))) endpoint.address = *ip;
  }
  // The port stands at the same place in both families (RFC 3493, 3.4).
  endpoint.port = ntohs(reinterpret_cast<const sockaddr_in&>(address.storage).sin_port);
  return endpoint;
}

}  // namespace aplomb::http
