// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "desk/desk.h"
#include "desk/role.h"
#include "engine/result.h"
#include "http/message.h"
#include "http/network.h"

namespace aplomb::http {

/// The cookie of a session.
inline constexpr std::string_view kSessionCookie = "aplomb_session";

struct IdentityOptions {
  /// What those may do who show nothing: kCustomer or kAgent; nothing: they are refused.
  std::optional<desk::Role> anonymous = {};
  /// The addresses of proxies that are believed what they say of their clients: who it is
  /// (X-Forwarded-For), whether it speaks TLS (X-Forwarded-Proto), and `user_header`.
  std::vector<Network> trusted_proxies = {};
  /// Whether whoever connects to a Unix socket of ours is believed, too: it has no address, and
  /// the socket's folder says who can.
  bool trust_unix = false;
  /// The header, lower-case, in which a trusted proxy names the person that it has signed in;
  /// empty: none is believed. The proxy must take it away from what clients send.
  std::string user_header = {};
};

/// Finds out who asks.
///
/// What counts, first to last: a bearer token, a trusted proxy's word, the session's cookie, and
/// then the anonymous reader where there may be one.
/// Thread-safety: const members may be called from any thread at once.
class Identity {
 public:
  /// `desk` must outlive it.
  Identity(desk::Desk& desk, IdentityOptions options);

  /// Fills in where the request comes from: `client` and `secure`.
  void locate(Request& request) const;

  /// Who asks; nobody, when nothing is shown and nothing is opened. An expired cookie is as good
  /// as none: the browser sends it by itself.
  /// Errors: kUnauthenticated (a token that does not hold), kForbidden (a proxy names somebody
  /// who is not on the desk), kInvalidArgument (two of what there may be one of), and the desk's.
  [[nodiscard]] Result<Caller> identify(const Request& request) const;

 private:
  [[nodiscard]] bool is_trusted(std::string_view address) const;
  [[nodiscard]] Result<Caller> by_bearer(std::string_view secret) const;
  [[nodiscard]] Result<Caller> by_proxy(std::string_view name) const;

  desk::Desk* desk_;
  IdentityOptions options_;
};

}  // namespace aplomb::http
