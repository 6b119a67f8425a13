// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <sys/socket.h>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/result.h"

namespace aplomb::http {

/// A numeric IP address. IPv4 in IPv6 clothes (`::ffff:10.0.0.1`) is that IPv4 address.
class IpAddress {
 public:
  /// `127.0.0.1`, `::1`, `[::1]`; no name and no port.
  [[nodiscard]] static std::optional<IpAddress> parse(std::string_view text);

  /// Of a socket's address; absent when it is of another family.
  [[nodiscard]] static std::optional<IpAddress> of(const sockaddr_storage& address);

  [[nodiscard]] bool is_loopback() const;
  [[nodiscard]] bool is_v4() const;
  /// As inet_ntop writes it, without brackets.
  [[nodiscard]] std::string text() const;

  /// 16 bytes, IPv4 as `::ffff:a.b.c.d`.
  [[nodiscard]] const std::array<std::uint8_t, 16>& bytes() const { return bytes_; }
  friend bool operator==(const IpAddress&, const IpAddress&) = default;

 private:
  std::array<std::uint8_t, 16> bytes_{};
};

/// All addresses that begin with the same bits.
class Network {
 public:
  /// `10.0.0.0/8`, `fd00::/8`, or one address. Errors: kInvalidArgument.
  [[nodiscard]] static Result<Network> parse(std::string_view text);

  [[nodiscard]] bool contains(const IpAddress& address) const;

 private:
  IpAddress address_;
  unsigned bits_ = 128;
};

/// 127.0.0.1
[[nodiscard]] IpAddress loopback_v4();

/// Where to listen, as a number: `localhost` becomes 127.0.0.1, `[::1]` loses its brackets.
/// Errors: kInvalidArgument for everything else.
[[nodiscard]] Result<IpAddress> listen_address(std::string_view text);

}  // namespace aplomb::http
