// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

#include "http/message.h"

namespace aplomb::http {

// What tells clients of limits: draft-ietf-httpapi-ratelimit-headers-11, lists of structured
// fields (RFC 9651). A field that is there already gets one more member.

/// `RateLimit-Policy: "anonymous";q=3000;w=60`: what may be used in which time; absent: in none
/// that could be told.
void add_policy(Response& response, std::string_view policy, std::uint32_t quota,
                std::optional<std::chrono::seconds> window);

/// `RateLimit: "anonymous";r=2999;t=1`: what is left now, and for how long there is no more.
void add_standing(Response& response, std::string_view policy, std::uint32_t remaining,
                  std::chrono::seconds until_more);

/// `Retry-After`, and that nothing is left until then.
void add_wait(Response& response, std::string_view policy, std::chrono::seconds wait);

}  // namespace aplomb::http
