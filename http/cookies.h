// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "http/message.h"

namespace aplomb::http {

/// The value of that cookie; empty when there is none. Of two by one name neither counts: which of
/// them is ours nobody can tell.
[[nodiscard]] std::string_view cookie(const Request& request, std::string_view name);

/// A Set-Cookie for a secret: scripts cannot read it, foreign pages' requests do not carry it
/// (but for following a link), and it goes over TLS only where the client came over it.
/// Lives for `age`; an age of zero takes it away. `value` holds cookie characters only.
[[nodiscard]] std::string set_cookie(std::string_view name, std::string_view value,
                                     std::chrono::seconds age, bool secure);

}  // namespace aplomb::http
