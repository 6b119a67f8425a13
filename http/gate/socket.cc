// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/gate/socket.h"

#include <linux/sockios.h>
#include <netinet/in.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>

#include "http/gate/endpoint.h"
#include "http/network.h"

namespace aplomb::http {
namespace {

std::string peer_text(const sockaddr_storage& address) {
  if (address.ss_family == AF_UNIX) return std::string(kUnixPeer);
  const auto ip = IpAddress::of(address);
  return ip ? ip->text() : std::string();
}

}  // namespace

tl::expected<Accepted, int> accept_on(const Descriptor& listener) {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  Descriptor socket(::accept4(listener.get(), reinterpret_cast<sockaddr*>(&address), &size,
                              SOCK_CLOEXEC | SOCK_NONBLOCK));
  if (!socket.valid()) return tl::unexpected(errno);
  return Accepted{std::move(socket), peer_text(address)};
}

ssize_t receive_some(int socket, char* to, std::size_t size) {
  for (;;) {
    const auto got = ::recv(socket, to, size, 0);
    if (got >= 0 || errno != EINTR) return got;
  }
}

std::optional<std::size_t> send_some(int socket, std::string_view bytes) {
  std::size_t sent = 0;
  while (sent < bytes.size()) {
    const auto count =
        ::send(socket, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (count >= 0) {
      sent += static_cast<std::size_t>(count);
    } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
      return sent;
    } else if (errno != EINTR) {
      return std::nullopt;
    }
  }
  return sent;
}

std::size_t bytes_on_their_way(int socket) {
  int bytes = 0;
  return ::ioctl(socket, SIOCOUTQ, &bytes) == 0 ? static_cast<std::size_t>(bytes) : 0;
}

void forget_unsent(int socket) {
  const linger at_once{.l_onoff = 1, .l_linger = 0};
  ::setsockopt(socket, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
}

void wake_up(const Descriptor& eventfd) noexcept {
  const std::uint64_t one = 1;
  // An eventfd takes 2^64 - 2 of these; nothing can go wrong that a signal handler could mend.
  [[maybe_unused]] const auto written = ::write(eventfd.get(), &one, sizeof one);
}

}  // namespace aplomb::http
