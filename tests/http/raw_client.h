// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace aplomb::http::test {

/// An answer as it came over the wire; header names lower-case.
struct Answer {
  int status = 0;  ///< 0 when the connection closed without one
  std::map<std::string, std::string> headers;
  std::string body;
};

/// One TCP connection that sends any bytes, sound or not, and reads answers.
/// Waits at most 20 s for anything.
class RawClient {
 public:
  /// `buffer_bytes` is what the kernel takes for it before it reads; 0: megabytes.
  explicit RawClient(std::uint16_t port, int buffer_bytes = 0);
  ~RawClient();
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  /// False when the peer no longer takes them.
  bool send(std::string_view bytes);
  /// Waits until all that was sent has arrived at the peer, read or not: on a busy machine that is
  /// not so when send() returns.
  void wait_arrived() const;

  /// Says that nothing more comes, and goes on to listen.
  void end();

  /// The next answer. `has_body` is false after HEAD.
  Answer read_answer(bool has_body = true);

  /// Whether the server has closed the connection, waiting for it.
  bool closed();
  /// Whether it did so in good order, with all it had to say, and not with a reset.
  bool ended();
  /// Whether the connection is closed, without reading what was sent before.
  [[nodiscard]] bool cut_off() const;

  /// Takes up to so many bytes of what comes; how many.
  std::size_t take(std::size_t count);

 private:
  bool receive();

  int socket_ = -1;
  std::string buffer_;
};

/// Sends one request of that method and target, with `headers` (each ending in CR LF), and reads
/// the answer. The Host is right.
Answer ask(std::uint16_t port, std::string_view method, std::string_view target,
           std::string_view headers = {});

}  // namespace aplomb::http::test
