// SPDX-License-Identifier: GPL-3.0-or-later
// The only file that names cpp-httplib. Debian's version 0.11.4 is a compiled library with a
// backlog of 5, SO_REUSEPORT on, delayed small packets and a reader that believes any framing, so
// its listen() is left out: we accept, check and read one whole request, and let the library
// parse and write it in memory.
#include "http/server.h"

#include <httplib.h>
#include <netinet/tcp.h>
#include <spdlog/spdlog.h>
#include <sys/eventfd.h>

#include <chrono>

#include "http/gate/framing.h"
#include "http/gate/socket.h"
#include "http/text.h"
#include "http/uri.h"

namespace aplomb::http {
namespace {

using namespace std::chrono_literals;
constexpr auto kIdleTime = 5s;  ///< a connection without a request holds a thread: keep it short
constexpr auto kHeadTime = 5s;  ///< from a head's first byte to its last
constexpr auto kBodyTime = 10s;
constexpr auto kWriteTime = 10s;
constexpr std::size_t kMaxRequests = 1000;  ///< on one connection

/// The library's view of a connection: one request in, one answer out, all in memory.
class MemoryStream final : public httplib::Stream {
 public:
  MemoryStream(std::string_view input, const std::string& peer) : input_(input), peer_(peer) {}

  bool is_readable() const override { return !input_.empty(); }
  bool is_writable() const override { return true; }
  ssize_t read(char* to, size_t size) override {
    const auto count = input_.copy(to, size);
    input_.remove_prefix(count);
    return static_cast<ssize_t>(count);
  }
  ssize_t write(const char* from, size_t size) override {
    output.append(from, size);
    return static_cast<ssize_t>(size);
  }
  using httplib::Stream::write;
  void get_remote_ip_and_port(std::string& ip, int& /*port*/) const override { ip = peer_; }
  void get_local_ip_and_port(std::string& /*ip*/, int& /*port*/) const override {}
  socket_t socket() const override { return INVALID_SOCKET; }

  std::string output;

 private:
  std::string_view input_;
  const std::string& peer_;
};

Request from_library(const httplib::Request& from) {
  Request request;
  request.method = from.method;
  const std::string_view target = from.target;
  const auto mark = target.find('?');
  request.path = target.substr(0, mark);
  if (mark != std::string_view::npos) request.query = parse_query(target.substr(mark + 1));
  for (const auto& [name, value] : from.headers) request.headers.emplace_back(lower(name), value);
  request.body = from.body;
  request.peer = from.remote_addr;
  return request;
}

void to_library(Response&& from, httplib::Response& to) {
  to.status = from.status;
  for (const auto& [name, value] : from.headers) to.headers.emplace(name, value);
  if (!from.content_type.empty()) to.headers.emplace("Content-Type", from.content_type);
  to.body = std::move(from.body);
}

}  // namespace

class Server::Front final : private httplib::Server {
 public:
  Front(std::vector<Listener> listeners, Descriptor stop, Backend backend);

  void run();
  void stop() noexcept;
  [[nodiscard]] const Endpoint& endpoint() const { return endpoint_; }

 private:
  void serve(int socket);
  [[nodiscard]] bool serve_one(int socket, const std::string& peer, std::string& buffer, bool last);
  [[nodiscard]] bool read_until(int socket, std::string& buffer, std::size_t bytes);
  [[nodiscard]] bool refuse(int socket, const Response& refusal);
  [[nodiscard]] bool stopping() const {
    return wait_readable(stop_.get(), -1, 0ms) == Wait::kReady;
  }

  Endpoint endpoint_;
  Descriptor listener_;
  Descriptor stop_;  ///< an eventfd; readable from stop() on, for good
  Backend backend_;
};

Server::Front::Front(std::vector<Listener> listeners, Descriptor stop, Backend backend)
    : endpoint_(listeners.front().endpoint),
      listener_(std::move(listeners.front().socket)),
      stop_(std::move(stop)),
      backend_(std::move(backend)) {
  set_keep_alive_timeout(kIdleTime.count());
  set_keep_alive_max_count(kMaxRequests);
  // Here and not in the library's routes: those are regular expressions, whose recursion a long
  // path drives through the end of the stack.
  set_pre_routing_handler([this](const httplib::Request& from, httplib::Response& to) {
    to_library(backend_.answer(from_library(from)), to);
    return HandlerResponse::Handled;
  });
  set_post_routing_handler([](const httplib::Request&, httplib::Response& response) {
    response.headers.erase("Accept-Ranges");
    if (response.status == 204 || response.status == 304) response.headers.erase("Content-Length");
  });
}

bool Server::Front::read_until(int socket, std::string& buffer, std::size_t bytes) {
  const auto until = std::chrono::steady_clock::now() + kBodyTime;
  while (buffer.size() < bytes) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        until - std::chrono::steady_clock::now());
    if (wait_readable(socket, -1, left) != Wait::kReady || !receive_some(socket, buffer))
      return false;
  }
  return true;
}

