// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/gate/listener.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

namespace aplomb::http {
namespace {

constexpr int kBacklog = 4096;  // cpp-httplib's own is 5: 500 browsers at once then wait seconds

/// A socket's address as bind() takes it.
struct SocketAddress {
  sockaddr_storage storage{};
  socklen_t size = 0;

  [[nodiscard]] const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&storage); }
  sockaddr* get() { return reinterpret_cast<sockaddr*>(&storage); }
};

SocketAddress socket_address(const Endpoint& endpoint) {
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

tl::unexpected<Error> cannot_listen(const Endpoint& endpoint, int error) {
  if (error == EADDRINUSE)
    return fail(Code::kConflict,
                "cannot listen on " + endpoint.text() + ": something else listens there",
                "Stop the other server, or choose another port.");
  return fail(Code::kIo, "cannot listen on " + endpoint.text() + ": " +
                             std::generic_category().message(error));
}

/// The port stands at the same place in both families (RFC 3493, 3.4).
std::uint16_t port_of(const Descriptor& socket) {
  SocketAddress address;
  address.size = sizeof address.storage;
  if (::getsockname(socket.get(), address.get(), &address.size) != 0) return 0;
  return ntohs(reinterpret_cast<const sockaddr_in&>(address.storage).sin_port);
}

}  // namespace

Result<Listener> listen_on(const Endpoint& endpoint) {
  const auto address = socket_address(endpoint);
  Descriptor socket(
      ::socket(address.storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!socket.valid()) return cannot_listen(endpoint, errno);
  const int on = 1;
  // Lets a restarted server take the port while old connections linger; two listeners still clash.
  ::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (::bind(socket.get(), address.get(), address.size) != 0 ||
      ::listen(socket.get(), kBacklog) != 0)
    return cannot_listen(endpoint, errno);
  Listener listener{std::move(socket), endpoint};
  listener.endpoint.port = port_of(listener.socket);
  return listener;
}

}  // namespace aplomb::http
