// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/rate_limit_fields.h"

#include <algorithm>
#include <string>

namespace aplomb::http {
namespace {

void add_member(Response& response, std::string_view field, const std::string& member) {
  const auto there = std::ranges::find(response.headers, field, &Fields::value_type::first);
  if (there == response.headers.end())
    response.headers.emplace_back(field, member);
  else
    there->second += ", " + member;
}

std::string quoted(std::string_view policy) {
  return "\"" + std::string(policy) + "\"";
}

}  // namespace

void add_policy(Response& response, std::string_view policy, std::uint32_t quota,
                std::optional<std::chrono::seconds> window) {
  auto member = quoted(policy) + ";q=" + std::to_string(quota);
  if (window) member += ";w=" + std::to_string(window->count());
  add_member(response, "RateLimit-Policy", member);
}

void add_standing(Response& response, std::string_view policy, std::uint32_t remaining,
                  std::chrono::seconds until_more) {
  add_member(response, "RateLimit",
             quoted(policy) + ";r=" + std::to_string(remaining) +
                 ";t=" + std::to_string(until_more.count()));
}

void add_wait(Response& response, std::string_view policy, std::chrono::seconds wait) {
  response.headers.emplace_back("Retry-After", std::to_string(wait.count()));
  add_standing(response, policy, 0, wait);
}

}  // namespace aplomb::http
