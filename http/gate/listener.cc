// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/gate/listener.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <sys/stat.h>

#include <cerrno>
#include <optional>
#include <system_error>

#include "http/gate/socket_address.h"
#include "http/gate/socket_file.h"

namespace aplomb::http {
namespace {

constexpr int kBacklog = 4096;  // cpp-httplib's own is 5: 500 browsers at once then wait seconds
constexpr mode_t kSocketMode = 0660;

tl::unexpected<Error> cannot_listen(const Endpoint& endpoint, int error) {
  if (error == EADDRINUSE)
    return fail(Code::kConflict,
                "cannot listen on " + endpoint.text() + ": something else listens there",
                "Stop the other server, or choose another port.");
  return fail(Code::kIo, "cannot listen on " + endpoint.text() + ": " +
                             std::generic_category().message(error));
}

Endpoint endpoint_of(const Descriptor& socket) {
  SocketAddress address;
  ::getsockname(socket.get(), address.get(), &address.size);
  return to_endpoint(address);
}

/// Before bind().
void set_options(const Descriptor& socket, const SocketAddress& address) {
  const int on = 1;
  // Lets a restarted server take the port while old connections linger; two listeners still clash.
  ::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (address.family() == AF_INET6)
    ::setsockopt(socket.get(), IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
}

/// An option that holds a whole number.
std::optional<int> option_of(const Descriptor& socket, int option) {
  int value = 0;
  socklen_t size = sizeof value;
  if (::getsockopt(socket.get(), SOL_SOCKET, option, &value, &size) != 0) return std::nullopt;
  return value;
}

bool set_flags(const Descriptor& socket) {
  const int status = ::fcntl(socket.get(), F_GETFL);
  return status >= 0 && ::fcntl(socket.get(), F_SETFL, status | O_NONBLOCK) == 0 &&
         ::fcntl(socket.get(), F_SETFD, FD_CLOEXEC) == 0;
}

}  // namespace

Result<Listener> listen_on(const Endpoint& endpoint) {
  const auto address = to_socket_address(endpoint);
  Descriptor socket(::socket(address.family(), SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!socket.valid()) return cannot_listen(endpoint, errno);
  set_options(socket, address);
  Descriptor lock;
  if (endpoint.is_unix()) {
    auto locked = lock_folder_of(endpoint.socket_path);
    if (!locked) return tl::unexpected(locked.error());
    lock = *std::move(locked);
    if (auto freed = remove_stale_socket(endpoint.socket_path); !freed)
      return tl::unexpected(freed.error());
  }
  if (::bind(socket.get(), address.get(), address.size) != 0) return cannot_listen(endpoint, errno);
  // Between bind() and listen() nobody can connect, so nobody does with another mode.
  if ((endpoint.is_unix() && ::chmod(endpoint.socket_path.c_str(), kSocketMode) != 0) ||
      ::listen(socket.get(), kBacklog) != 0)
    return cannot_listen(endpoint, errno);
  auto taken = endpoint.is_unix() ? endpoint : endpoint_of(socket);
  return Listener{std::move(socket), std::move(taken)};
}

Result<Listener> adopt(Descriptor socket) {
  const auto refuse = [&](const std::string& what) {
    return fail(Code::kInvalidArgument,
                "descriptor " + std::to_string(socket.get()) + ", which was passed on, " + what,
                "A socket to serve on is a stream that listens (ListenStream= in a systemd unit, "
                "with Accept=no).");
  };
  const auto type = option_of(socket, SO_TYPE);
  if (!type) return refuse("is no socket");
  if (*type != SOCK_STREAM) return refuse("is no stream socket");
  if (option_of(socket, SO_ACCEPTCONN).value_or(0) == 0) return refuse("does not listen");
  const auto family = option_of(socket, SO_DOMAIN).value_or(AF_UNSPEC);
  if (family != AF_INET && family != AF_INET6 && family != AF_UNIX)
    return refuse("is of a family other than IPv4, IPv6 and Unix");
  if (!set_flags(socket))
    return fail(Code::kIo, "cannot take over the descriptor " + std::to_string(socket.get()) +
                               ": " + std::generic_category().message(errno));
  auto endpoint = endpoint_of(socket);
  return Listener{std::move(socket), std::move(endpoint)};
}

}  // namespace aplomb::http
