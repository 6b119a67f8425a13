// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/field_checks.h"

#include <utf8proc.h>

#include <cstdint>
#include <cstdlib>
#include <memory>

#include "desk/people.h"
#include "engine/unicode.h"

namespace aplomb::desk {
namespace {

constexpr std::size_t kMaxUtf8Bytes = 4;  // of a code point
constexpr char32_t kReplacement = 0xFFFD;

const utf8proc_property_t& property(char32_t value) {
  return *utf8proc_get_property(static_cast<utf8proc_int32_t>(value));
}

/// Bytes that are no UTF-8 read as one byte of U+FFFD; the character itself has three.
bool is_invalid(const CodePoint& point) {
  return point.value == kReplacement && point.bytes == 1;
}

bool is_letter_or_digit(char32_t value) {
  switch (property(value).category) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_ND:
      return property(value).ignorable == 0;  // the Hangul fillers are letters that nobody sees
    default:
      return false;
  }
}

bool is_mark(char32_t value) {
  const auto category = property(value).category;
  return (category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_MC) &&
         property(value).ignorable == 0;
}

bool is_sign_of_names(char32_t value) {
  return value == '.' || value == '_' || value == '-' || value == '@';
}

/// Unicode 9 of UAX #9: embeddings, overrides and isolates, which reach beyond the field.
bool turns_direction(char32_t value) {
  return (value >= 0x202A && value <= 0x202E) || (value >= 0x2066 && value <= 0x2069);
}

bool is_refused(char32_t value) {
  const auto category = property(value).category;
  return category == UTF8PROC_CATEGORY_CC || category == UTF8PROC_CATEGORY_ZL ||
         category == UTF8PROC_CATEGORY_ZP || category == UTF8PROC_CATEGORY_CN ||
         turns_direction(value);
}

tl::unexpected<Error> wrong(std::string_view field, const std::string& why,
                            const std::string& hint) {
  return fail_at(field, std::string(field) + " " + why, hint);
}

Result<void> check_length(std::string_view field, std::string_view text, std::size_t max_chars) {
  if (text.size() <= max_chars ||
      (text.size() <= max_chars * kMaxUtf8Bytes && count_code_points(text) <= max_chars))
    return {};
  return wrong(field, "is too long", "use at most " + std::to_string(max_chars) + " characters");
}

Result<void> check_name(std::string_view name) {
  constexpr std::string_view kField = "name";
  const std::string hint =
      "use letters, digits, and . _ - @ after the first, at most " + std::to_string(kMaxNameChars);
  if (name.empty()) return wrong(kField, "is empty", hint);
  if (auto fits = check_length(kField, name, kMaxNameChars); !fits) return fits;
  for (std::size_t at = 0; at < name.size();) {
    const CodePoint next = decode(name, at);
    const bool allowed = is_letter_or_digit(next.value) ||
                         (at > 0 && (is_mark(next.value) || is_sign_of_names(next.value)));
    if (!allowed) return wrong(kField, "has a character that a name cannot have", hint);
    at += next.bytes;
  }
  return {};
}

}  // namespace

Result<std::string> name_key(std::string_view name) {
  return check_name(name).and_then([&]() -> Result<std::string> {
    const std::string ended(name);
    const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> folded(
        utf8proc_NFKC_Casefold(reinterpret_cast<const utf8proc_uint8_t*>(ended.c_str())),
        &std::free);
    if (!folded) return wrong("name", "cannot be folded", "choose another");
    return std::string(reinterpret_cast<const char*>(folded.get()));
  });
}

Result<void> check_text(std::string_view field, std::string_view text, std::size_t max_chars) {
  if (auto fits = check_length(field, text, max_chars); !fits) return fits;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint next = decode(text, at);
    if (is_invalid(next)) return wrong(field, "is not UTF-8", "send it as UTF-8");
    if (is_refused(next.value))
      return wrong(field, "has a character that cannot be shown", "leave control characters out");
    at += next.bytes;
  }
  return {};
}

Result<void> check_title(std::string_view field, std::string_view text, std::size_t max_chars) {
  if (auto valid = check_text(field, text, max_chars); !valid) return valid;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint next = decode(text, at);
    if (is_letter_or_digit(next.value)) return {};
    at += next.bytes;
  }
  return wrong(field, "has no letter or digit", "give it one");
}

Result<void> check_password_text(std::string_view password) {
  constexpr std::string_view kField = "password";
  if (password.size() < kMinPasswordBytes)
    return wrong(kField, "is too short",
                 "use at least " + std::to_string(kMinPasswordBytes) + " characters");
  if (password.size() > kMaxPasswordBytes)
    return wrong(kField, "is too long",
                 "use at most " + std::to_string(kMaxPasswordBytes) + " bytes");
  for (std::size_t at = 0; at < password.size();) {
    const CodePoint next = decode(password, at);
    if (is_invalid(next)) return wrong(kField, "is not UTF-8", "send it as UTF-8");
    at += next.bytes;
  }
  return {};
}

std::string one_line(std::string_view text, std::size_t max_bytes) {
  std::string line;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint next = decode(text, at);
    std::string shown;
    append_utf8(shown, is_refused(next.value) ? kReplacement : next.value);
    if (line.size() + shown.size() > max_bytes) break;
    line += shown;
    at += next.bytes;
  }
  return line;
}

}  // namespace aplomb::desk
