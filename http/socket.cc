// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/socket.h"

#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>
#include <system_error>

namespace aplomb::http {
namespace {

constexpr int kBacklog = 1024;  // cpp-httplib's own is 5: 500 browsers at once then wait seconds
constexpr std::size_t kLingerBytes = std::size_t{256} * 1024;
constexpr std::chrono::milliseconds kLingerTime{250};

std::string reason(int error) {
  return std::generic_category().message(error);
}

tl::unexpected<Error> cannot_listen(const std::string& address, std::uint16_t port, int error) {
  const auto where = address + " port " + std::to_string(port);
  if (error == EADDRINUSE)
    return fail(Code::kConflict, "cannot listen on " + where + ": something else listens there",
                "Stop the other server, or choose another port.");
  return fail(Code::kIo, "cannot listen on " + where + ": " + reason(error));
}

}  // namespace

Result<Descriptor> listen_on(const std::string& address, std::uint16_t port) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE;
  addrinfo* found = nullptr;
  if (::getaddrinfo(address.c_str(), std::to_string(port).c_str(), &hints, &found) != 0)
    return cannot_listen(address, port, EINVAL);
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> place(found, &::freeaddrinfo);

  Descriptor socket(::socket(place->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (socket.get() < 0) return cannot_listen(address, port, errno);
  const int on = 1;
  // Lets a restarted server take the port while old connections linger; two listeners still clash.
  ::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (::bind(socket.get(), place->ai_addr, place->ai_addrlen) != 0 ||
      ::listen(socket.get(), kBacklog) != 0)
    return cannot_listen(address, port, errno);
  return socket;
}

std::uint16_t port_of(const Descriptor& socket) {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  if (::getsockname(socket.get(), generic, &size) != 0) return 0;
  // The port stands at the same place in both families (RFC 3493, 3.4).
  return ntohs(reinterpret_cast<sockaddr_in*>(&address)->sin_port);
}

std::string peer_of(const Descriptor& socket) {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  std::array<char, NI_MAXHOST> text{};
  if (::getpeername(socket.get(), generic, &size) != 0 ||
      ::getnameinfo(generic, size, text.data(), text.size(), nullptr, 0, NI_NUMERICHOST) != 0)
    return {};
  return text.data();
}

Wait wait_readable(int socket, int stop, std::chrono::milliseconds patience) {
  std::array<pollfd, 2> waits{{{socket, POLLIN, 0}, {stop, POLLIN, 0}}};
  const auto until = std::chrono::steady_clock::now() + patience;
  for (;;) {
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
    const int ready =
        ::poll(waits.data(), waits.size(), std::max(0, static_cast<int>(left.count())));
    if (ready < 0 && errno == EINTR) continue;
    if (ready <= 0) return Wait::kTimeout;
    return waits[0].revents != 0 ? Wait::kReady : Wait::kStopped;
  }
}

bool receive_some(int socket, std::string& buffer) {
  std::array<char, 8192> chunk{};
  for (;;) {
    const auto got = ::recv(socket, chunk.data(), chunk.size(), 0);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    buffer.append(chunk.data(), static_cast<std::size_t>(got));
    return true;
  }
}

bool send_all(int socket, std::string_view bytes, std::chrono::milliseconds patience) {
  while (!bytes.empty()) {
    const auto sent = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
      pollfd wait{socket, POLLOUT, 0};
      if (::poll(&wait, 1, static_cast<int>(patience.count())) == 0) return false;
    } else if (errno != EINTR) {
      return false;
    }
  }
  return true;
}

void linger(int socket) {
  ::shutdown(socket, SHUT_WR);
  const auto until = std::chrono::steady_clock::now() + kLingerTime;
  std::string ignored;
  while (ignored.size() < kLingerBytes && std::chrono::steady_clock::now() < until &&
         wait_readable(socket, -1, kLingerTime) == Wait::kReady && receive_some(socket, ignored)) {
  }
}

}  // namespace aplomb::http
