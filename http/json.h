// SPDX-License-Identifier: GPL-3.0-or-later
// For .cc files of this folder only: it names the JSON library.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "engine/article.h"

namespace aplomb::http {

/// Keeps keys in the order they are written, the order of docs/api.md.
using Json = nlohmann::ordered_json;

/// Text of any bytes: what is not UTF-8 becomes U+FFFD instead of an exception.
[[nodiscard]] inline std::string dump(const Json& value) {
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

/// null where there is none.
[[nodiscard]] inline Json or_null(std::string_view text) {
  return text.empty() ? Json(nullptr) : Json(text);
}
[[nodiscard]] inline Json or_null(const std::optional<Date>& date) {
  return date ? Json(to_string(*date)) : Json(nullptr);
}
[[nodiscard]] inline Json or_null(const std::optional<DayOrMinute>& moment) {
  return moment ? Json(to_string(*moment)) : Json(nullptr);
}

}  // namespace aplomb::http
