// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/message.h"

#include <algorithm>

#include "http/text.h"

namespace aplomb::http {
namespace {

bool same_name(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::ranges::equal(a, b, {}, lower, lower);
}

std::optional<std::string_view> find(const Fields& fields, std::string_view name) {
  for (const auto& [key, value] : fields)
    if (same_name(key, name)) return value;
  return std::nullopt;
}

}  // namespace

std::optional<std::string_view> Request::header(std::string_view name) const {
  return find(headers, name);
}

std::string_view Request::capture(std::string_view name) const {
  const auto found = captures.find(name);
  return found == captures.end() ? std::string_view{} : std::string_view{found->second};
}

std::optional<std::string_view> Response::header(std::string_view name) const {
  return find(headers, name);
}

void Response::add_vary(std::string_view name) {
  const auto vary = std::ranges::find(headers, "Vary", &Fields::value_type::first);
  if (vary == headers.end()) {
    headers.emplace_back("Vary", name);
    return;
  }
  for (std::string_view named = vary->second; !named.empty();)
    if (take(named, ',') == name) return;
  vary->second.append(", ").append(name);
}

Response json(std::string body, std::string_view cache_control) {
  return {.status = 200,
          .content_type = "application/json",
          .body = std::move(body),
          .headers = {{"Cache-Control", std::string(cache_control)}}};
}

Response no_content() {
  return {.status = 204, .headers = {{"Cache-Control", std::string(kNoStore)}}};
}

Response redirect(int status, std::string location) {
  return {
      .status = status,
      .headers = {{"Location", std::move(location)}, {"Cache-Control", std::string(kRevalidate)}}};
}

}  // namespace aplomb::http
