// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/result.h"
#include "http/gate/endpoint.h"

namespace aplomb::http {

/// The names that this server answers to.
///
/// A page elsewhere can point its own name at our address and then read our answers through the
/// browser of somebody who is signed in, for to the browser both are one site (DNS rebinding). The
/// browser sends that name in Host, and this tells it from ours. Numeric addresses are safe: to be
/// shown under one, a page must come from it.
///
/// Thread-safety: immutable.
class ServedNames {
 public:
  /// `localhost` and loopback addresses are served; every numeric address where one of `listening`
  /// is reached from beyond this machine; and `names` (`kb.example.com`) always. What a proxy on a
  /// Unix socket names must be one of these, too.
  /// Errors: kInvalidArgument (no host name; a port, a scheme or a path is none).
  [[nodiscard]] static Result<ServedNames> make(const std::vector<Endpoint>& listening,
                                                std::vector<std::string> names);

  /// Whether a Host header, with or without a port, is one of them.
  [[nodiscard]] bool contains(std::string_view host) const;

 private:
  bool any_address_ = false;
  std::vector<std::string> names_;  ///< lower-case
};

/// Whether it could name a host: lower-case letters, digits, `-._`, at most 253 bytes.
[[nodiscard]] bool is_host_name(std::string_view text);

/// The host of `host` or `host:port`, lower-case; empty when it is neither.
[[nodiscard]] std::string host_of(std::string_view host_and_port);

}  // namespace aplomb::http
