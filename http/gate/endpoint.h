// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "engine/result.h"
#include "http/network.h"

namespace aplomb::http {

/// What a connection over a Unix socket has for its peer's address (`Request::peer`).
inline constexpr std::string_view kUnixPeer = "unix";

/// The longest path of a Unix socket; unix(7) has 108 bytes for it and the zero behind it.
inline constexpr std::size_t kMaxSocketPathBytes = 107;

/// Where a server listens: an address and a port, or a Unix socket.
struct Endpoint {
  IpAddress address = loopback_v4();
  std::uint16_t port = 8080;     ///< 0 takes any free one
  std::string socket_path = {};  ///< of a Unix socket; address and port say nothing then

  /// `127.0.0.1:8080`, `[::1]:8080`, `localhost:0`, `unix:/run/aplomb/http.sock`. IPv6 needs its
  /// brackets: `::1:8080` is an address, too. Errors: kInvalidArgument.
  [[nodiscard]] static Result<Endpoint> parse(std::string_view text);

  [[nodiscard]] bool is_unix() const { return !socket_path.empty(); }
  /// Whether only this machine reaches it.
  [[nodiscard]] bool is_local() const { return is_unix() || address.is_loopback(); }
  /// As parse() reads it.
  [[nodiscard]] std::string text() const;

  friend bool operator==(const Endpoint&, const Endpoint&) = default;
};

}  // namespace aplomb::http
