// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aplomb {

/// What a search or a listing can be narrowed to and counted by.
enum class FilterField {
  kKind,
  kDepartment,
  kProduct,
  kTag,
  kOwner,
  kConfidence,
  kAudience,
  kLanguage,
  kId,
};

/// The names that the query language and the API use; `design.md`'s `field:value`.
inline constexpr std::array<std::pair<FilterField, std::string_view>, 9> kFilterNames{{
    {FilterField::kKind, "kind"},
    {FilterField::kDepartment, "department"},
    {FilterField::kProduct, "product"},
    {FilterField::kTag, "tag"},
    {FilterField::kOwner, "owner"},
    {FilterField::kConfidence, "confidence"},
    {FilterField::kAudience, "audience"},
    {FilterField::kLanguage, "language"},
    {FilterField::kId, "id"},
}};

[[nodiscard]] std::string_view to_string(FilterField field);
[[nodiscard]] std::optional<FilterField> parse_filter_field(std::string_view name);

/// Several values of one field are alternatives; several fields all hold. Values compare with
/// case and accents folded.
using Filters = std::map<FilterField, std::vector<std::string>>;

}  // namespace aplomb
