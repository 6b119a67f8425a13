// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/cookies.h"

#include <optional>

#include "http/text.h"

namespace aplomb::http {

std::string_view cookie(const Request& request, std::string_view name) {
  std::optional<std::string_view> found;
  for (const auto& [header, value] : request.headers) {
    if (header != "cookie") continue;
    for (std::string_view rest = value; !rest.empty();) {
      auto pair = take(rest, ';');
      if (pair.find('=') == std::string_view::npos || take(pair, '=') != name) continue;
      if (found) return {};
      found = pair;
    }
  }
  return found.value_or(std::string_view{});
}

std::string set_cookie(std::string_view name, std::string_view value, std::chrono::seconds age,
                       bool secure) {
  return std::string(name) + "=" + std::string(value) +
         "; Path=/; Max-Age=" + std::to_string(age.count()) + "; HttpOnly; SameSite=Lax" +
         (secure ? "; Secure" : "");
}

}  // namespace aplomb::http
