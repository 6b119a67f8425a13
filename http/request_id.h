// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace aplomb::http {

/// Whether it can go into headers and logs as it is: 1 to 64 of [A-Za-z0-9._-].
[[nodiscard]] bool is_sane_request_id(std::string_view id);

/// 128 random bits of the kernel's, as 32 hexadecimal digits. Thread-safe.
[[nodiscard]] std::string new_request_id();

/// The name under which a request is known in the answer (`X-Request-Id`), in problems and in the
/// access log: what the caller sent in that header where it is sane, so that a portal's own logs
/// and ours can be put side by side, else a new one. An id is a name, not a secret and no proof of
/// anything.
[[nodiscard]] std::string request_id(std::optional<std::string_view> sent);

}  // namespace aplomb::http