bool Server::Front::refuse(int socket, const Response& refusal) {
  if (send_all(socket, refusal_bytes(refusal), kWriteTime)) linger(socket);
  return false;
}

/// Answers the request at the front of `buffer`. False when the connection is to be closed.
bool Server::Front::serve_one(int socket, const std::string& peer, std::string& buffer, bool last) {
  constexpr std::string_view kEnd = "\r\n\r\n";
  auto until = std::chrono::steady_clock::now() + (buffer.empty() ? kIdleTime : kHeadTime);
  auto end = buffer.find(kEnd);
  while (end == std::string::npos) {
    if (buffer.size() > kMaxHeadBytes) return refuse(socket, head_too_long(buffer));
    const bool idle = buffer.empty();
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        until - std::chrono::steady_clock::now());
    if (wait_readable(socket, idle ? stop_.get() : -1, left) != Wait::kReady ||
        !receive_some(socket, buffer))
      return false;
    if (idle) until = std::chrono::steady_clock::now() + kHeadTime;
    end = buffer.find(kEnd);
  }
  const auto head_bytes = end + kEnd.size();
  if (head_bytes > kMaxHeadBytes) return refuse(socket, head_too_long(buffer));
  const auto checked = check_head(std::string_view(buffer).substr(0, head_bytes));
  if (const auto* refusal = std::get_if<Response>(&checked)) return refuse(socket, *refusal);
  const auto& head = std::get<Head>(checked);
  const auto request_bytes = head_bytes + head.body_bytes;
  if (!read_until(socket, buffer, request_bytes)) return false;

  MemoryStream stream(head.for_library, peer);
  bool closed = false;
  const bool closing = last || stopping();
  const bool written = process_request(stream, closing, closed, [&](httplib::Request& request) {
    request.body = buffer.substr(head_bytes, head.body_bytes);
  });
  buffer.erase(0, request_bytes);
  if (!send_all(socket, stream.output, kWriteTime) || !written) return false;
  return !closed && !closing;
}

void Server::Front::serve(int socket) {
  const Descriptor owned(socket);
  const auto peer = peer_of(owned);
  std::string buffer;
  std::size_t served = 0;
  while (serve_one(socket, peer, buffer, ++served == kMaxRequests)) {
  }
}

void Server::Front::run() {
  spdlog::info("listening on {}", endpoint_.text());
  httplib::ThreadPool pool(64);
  while (!stopping()) {
    if (wait_readable(listener_.get(), stop_.get(), 1h) != Wait::kReady) continue;
    const int socket = ::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC);
    if (socket < 0) {
      // ECONNABORTED and the like concern that one caller. Out of descriptors: let some close.
      if (errno == EMFILE || errno == ENFILE || errno == ENOMEM) std::this_thread::sleep_for(10ms);
      continue;
    }
    const int on = 1;  // else a kept connection waits 40 ms for its answer
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    pool.enqueue([this, socket] { serve(socket); });
  }
  pool.shutdown();  // joins, after the connections already accepted
  spdlog::info("stopped");
}

void Server::Front::stop() noexcept {
  const std::uint64_t one = 1;
  // An eventfd takes 2^64 - 2 of these; nothing can go wrong that a signal handler could mend.
  [[maybe_unused]] const auto written = ::write(stop_.get(), &one, sizeof one);
}

Result<Server> Server::make(std::vector<Listener> listeners, Backend backend,
                            const ServerOptions& /*options*/) {
  Descriptor stop(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (!stop.valid()) return fail(Code::kIo, "cannot make an eventfd");
  return Server(std::make_unique<Front>(std::move(listeners), std::move(stop), std::move(backend)));
}

Result<Server> Server::listen(const Endpoint& endpoint, Backend backend,
                              const ServerOptions& options) {
  auto listener = listen_on(endpoint);
  if (!listener) return tl::unexpected(listener.error());
  std::vector<Listener> listeners;
  listeners.push_back(*std::move(listener));
  return make(std::move(listeners), std::move(backend), options);
}

Server::Server(std::unique_ptr<Front> front) : front_(std::move(front)) {}
Server::Server(Server&&) noexcept = default;
Server& Server::operator=(Server&&) noexcept = default;
Server::~Server() = default;

std::uint16_t Server::port() const {
  return front_->endpoint().port;
}

std::string Server::url() const {
  return "http://" + front_->endpoint().text() + "/";
}

void Server::run() {
  front_->run();
}
void Server::stop() noexcept {
  front_->stop();
}

}  // namespace aplomb::http
