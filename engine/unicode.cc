// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/unicode.h"

#include <utf8proc.h>

#include <algorithm>
#include <array>

namespace aplomb {
namespace {

constexpr char32_t kReplacement = 0xFFFD;

struct Range {
  char32_t first, last;
};

template <std::size_t N>
constexpr bool in(const std::array<Range, N>& ranges, char32_t value) {
  for (const Range range : ranges)
    if (value >= range.first && value <= range.last) return true;
  return false;
}

/// Scripts that do not put spaces between words (Unicode Blocks.txt).
constexpr std::array<Range, 16> kNgramRanges{{
    {0x0E00, 0x0E4F},   // Thai, without its digits
    {0x0E80, 0x0ECF},   // Lao
    {0x1000, 0x103F},   // Myanmar
    {0x1780, 0x17D3},   // Khmer
    {0x1100, 0x11FF},   // Hangul Jamo
    {0x2E80, 0x2FDF},   // CJK radicals
    {0x3005, 0x3007},   // ideographic iteration mark, closing mark, zero
    {0x3040, 0x30FF},   // Hiragana, Katakana
    {0x3105, 0x31BF},   // Bopomofo, Hangul compatibility jamo
    {0x31F0, 0x31FF},   // Katakana extensions
    {0x3400, 0x4DBF},   // CJK extension A
    {0x4E00, 0x9FFF},   // CJK unified ideographs
    {0xAC00, 0xD7FF},   // Hangul syllables
    {0xF900, 0xFAFF},   // CJK compatibility ideographs
    {0xFF66, 0xFFDC},   // halfwidth Katakana and Hangul
    {0x20000, 0x323AF}  // CJK extensions B to H
}};

/// Marks that readers leave out when they type.
constexpr std::array<Range, 10> kAccents{{
    {0x0300, 0x036F},
    {0x0483, 0x0489},
    {0x0591, 0x05C7},
    {0x0610, 0x061A},
    {0x0640, 0x0640},  // Arabic tatweel: a stretched line, no letter
    {0x064B, 0x065F},
    {0x0670, 0x0670},
    {0x06D6, 0x06ED},
    {0x1AB0, 0x1AFF},
    {0x1DC0, 0x1DFF},
}};

/// Kana and Hangul keep their composed forms; only halfwidth ones are mapped.
constexpr std::array<Range, 3> kKeptComposed{{
    {0x3040, 0x30FF},
    {0x4E00, 0x9FFF},
    {0xAC00, 0xD7A3},
}};

/// Zeros of the digit runs that have no compatibility mapping to ASCII.
constexpr std::array<char32_t, 14> kZeros{0x0660, 0x06F0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66,
                                          0x0BE6, 0x0C66, 0x0CE6, 0x0D66, 0x0E50, 0x0ED0, 0x1040};

/// Letters that Unicode does not decompose but readers do.
std::string_view undecomposed(char32_t value) {
  switch (value) {
    case 0x00E6:
      return "ae";
    case 0x0153:
      return "oe";
    case 0x00F8:
      return "o";
    case 0x00F0:
    case 0x0111:
      return "d";
    case 0x00FE:
      return "th";
    case 0x0142:
      return "l";
    case 0x0127:
      return "h";
    case 0x0131:
      return "i";
    default:
      return {};
  }
}

char ascii_lower(char32_t value) {
  return static_cast<char>(value >= 'A' && value <= 'Z' ? value - 'A' + 'a' : value);
}

void append_fold_of_one(std::string& out, char32_t value) {
  if (value < 0x80) {
    out += ascii_lower(value);
  } else if (const auto plain = undecomposed(value); !plain.empty()) {
    out += plain;
  } else if (!in(kAccents, value)) {
    append_utf8(out, value);
  }
}

/// The voiced form of the kana before a halfwidth (semi-)voicing mark, which decomposes to a
/// combining one: か + U+3099 is が, the next code point; は + U+309A is ぱ, the one after.
void append_voicing(std::string& out, char32_t mark) {
  std::size_t start = out.size();
  while (start > 0 && (static_cast<unsigned char>(out[start - 1]) & 0xC0U) == 0x80U) --start;
  if (start == 0) return;
  const CodePoint kana = decode(out, start - 1);
  if (kana.value < 0x3040 || kana.value > 0x30FF) return;
  out.resize(start - 1);
  append_utf8(out, kana.value + (mark == 0x3099 ? 1 : 2));
}

}  // namespace

CodePoint decode(std::string_view text, std::size_t at) {
  const auto* const bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data()) + at;
  if (*bytes < 0x80) return {*bytes, 1};
  utf8proc_int32_t value = 0;
  const auto remaining = static_cast<utf8proc_ssize_t>(text.size() - at);
  const utf8proc_ssize_t length = utf8proc_iterate(bytes, remaining, &value);
  if (length <= 0) return {kReplacement, 1};
  return {static_cast<char32_t>(value), static_cast<std::size_t>(length)};
}

