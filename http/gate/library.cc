// SPDX-License-Identifier: GPL-3.0-or-later
// The only file that names cpp-httplib. Debian's 0.11.4 is a compiled library whose sockets and
// threads are left out here: a thread a connection, a backlog of 5, SO_REUSEPORT, and a reader that
// believes any framing. What it is handed lies in memory, whole and sound.
#include "http/gate/library.h"

#include <httplib.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <optional>
#include <utility>

#include "http/uri.h"

namespace aplomb::http {
namespace {

bool has_line_break(std::string_view text) {
  return std::ranges::any_of(text, [](char c) { return c == '\r' || c == '\n' || c == '\0'; });
}

/// The library's view of a connection: one request in, one answer out, which gets our headers
/// behind its first line. Through the library's own table of headers they would take longer than
/// all else that it does for a request.
class MemoryStream final : public httplib::Stream {
 public:
  /// `headers` are written by the time the library begins to write.
  MemoryStream(std::string_view input, const std::string& headers)
      : input_(input), headers_(headers) {}

  bool is_readable() const override { return !input_.empty(); }
  bool is_writable() const override { return true; }
  ssize_t read(char* to, size_t size) override {
    const auto count = input_.copy(to, size);
    input_.remove_prefix(count);
    return static_cast<ssize_t>(count);
  }
  ssize_t write(const char* from, size_t size) override {
    output.append(from, size);
    if (!has_headers_) insert_headers();
    return static_cast<ssize_t>(size);
  }
  using httplib::Stream::write;
  void get_remote_ip_and_port(std::string& /*ip*/, int& /*port*/) const override {}
  void get_local_ip_and_port(std::string& /*ip*/, int& /*port*/) const override {}
  socket_t socket() const override { return INVALID_SOCKET; }

  std::string output;

 private:
  void insert_headers() {
    const auto end = output.find("\r\n");
    if (end == std::string::npos) return;
    output.insert(end + 2, headers_);
    has_headers_ = true;
  }

  std::string_view input_;
  const std::string& headers_;
  bool has_headers_ = false;
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

/// All headers of an answer but those that follow from its body.
void write_headers(const Response& response, bool closing, std::string& to) {
  to = "Date: ";
  to.append(http_date()).append("\r\nConnection: ").append(closing ? "close" : "keep-alive");
  to.append("\r\n");
  for (const auto& [name, value] : response.headers) {
    if (!has_line_break(value))
      to.append(name).append(": ").append(value).append("\r\n");
    else  // the rest of it were a header of its own
      spdlog::error("the header {} was left out of an answer: it holds a line break", name);
  }
}

void to_library(Response&& from, httplib::Response& to) {
  to.status = from.status;
  if (!from.content_type.empty()) to.headers.emplace("Content-Type", from.content_type);
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
      auto response = ready_ ? *std::exchange(ready_, {}) : guarded(answer, request(from));
      write_headers(response, closing_, headers_);
      to_library(std::move(response), to);
      return HandlerResponse::Handled;
    });
    set_post_routing_handler([](const httplib::Request&, httplib::Response& response) {
      for (const auto* const name : {"Accept-Ranges", "Connection", "Keep-Alive"})
        response.headers.erase(name);  // ours say that
      if (has_no_body(response.status)) response.headers.erase("Content-Length");
    });
  }

  std::string answer(WholeRequest whole, Arrival arrival, bool closing) {
    // Without the query: of two question marks, as in "?q=why?", the library makes a bad request.
    const auto head = head_for_library(whole.head.method, whole.head.path());
    whole_ = std::move(whole);
    arrival_ = std::move(arrival);
    return process(head, closing);
  }

  std::string write(Response response, bool is_head, bool closing) {
    ready_ = std::move(response);
    return process(head_for_library(is_head ? "HEAD" : "GET", "/"), closing);
  }

 private:
  std::string process(std::string_view head, bool closing) {
    closing_ = closing;
    MemoryStream stream(head, headers_);
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
            .peer = std::move(arrival_.peer),
            .waited = arrival_.waited};
  }

  // Of the request under way:
  std::optional<Response> ready_;  ///< absent: the backend is asked
  WholeRequest whole_;
  Arrival arrival_;
  bool closing_ = false;
  std::string headers_;  ///< of the answer
};

Library::Library(const std::function<Response(Request)>& answer)
    : server_(std::make_unique<Server>(answer)) {}
Library::~Library() = default;

std::string Library::answer(WholeRequest whole, Arrival arrival, bool closing) {
  return server_->answer(std::move(whole), std::move(arrival), closing);
}

std::string Library::write(Response response, bool is_head, bool closing) {
  return server_->write(std::move(response), is_head, closing);
}

}  // namespace aplomb::http
