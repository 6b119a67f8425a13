// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace aplomb::http {

/// Rows as CSV: RFC 4180, in UTF-8, the first row being the header. What begins a formula in a
/// spreadsheet (= + - @, a tab or a line's end before anything else) is made harmless by an
/// apostrophe in front, as OWASP's "CSV injection" has it: some of these cells hold what people
/// typed.
[[nodiscard]] std::string to_csv(const std::vector<std::vector<std::string>>& rows);

inline constexpr std::string_view kCsv = "text/csv; charset=utf-8; header=present";

}  // namespace aplomb::http
