// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace aplomb {

/// What a code point does in a text.
enum class CharClass {
  kOther,   ///< separates words
  kLetter,  ///< letters and the marks that belong to them
  kDigit,
  kNgram,  ///< scripts written without spaces: Han, kana, Hangul, Thai, Lao, Khmer, Myanmar
};

/// A code point and the bytes it was read from.
struct CodePoint {
  char32_t value = 0;
  std::size_t bytes = 1;
};

/// Reads the code point at `at` (< text.size()). Bytes that are no UTF-8 read as U+FFFD, one byte
/// at a time, so that a reader always moves on.
[[nodiscard]] CodePoint decode(std::string_view text, std::size_t at);

void append_utf8(std::string& out, char32_t value);

[[nodiscard]] CharClass classify(char32_t value);

/// Appends the folded form of one code point: compatibility decomposition (NFKD), case folded,
/// Latin, Greek, Cyrillic, Hebrew and Arabic accents removed, digits of any script as 0-9. Kana
/// voicing and Indic vowel signs stay, since they tell words apart. May append nothing.
void append_folded(std::string& out, char32_t value);

/// The folded form of a whole text, everything else as it is.
[[nodiscard]] std::string fold(std::string_view text);

/// The number of code points, of which invalid bytes count one each.
[[nodiscard]] std::size_t count_code_points(std::string_view text);

/// The longest prefix of at most `max_bytes` that does not cut a code point.
[[nodiscard]] std::string_view utf8_prefix(std::string_view text, std::size_t max_bytes);

/// The text with every byte that is no UTF-8 replaced by U+FFFD.
[[nodiscard]] std::string to_valid_utf8(std::string_view text);

}  // namespace aplomb
