// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/result.h"
#include "http/network.h"

namespace aplomb::http {

/// Where a server listens: an address and a port, or a Unix socket.
struct Endpoint {
  IpAddress address = loopback_v4();
  std::uint16_t port = 8080;     ///< 0 takes any free one
  std::string socket_path = {};  ///< of a Unix socket; address and port say nothing then

  /// `127.0.0.1:8080`, `[::1]:8080`, `localhost:0`, `unix:/run/aplomb/http.sock`.
  /// Errors: kInvalidArgument.
  [[nodiscard]] static Result<Endpoint> parse(std::string_view text);

  [[nodiscard]] bool is_unix() const { return !socket_path.empty(); }
  /// Whether only this machine reaches it.
  [[nodiscard]] bool is_local() const { return is_unix() || address.is_loopback(); }
  /// As parse() reads it.
  [[nodiscard]] std::string text() const;
};

}  // namespace aplomb::http
