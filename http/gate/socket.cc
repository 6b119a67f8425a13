// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/gate/socket.h"

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

constexpr std::size_t kLingerBytes = std::size_t{256} * 1024;
constexpr std::chrono::milliseconds kLingerTime{250};

}  // namespace

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
