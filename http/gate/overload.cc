// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/gate/overload.h"

#include <string>

#include "http/problem.h"

namespace aplomb::http {

Response overloaded(std::chrono::nanoseconds wait) {
  auto response = to_response({.slug = "overloaded",
                               .status = 503,
                               .title = "Too much is asked at once",
                               .detail = "The server has more to answer than it can in good time.",
                               .hint = "Ask again after the seconds in Retry-After.",
                               .instance = {}});
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(wait).count();
  response.headers.emplace_back("Retry-After", std::to_string(seconds < 1 ? 1 : seconds));
  return response;
}

}  // namespace aplomb::http
