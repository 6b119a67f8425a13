// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace aplomb {

/// The place of the first byte that is not well-formed UTF-8; absent when all of it is.
[[nodiscard]] std::optional<std::size_t> find_invalid_utf8(std::string_view text);

/// The code point at `at`, which it moves past; `text` is valid UTF-8 and `at` inside it.
[[nodiscard]] char32_t next_code_point(std::string_view text, std::size_t& at);

/// The next line from `at`, without its '\n'; moves `at` to the line after it.
[[nodiscard]] std::string_view next_line(std::string_view text, std::size_t& at);

/// Every kind of line end becomes '\n'; a byte order mark goes.
[[nodiscard]] std::string normalize_line_ends(std::string_view bytes);

[[nodiscard]] bool is_blank(std::string_view text);
[[nodiscard]] std::string_view trim(std::string_view text);
[[nodiscard]] std::string to_lower_ascii(std::string_view text);
[[nodiscard]] bool equals_ignoring_case(std::string_view a, std::string_view b);  // ASCII

/// White space runs become one space each; none at either end.
[[nodiscard]] std::string collapse_space(std::string_view text);

/// The same for each line; empty lines vanish.
[[nodiscard]] std::string collapse_lines(std::string_view text);

/// The text's length in half words: a word counts two, a character of an unspaced script one.
[[nodiscard]] std::size_t count_half_words(std::string_view text);

/// At most `limit` code points of `text`, cut between words where there are any. True when
/// something was cut.
[[nodiscard]] bool cut_text(std::string& text, std::size_t limit);

}  // namespace aplomb