void append_utf8(std::string& out, char32_t value) {
  std::array<utf8proc_uint8_t, 4> bytes{};
  const auto length = static_cast<std::size_t>(
      utf8proc_encode_char(static_cast<utf8proc_int32_t>(value), bytes.data()));
  out.append(reinterpret_cast<const char*>(bytes.data()), length);
}

CharClass classify(char32_t value) {
  if (value < 0x80) {
    if (value >= '0' && value <= '9') return CharClass::kDigit;
    const char lower = ascii_lower(value);
    return lower >= 'a' && lower <= 'z' ? CharClass::kLetter : CharClass::kOther;
  }
  if (in(kNgramRanges, value)) return CharClass::kNgram;
  switch (utf8proc_category(static_cast<utf8proc_int32_t>(value))) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
      return CharClass::kLetter;
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO:
      return CharClass::kDigit;
    default:
      return CharClass::kOther;
  }
}

void append_folded(std::string& out, char32_t value) {
  if (value < 0x80) {
    out += ascii_lower(value);
    return;
  }
  if (in(kKeptComposed, value)) {
    append_utf8(out, value);
    return;
  }
  for (const char32_t zero : kZeros) {
    if (value >= zero && value <= zero + 9) {
      out += static_cast<char>('0' + (value - zero));
      return;
    }
  }
  std::array<utf8proc_int32_t, 32> parts{};
  int boundary = UTF8PROC_BOUNDCLASS_START;
  const auto options = static_cast<utf8proc_option_t>(UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT |
                                                      UTF8PROC_CASEFOLD | UTF8PROC_IGNORE);
  const auto count =
      utf8proc_decompose_char(static_cast<utf8proc_int32_t>(value), parts.data(),
                              static_cast<utf8proc_ssize_t>(parts.size()), options, &boundary);
  if (count < 0 || count > static_cast<utf8proc_ssize_t>(parts.size())) {
    append_utf8(out, value);
    return;
  }
  for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) {
    const auto part = static_cast<char32_t>(parts[i]);
    if (part == 0x3099 || part == 0x309A) {
      append_voicing(out, part);
    } else {
      append_fold_of_one(out, part);
    }
  }
}

std::string fold(std::string_view text) {
  std::string folded;
  folded.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint next = decode(text, at);
    append_folded(folded, next.value);
    at += next.bytes;
  }
  return folded;
}

std::size_t count_code_points(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size(); at += decode(text, at).bytes) ++count;
  return count;
}

std::string_view utf8_prefix(std::string_view text, std::size_t max_bytes) {
  if (text.size() <= max_bytes) return text;
  std::size_t end = max_bytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return text.substr(0, end);
}

std::string to_valid_utf8(std::string_view text) {
  std::string valid;
  valid.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint next = decode(text, at);
    append_utf8(valid, next.value);
    at += next.bytes;
  }
  return valid;
}

}  // namespace aplomb
