// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace aplomb::desk {

/// What was typed as the search log keeps it: masked (engine/masking.h), folded (engine/unicode.h),
/// its words with one space between them, at most `max_bytes` of it. So two people who type the
/// same words are found to have asked the same, and what is shown of it is nobody's own way of
/// writing. Any bytes will do; the outcome is UTF-8 and holds no five digits in a row.
[[nodiscard]] std::string question_text(std::string_view typed, std::size_t max_bytes);

}  // namespace aplomb::desk
