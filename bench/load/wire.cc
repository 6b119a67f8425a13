// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/load/wire.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <utility>

namespace aplomb::bench {
namespace {

using namespace std::chrono_literals;
constexpr std::size_t kBufferBytes = std::size_t{256} * 1024;
/// The kernel has 28,000 ports for connections from one address, and those that were closed wait.
constexpr std::size_t kSourceAddresses = 8;
constexpr auto kLookEvery = 50ms;  ///< for requests that are late
constexpr int kLoopbackNet = 127;

/// 127.0.0.1, 127.0.0.2, …: all of them are this machine, each with ports of its own.
sockaddr_in source_of(std::size_t connection) {
  sockaddr_in source{};
  source.sin_family = AF_INET;
  source.sin_addr.s_addr =
      htonl(INADDR_LOOPBACK + static_cast<std::uint32_t>(connection % kSourceAddresses));
  return source;
}

timespec to_timespec(std::chrono::nanoseconds time) {
  const auto whole = std::chrono::floor<std::chrono::seconds>(time);
  return {.tv_sec = whole.count(), .tv_nsec = (time - whole).count()};
}

const sockaddr* generic(const sockaddr_in& address) {
  return reinterpret_cast<const sockaddr*>(&address);
}

}  // namespace

std::string_view to_string(Trouble trouble) {
  switch (trouble) {
    case Trouble::kNone:
      return "none";
    case Trouble::kNoConnection:
      return "no_connection";
    case Trouble::kClosed:
      return "closed_early";
    case Trouble::kUnsound:
      return "unsound";
    case Trouble::kTimeOut:
      return "timed_out";
  }
  return "";
}

std::optional<Target> Target::parse(const std::string& text) {
  Target target;
  const auto colon = text.find(':');
  if (colon == std::string::npos) return std::nullopt;
  std::uint16_t port = 0;
  const auto* const end = text.data() + text.size();
  const auto [stop, status] = std::from_chars(text.data() + colon + 1, end, port);
  if (status != std::errc{} || stop != end || port == 0) return std::nullopt;
  target.address.sin_family = AF_INET;
  target.address.sin_port = htons(port);
  if (::inet_pton(AF_INET, text.substr(0, colon).c_str(), &target.address.sin_addr) != 1 ||
      ntohl(target.address.sin_addr.s_addr) >> 24 != kLoopbackNet)
    return std::nullopt;
  target.host = text;
  return target;
}

Wire::Wire(const Target& target, std::size_t connections, std::chrono::milliseconds patience,
           std::function<void(const Done&)> done)
    : target_(target),
      patience_(patience),
      done_(std::move(done)),
      epoll_(::epoll_create1(EPOLL_CLOEXEC)),
      lines_(connections),
      buffer_(kBufferBytes),
      next_look_(Clock::now() + kLookEvery) {}

void Wire::watch(std::size_t connection, std::uint32_t events, bool first) {
  epoll_event event{.events = events, .data = {.u64 = connection}};
  ::epoll_ctl(epoll_.get(), first ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, lines_[connection].socket.get(),
              &event);
}

void Wire::finish(std::size_t connection, int status, Trouble trouble) {
  auto& line = lines_[connection];
  if (trouble != Trouble::kNone || (line.head && line.head->closes)) line.socket = Descriptor();
  line.busy = false;
  line.again = false;
  ++line.answered;
  done_({.connection = connection,
         .tag = line.tag,
         .due = line.due,
         .when = Clock::now(),
         .status = status,
         .trouble = trouble});
}

void Wire::open(std::size_t connection) {
  auto& line = lines_[connection];
  line.connected = false;
  line.answered = 0;
  line.socket = Descriptor(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!line.socket.valid()) return;  // found late by drop_late()
  const int on = 1;
  ::setsockopt(line.socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  // The port is chosen when connecting, so that one may serve for several destinations.
  ::setsockopt(line.socket.get(), IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
  const auto source = source_of(connection);
  ::bind(line.socket.get(), generic(source), sizeof source);
  ::connect(line.socket.get(), generic(target_.address), sizeof target_.address);
  watch(connection, EPOLLIN | EPOLLOUT, true);  // a failure to connect shows there
}

void Wire::ask(std::size_t connection, std::string_view request, Clock::time_point due,
               std::size_t tag) {
  auto& line = lines_[connection];
  line.busy = true;
  line.request = request;
  line.input.clear();
  line.head.reset();
  line.sent = 0;
  line.due = due;
  line.asked = Clock::now();
  line.tag = tag;
  if (!line.socket.valid()) return open(connection);
  if (line.connected) send(connection);
}

void Wire::send(std::size_t connection) {
  auto& line = lines_[connection];
  while (line.sent < line.request.size()) {
    const auto count = ::send(line.socket.get(), line.request.data() + line.sent,
                              line.request.size() - line.sent, MSG_NOSIGNAL);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) {
      if (errno == EAGAIN) watch(connection, EPOLLIN | EPOLLOUT, false);
      return;  // any other failure shows when receiving
    }
    line.sent += static_cast<std::size_t>(count);
  }
}

void Wire::closed_by_server(std::size_t connection) {
  auto& line = lines_[connection];
  if (!line.busy) {
    ++closed_idle_;
    line.socket = Descriptor();
    return;
  }
  const bool was_kept = line.answered > 0;
  if (line.input.empty() && was_kept && !line.again) {
    ++resent_;
    line.again = true;
    line.sent = 0;
    open(connection);
    return;
  }
  finish(connection, 0, line.connected ? Trouble::kClosed : Trouble::kNoConnection);
}

void Wire::receive(std::size_t connection) {
  auto& line = lines_[connection];
  const auto count = ::recv(line.socket.get(), buffer_.data(), buffer_.size(), 0);
  if (count < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (count <= 0) return closed_by_server(connection);
  if (!line.busy) return closed_by_server(connection);  // nothing was asked
  line.input.append(buffer_.data(), static_cast<std::size_t>(count));
  switch (read_answer(line.input, line.head)) {
    case Reading::kMore:
      return;
    case Reading::kWhole:
      return finish(connection, line.head->status, Trouble::kNone);
    case Reading::kUnsound:
      return finish(connection, 0, Trouble::kUnsound);
  }
}

void Wire::handle(std::size_t connection, std::uint32_t events) {
  auto& line = lines_[connection];
  if (!line.socket.valid()) return;  // closed by what came before it in the same wait
  if (!line.connected && (events & (EPOLLERR | EPOLLHUP)) != 0) return closed_by_server(connection);
  if ((events & EPOLLOUT) != 0) {
    line.connected = true;
    watch(connection, EPOLLIN, false);
    if (line.busy) send(connection);
  }
  if ((events & (EPOLLIN | EPOLLERR | EPOLLHUP)) != 0) receive(connection);
}

void Wire::drop_late(Clock::time_point now) {
  next_look_ = now + kLookEvery;
  for (std::size_t i = 0; i < lines_.size(); ++i) {
    const auto& line = lines_[i];
    if (line.busy && now - line.asked > patience_)
      finish(i, 0, line.connected ? Trouble::kTimeOut : Trouble::kNoConnection);
  }
}

void Wire::wait(Clock::time_point until) {
  std::array<epoll_event, 256> events;
  until = std::min(until, next_look_);
  const auto left = std::max<Clock::duration>(until - Clock::now(), 0ns);
  const auto timeout = to_timespec(left);
  const int count = ::epoll_pwait2(epoll_.get(), events.data(), static_cast<int>(events.size()),
                                   &timeout, nullptr);
  for (int i = 0; i < count; ++i) {
    const auto& event = events[static_cast<std::size_t>(i)];
    handle(static_cast<std::size_t>(event.data.u64), event.events);
  }
  const auto now = Clock::now();
  if (count == 0 && left > 0ns)
    overslept_ms_.push_back(std::chrono::duration<double, std::milli>(now - until).count());
  if (now >= next_look_) drop_late(now);
}

}  // namespace aplomb::bench
