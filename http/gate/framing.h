// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>

#include "http/message.h"

namespace aplomb::http {

inline constexpr std::size_t kMaxRequestLineBytes = 8000;  // cpp-httplib stops at 8192
inline constexpr std::size_t kMaxHeadBytes = std::size_t{16} * 1024;
inline constexpr std::size_t kMaxHeaderBytes = 8000;  // cpp-httplib drops lines past 8192
inline constexpr std::size_t kMaxHeaders = 64;
inline constexpr std::size_t kMaxBodyBytes = std::size_t{64} * 1024;

/// A request's head that was found sound.
struct Head {
  std::string for_library;     ///< the head as cpp-httplib may see it
  std::size_t body_bytes = 0;  ///< at most kMaxBodyBytes
};

/// Checks how a request is framed before cpp-httplib 0.11 sees it, because that version believes
/// what it should refuse: two lengths, chunks without end, bodies on GET (smuggling), folded
/// headers, endless lines. Each has its CVE or its measurement in docs/api.md's "Limits".
///
/// `head` ends with the empty line. The refusal closes the connection, for where the next request
/// would begin is then anybody's guess. Headers that make the library misbehave are hidden from
/// it: Range, Accept-Encoding, Expect, REMOTE_*, LOCAL_*, and values with an encoded line break,
/// which it would decode. Pure; thread-safe.
[[nodiscard]] std::variant<Head, Response> check_head(std::string_view head);

/// The refusal of a head that is too long to be read on; `bytes` is what came so far.
[[nodiscard]] Response head_too_long(std::string_view bytes);

/// A refusal as it goes over the wire, with `Connection: close`.
[[nodiscard]] std::string refusal_bytes(const Response& refusal);

}  // namespace aplomb::http
