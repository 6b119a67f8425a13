// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <sys/socket.h>

#include "http/gate/endpoint.h"

namespace aplomb::http {

/// A socket's address as the system calls take it.
struct SocketAddress {
  sockaddr_storage storage{};
  socklen_t size = sizeof(sockaddr_storage);

  [[nodiscard]] const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&storage); }
  [[nodiscard]] sockaddr* get() { return reinterpret_cast<sockaddr*>(&storage); }
  [[nodiscard]] int family() const { return storage.ss_family; }
};

/// `endpoint.socket_path` has at most kMaxSocketPathBytes.
[[nodiscard]] SocketAddress to_socket_address(const Endpoint& endpoint);

/// The other way; AF_INET, AF_INET6 or AF_UNIX. A Unix socket without a name has the path "@".
[[nodiscard]] Endpoint to_endpoint(const SocketAddress& address);

}  // namespace aplomb::http
