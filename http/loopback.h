// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "engine/result.h"

namespace aplomb::http {

/// Where to listen, as numbers: `localhost` becomes 127.0.0.1, `[::1]` loses its brackets.
/// Errors: kInvalidArgument for every address but 127.0.0.0/8, ::1 and localhost, because until
/// there are accounts whoever reaches the server reads everything.
[[nodiscard]] Result<std::string> loopback_address(std::string_view address);

/// Whether a Host header names this machine (any port). A page elsewhere can point its own name at
/// 127.0.0.1 and read the answers through the agent's browser (DNS rebinding); the browser then
/// sends that name, and this tells it from ours.
[[nodiscard]] bool is_loopback_host(std::string_view host);

}  // namespace aplomb::http
