// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "engine/result.h"

namespace aplomb::http {

/// Owns a file descriptor; -1 is none.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor();

  [[nodiscard]] int get() const { return fd_; }

 private:
  int fd_ = -1;
};

/// Opens a listening TCP socket on a numeric address. No SO_REUSEPORT: a second server on the
/// port has to fail, not to take half of the requests.
/// Errors: kConflict (the port is taken), kIo.
[[nodiscard]] Result<Descriptor> listen_on(const std::string& address, std::uint16_t port);

/// The port a socket is bound to.
[[nodiscard]] std::uint16_t port_of(const Descriptor& socket);

/// The numeric address that a connection comes from; empty when it is gone already.
[[nodiscard]] std::string peer_of(const Descriptor& socket);

/// What became of waiting for bytes.
enum class Wait { kReady, kTimeout, kStopped };

/// Waits until `socket` has something to read or `stop` does. Bytes win over the stop.
[[nodiscard]] Wait wait_readable(int socket, int stop, std::chrono::milliseconds patience);

/// Adds what has come to `buffer`. False at the peer's end or an error.
[[nodiscard]] bool receive_some(int socket, std::string& buffer);

/// Sends all of it. False when the peer went away or took nothing for `patience`.
[[nodiscard]] bool send_all(int socket, std::string_view bytes, std::chrono::milliseconds patience);

/// Says that nothing more comes and reads a little of what the peer is still sending, so that it
/// sees our last words instead of a reset.
void linger(int socket);

}  // namespace aplomb::http
