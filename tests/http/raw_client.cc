// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/http/raw_client.h"

#include <arpa/inet.h>
#include <linux/sockios.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <thread>

namespace aplomb::http::test {

RawClient::RawClient(std::uint16_t port, int buffer_bytes)
    : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
  const timeval patience{20, 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  if (buffer_bytes > 0)
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &buffer_bytes, sizeof buffer_bytes);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
    ::close(socket_);
    socket_ = -1;
  }
}

RawClient::~RawClient() {
  if (socket_ >= 0) ::close(socket_);
}

bool RawClient::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

void RawClient::wait_arrived() const {
  for (int unacknowledged = 0;
       ::ioctl(socket_, SIOCOUTQ, &unacknowledged) == 0 && unacknowledged > 0;)
    std::this_thread::yield();
}

void RawClient::end() {
  ::shutdown(socket_, SHUT_WR);
}

bool RawClient::receive() {
  std::array<char, 4096> chunk{};
  const auto got = ::recv(socket_, chunk.data(), chunk.size(), 0);
  if (got <= 0) return false;
  buffer_.append(chunk.data(), static_cast<std::size_t>(got));
  return true;
}

std::size_t RawClient::take(std::size_t count) {
  while (buffer_.size() < count && receive()) {
  }
  const auto taken = std::min(count, buffer_.size());
  buffer_.erase(0, taken);
  return taken;
}

Answer RawClient::read_answer(bool has_body) {
  Answer answer;
  std::size_t end = 0;
  while ((end = buffer_.find("\r\n\r\n")) == std::string::npos)
    if (!receive()) return answer;
  const std::string head = buffer_.substr(0, end + 2);
  buffer_.erase(0, end + 4);
  answer.status = std::atoi(head.c_str() + head.find(' '));
  for (auto from = head.find("\r\n") + 2; from < head.size();) {
    const auto stop = head.find("\r\n", from);
    const auto colon = head.find(": ", from);
    auto name = head.substr(from, colon - from);
    std::ranges::transform(name, name.begin(), [](unsigned char c) { return ::tolower(c); });
    answer.headers[name] = head.substr(colon + 2, stop - colon - 2);
    from = stop + 2;
  }
  if (!has_body || !answer.headers.contains("content-length")) return answer;
  const auto length = static_cast<std::size_t>(std::atol(answer.headers["content-length"].c_str()));
  while (buffer_.size() < length && receive()) {
  }
  answer.body = buffer_.substr(0, length);
  buffer_.erase(0, length);
  return answer;
}

bool RawClient::closed() {
  while (receive()) {
  }
  char byte = 0;
  const auto got = ::recv(socket_, &byte, 1, MSG_DONTWAIT);
  return got == 0 || (got < 0 && errno != EAGAIN && errno != EWOULDBLOCK);
}

bool RawClient::ended() {
  while (receive()) {
  }
  char byte = 0;
  return ::recv(socket_, &byte, 1, MSG_DONTWAIT) == 0;
}

bool RawClient::cut_off() const {
  pollfd wait{socket_, POLLRDHUP, 0};
  return ::poll(&wait, 1, 20000) == 1;
}

Answer ask(std::uint16_t port, std::string_view method, std::string_view target,
           std::string_view headers) {
  RawClient client(port);
  client.send(std::string(method) + " " + std::string(target) + " HTTP/1.1\r\nHost: localhost\r\n" +
              std::string(headers) + "\r\n");
  return client.read_answer(method != "HEAD");
}

}  // namespace aplomb::http::test
