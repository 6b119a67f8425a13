// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/result.h"

namespace aplomb::http {

/// `host:port` of `https://host:port`; empty for `null` and whatever else is no web origin. Lies in
/// the text that was given.
[[nodiscard]] std::string_view authority_of(std::string_view origin);

/// Origins of web pages as a setting names them, made lower-case as browsers send them. Each is a
/// scheme, a host and perhaps a port, of letters, digits and `-._:/[]` only, so that it can stand
/// in any header and add nothing to it. Errors: kInvalidArgument.
[[nodiscard]] Result<std::vector<std::string>> read_origins(std::vector<std::string> origins);

}  // namespace aplomb::http
