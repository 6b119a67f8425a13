// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>

#include "http/message.h"

namespace aplomb::http {

/// 503 with Retry-After, for a request that would have waited that long.
[[nodiscard]] Response overloaded(std::chrono::nanoseconds wait);

}  // namespace aplomb::http
