// SPDX-License-Identifier: GPL-3.0-or-later
// The only file that names cpp-httplib. Debian's 0.11.4 is a compiled library whose sockets and
// threads are left out here: a thread a connection, a backlog of 5, SO_REUSEPORT, and a reader that
// believes any framing. What it is handed lies in memory, whole and sound.
#include "http/gate/library.h"

#include <httplib.h>
#include <spdlog/spdlog.h>

#include <array>
#include <ctime>
#include <optional>
#include <utility>

#include "http/uri.h"

namespace aplomb::http {
namespace {

constexpr std::string_view kLineBreaks{"\r\n\0", 3};

/// The library's view of a connection: one request in, one answer out.
class MemoryStream final : public httplib::Stream {
 public:
  explicit MemoryStream(std::string_view input) : input_(input) {}

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
  void get_remote_ip_and_port(std::string& /*ip*/, int& /*port*/) const override {}
  void get_local_ip_and_port(std::string& /*ip*/, int& /*port*/) const override {}
  socket_t socket() const override { return INVALID_SOCKET; }

  std::string output;

 private:
  std::string_view input_;
};

/// As RFC 9110, 5.6.7 has it; in a thread's own buffer, made once a second.
const std::string& http_date() {
  thread_local std::time_t made = 0;
  thread_local std::string text;
  const auto now = std::time(nullptr);
  if (now == made) return text;
  std::tm utc{};
  ::gmtime_r(&now, &utc);
  std::array<char, 32> buffer{};
  const auto size = std::strftime(buffer.data(), buffer.size(), "%a, %d %b %Y %H:%M:%S GMT", &utc);
  made = now;
  return text.assign(buffer.data(), size);
}

/// The library would send what an exception says to the client.
Response guarded(const std::function<Response(Request)>& answer, Request request) {
  try {
    return answer(std::move(request));
  } catch (const std::exception& error) {
    spdlog::error("nothing behind the gate caught this: {}", error.what());
  } catch (...) {
    spdlog::error("nothing behind the gate caught an exception of unknown kind");
  }
  return {.status = 500};
}

bool has_no_body(int status) {
  return status == 204 || status == 304;
}

void to_library(Response&& from, httplib::Response& to) {
  to.status = from.status;
  for (const auto& [name, value] : from.headers) {
    // The library would write it as it is, and the rest of the value were a header of its own.
    if (value.find_first_of(kLineBreaks) == value.npos)
      to.headers.emplace(name, value);
    else
      spdlog::error("the header {} was left out of an answer: it holds a line break", name);
  }
  if (!from.content_type.empty()) to.headers.emplace("Content-Type", from.content_type);
  to.headers.emplace("Date", http_date());
  to.body = std::move(from.body);
}

std::string head_for_library(std::string_view method, std::string_view target) {
  std::string text(method);
  return text.append(" ").append(target).append(" HTTP/1.1\r\n\r\n");
}

}  // namespace

class Library::Server final : private httplib::Server {
 public:
  explicit Server(const std::function<Response(Request)>& answer) {
    // Here and not in the library's routes: those are regular expressions, whose recursion a long
    // path drives through the end of the stack.
    set_pre_routing_handler([this, &answer](const httplib::Request& from, httplib::Response& to) {
      to_library(ready_ ? *std::exchange(ready_, {}) : guarded(answer, request(from)), to);
      return HandlerResponse::Handled;
    });
    set_post_routing_handler([this](const httplib::Request&, httplib::Response& response) {
      response.headers.erase("Accept-Ranges");
      if (has_no_body(response.status)) response.headers.erase("Content-Length");
      response.headers.erase("Connection");
      response.headers.erase("Keep-Alive");
      response.headers.emplace("Connection", closing_ ? "close" : "keep-alive");
    });
  }

  std::string answer(WholeRequest whole, std::string peer, bool closing) {
    // Without the query: of two question marks, as in "?q=why?", the library makes a bad request.
    const auto head = head_for_library(whole.head.method, whole.head.path());
    whole_ = std::move(whole);
    peer_ = std::move(peer);
    return process(head, closing);
  }

  std::string write(Response response, bool is_head, bool closing) {
    ready_ = std::move(response);
    return process(head_for_library(is_head ? "HEAD" : "GET", "/"), closing);
  }

 private:
  std::string process(std::string_view head, bool closing) {
    closing_ = closing;
    MemoryStream stream(head);
    bool closed = false;
    // Told that it closes, it spends no time on a Keep-Alive header.
    if (!process_request(stream, true, closed, nullptr)) return {};
    return std::move(stream.output);
  }

  Request request(const httplib::Request& from) {
    const std::string_view target = whole_.head.target;
    const auto mark = target.find('?');
    return {.method = from.method,
            .path = std::string(target.substr(0, mark)),
            .query = parse_query(mark == target.npos ? "" : target.substr(mark + 1)),
            .headers = std::move(whole_.head.headers),
            .body = std::move(whole_.body),
            .peer = std::move(peer_)};
  }

  // Of the request under way:
  std::optional<Response> ready_;  ///< absent: the backend is asked
  WholeRequest whole_;
  std::string peer_;
  bool closing_ = false;
};

Library::Library(const std::function<Response(Request)>& answer)
    : server_(std::make_unique<Server>(answer)) {}
Library::~Library() = default;

std::string Library::answer(WholeRequest whole, std::string peer, bool closing) {
  return server_->answer(std::move(whole), std::move(peer), closing);
}

std::string Library::write(Response response, bool is_head, bool closing) {
  return server_->write(std::move(response), is_head, closing);
}

}  // namespace aplomb::http
