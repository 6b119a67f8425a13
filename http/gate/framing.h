// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <limits>
#include <string>
#include <string_view>
#include <variant>

#include "http/message.h"

namespace aplomb::http {

inline constexpr std::size_t kMaxRequestLineBytes = 8000;  // cpp-httplib stops at 8192
inline constexpr std::size_t kMaxHeadBytes = std::size_t{16} * 1024;
inline constexpr std::size_t kMaxHeaders = 64;

/// The head of a request that was found sound.
struct Head {
  std::string method = {};  ///< one that HTTP knows, upper-case
  std::string target = {};  ///< in origin form: begins with '/', or is "*"
  /// As sent, but for the names, which are lower-case. Of a target in absolute form (RFC 9112,
  /// 3.2.2) the host is its own.
  Fields headers = {};
  bool keep_alive = true;         ///< the client does not ask to close
  bool expects_continue = false;  ///< it waits for 100 before it sends the body
  std::size_t body_bytes = 0;     ///< the largest size_t stands for whatever is more

  [[nodiscard]] std::string_view path() const {
    return std::string_view(target).substr(0, target.find('?'));
  }
};

/// Why a request is not taken. The connection closes after it, for where the next request would
/// begin is then anybody's guess.
struct Refusal {
  Response response;
  std::string method = {};  ///< as far as it was understood; empty: not at all
  std::string path = {};
};

/// Checks a request's head as strictly as RFC 9112 has it, so that no two servers on the way can
/// take its end, its host or its headers for different things: what is ambiguous is refused.
/// docs/api.md's "Limits" has the list. `head` ends with the empty line. Pure; thread-safe.
[[nodiscard]] std::variant<Head, Refusal> check_head(std::string_view head);

/// Of a head that is too long to be read on; `bytes` is what came so far.
[[nodiscard]] Refusal head_too_long(std::string_view bytes);
/// Of a body that is larger than the route takes.
[[nodiscard]] Refusal body_too_large(const Head& head, std::size_t max_bytes);
/// Of a client that took too long to send the rest.
[[nodiscard]] Refusal too_slow();

}  // namespace aplomb::http
