// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "http/message.h"

namespace aplomb::http {

/// Where this server is found by who asks, without a slash at its end: `https://kb.example.com`.
/// The scheme is TLS's where a trusted proxy says that the client speaks it; the host is the
/// request's, which is one of ours or the request would not be answered (ServedNames). Letters,
/// digits and `-._:/[]` only.
[[nodiscard]] std::string own_address(const Request& request);

}  // namespace aplomb::http
