// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/connection.h"

#include <sys/socket.h>
#include <sys/time.h>

#include <array>
#include <cstdlib>

#include "http/gate/socket_address.h"

namespace aplomb::test {

Connection::Connection(const std::string& where)
    : Connection(http::Endpoint::parse(where).value()) {}

Connection::Connection(const http::Endpoint& where) {
  const auto address = http::to_socket_address(where);
  socket_ = Descriptor(::socket(address.family(), SOCK_STREAM | SOCK_CLOEXEC, 0));
  const timeval patience{.tv_sec = 20, .tv_usec = 0};
  ::setsockopt(socket_.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  if (::connect(socket_.get(), address.get(), address.size) != 0) socket_ = Descriptor();
}

void Connection::send(std::string_view target, std::string_view headers) {
  std::string request = "GET " + std::string(target) + " HTTP/1.1\r\n" + std::string(headers);
  if (headers.find("Host:") == headers.npos) request += "Host: localhost\r\n";
  request += "\r\n";
  send_bytes(request);
}

void Connection::send_bytes(std::string_view bytes) {
  // A few bytes fit into the socket at once; that they did not arrive shows in the answer.
  (void)::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
}

bool Connection::receive() {
  std::array<char, 8192> chunk{};
  const auto got = ::recv(socket_.get(), chunk.data(), chunk.size(), 0);
  if (got > 0) buffer_.append(chunk.data(), static_cast<std::size_t>(got));
  return got > 0;
}

int Connection::status() {
  constexpr std::string_view kEnd = "\r\n\r\n", kLength = "Content-Length: ";
  auto end = buffer_.find(kEnd);
  for (; end == buffer_.npos; end = buffer_.find(kEnd))
    if (!receive()) return 0;
  head_ = buffer_.substr(0, end + 2);
  const auto length = head_.find(kLength);
  const std::size_t bytes =
      length == head_.npos ? 0 : std::strtoul(head_.c_str() + length + kLength.size(), nullptr, 10);
  buffer_.erase(0, end + kEnd.size());
  while (buffer_.size() < bytes)
    if (!receive()) return 0;
  body_ = buffer_.substr(0, bytes);
  buffer_.erase(0, bytes);
  return std::atoi(head_.c_str() + std::string_view("HTTP/1.1 ").size());
}

int Connection::get(std::string_view target, std::string_view headers) {
  send(target, headers);
  return status();
}

}  // namespace aplomb::test
