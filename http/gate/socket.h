// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "engine/descriptor.h"
#include "engine/result.h"

namespace aplomb::http {

/// A connection that a listener gave.
struct Accepted {
  Descriptor socket;  ///< does not block
  std::string peer;   ///< the numeric address, or "unix"
};

/// The next connection that waits; else errno.
[[nodiscard]] tl::expected<Accepted, int> accept_on(const Descriptor& listener);

/// recv(2), again when a signal came between.
[[nodiscard]] ssize_t receive_some(int socket, char* to, std::size_t size);

/// Sends what the socket takes without waiting: perhaps nothing. Absent when the peer is gone.
[[nodiscard]] std::optional<std::size_t> send_some(int socket, std::string_view bytes);

/// Bytes that were sent and that the peer's side has not received yet.
[[nodiscard]] std::size_t bytes_on_their_way(int socket);

/// Has the socket reset when it is closed, with what was not sent.
void forget_unsent(int socket);

/// Makes an eventfd readable; from a signal handler, too.
void wake_up(const Descriptor& eventfd) noexcept;

}  // namespace aplomb::http
