// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/filters.h"

namespace aplomb {

std::string_view to_string(FilterField field) {
  for (const auto& [candidate, name] : kFilterNames)
    if (candidate == field) return name;
  return {};
}

std::optional<FilterField> parse_filter_field(std::string_view name) {
  for (const auto& [field, candidate] : kFilterNames)
    if (candidate == name) return field;
  return std::nullopt;
}

}  // namespace aplomb
