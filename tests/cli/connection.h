// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "engine/descriptor.h"
#include "http/gate/endpoint.h"

namespace aplomb::test {

/// One connection to a server, kept until it goes out of scope; unlike a client library it never
/// quietly makes another. Waits at most 20 s for anything.
class Connection {
 public:
  /// `where` is as `--listen` takes it.
  explicit Connection(const std::string& where);
  explicit Connection(const http::Endpoint& where);

  /// Whether somebody took it.
  [[nodiscard]] bool open() const { return socket_.valid(); }

  /// Sends a GET; each of `headers` ends in CR LF. The Host is `localhost` unless they name one.
  void send(std::string_view target, std::string_view headers = {});
  void send_bytes(std::string_view bytes);
  /// The status of the next answer; 0 when the connection was closed instead.
  [[nodiscard]] int status();
  /// Both.
  [[nodiscard]] int get(std::string_view target, std::string_view headers = {});
  /// Of the last answer.
  [[nodiscard]] const std::string& body() const { return body_; }
  /// Of the last answer: its status line and headers.
  [[nodiscard]] const std::string& head() const { return head_; }

 private:
  [[nodiscard]] bool receive();

  Descriptor socket_;
  std::string buffer_;
  std::string body_, head_;
};

}  // namespace aplomb::test
