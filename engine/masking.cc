// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/masking.h"

#include <cstddef>

#include "engine/unicode.h"

namespace aplomb {
namespace {

constexpr std::size_t kPersonalDigits = 5;
/// Of characters between two digits of one number: enough for "+49 (0) 30 / 123" and for the
/// " **** **** " of a card number half hidden.
constexpr std::size_t kMaxGap = 16;
constexpr std::string_view kNumberMask = "[number]";
constexpr std::string_view kEmailMask = "[email]";
constexpr std::u32string_view kHanNumerals = U"〇零一二三四五六七八九";

/// What a character is for a number.
enum class Role { kDigit, kGap, kNothing, kWord };

Role role_of(char32_t value) {
  if (value == 'x' || value == 'X') return Role::kGap;
  if (kHanNumerals.find(value) != std::u32string_view::npos) return Role::kDigit;
  const CharClass kind = classify(value);
  if (kind == CharClass::kDigit) return Role::kDigit;
  if (value >= 0x80) {
    std::string folded;
    append_folded(folded, value);
    if (folded.empty()) return Role::kNothing;  // accents, variation selectors, joiners
  }
  return kind == CharClass::kOther ? Role::kGap : Role::kWord;
}

/// Whether a word of an address ends at this character. A slash may stand in one (RFC 5322), but
/// stands in paths.
bool ends_address(char32_t value) {
  if (value < 0x80)
    return value <= ' ' || value == 0x7F ||
           std::string_view("<>()[],;:\"\\@/").find(static_cast<char>(value)) !=
               std::string_view::npos;
  return classify(value) == CharClass::kOther;
}

bool is_unspaced(char32_t value) {
  return classify(value) == CharClass::kNgram;
}

/// The bytes of the @ at `at`; 0 when there is none.
std::size_t at_sign_bytes(std::string_view text, std::size_t at) {
  for (const std::string_view form : {"@", "%40", "\uFF20", "\uFE6B"})
    if (text.substr(at).starts_with(form)) return form.size();
  return 0;
}

CodePoint decode_before(std::string_view text, std::size_t end) {
  std::size_t start = end - 1;
  while (start > 0 && (static_cast<unsigned char>(text[start]) & 0xC0U) == 0x80U) --start;
  return decode(text, start);
}

/// Where the word that ends at `end` begins, not before `first`. In scripts without spaces a
/// sentence runs into the address, so one that ends in another script ends where theirs begins.
std::size_t local_part(std::string_view text, std::size_t first, std::size_t end) {
  std::size_t begin = end;
  if (begin == first) return begin;
  if (text[begin - 1] == '"') {  // "jo bloggs"@example.com
    const auto open = text.substr(first, begin - 1 - first).find_last_of("\"[]@");
    return open == std::string_view::npos || text[first + open] != '"' ? begin : first + open;
  }
  const bool unspaced = is_unspaced(decode_before(text, end).value);
  while (begin > first) {
    const CodePoint before = decode_before(text, begin);
    if (ends_address(before.value) || (!unspaced && is_unspaced(before.value))) break;
    begin -= before.bytes;
  }
  return begin;
}

/// Where the name of a host that begins at `begin` ends; further words after an @ belong to it.
std::size_t host(std::string_view text, std::size_t begin) {
  std::size_t end = begin;
  const bool unspaced = end < text.size() && is_unspaced(decode(text, end).value);
  while (end < text.size()) {
    const CodePoint next = decode(text, end);
    if (next.value != '@' && ends_address(next.value)) break;
    if (next.value == '?' || next.value == '&' || next.value == '#') break;  // of a link
    if (!unspaced && is_unspaced(next.value)) break;
    end += next.bytes;
  }
  while (end > begin && (text[end - 1] == '.' || text[end - 1] == '@')) --end;
  return end;
}

std::string mask_addresses(std::string_view text) {
  std::string masked;
  std::size_t kept = 0;  // text before it is in `masked`
  for (std::size_t at = 0; at < text.size();) {
    const auto sign = at_sign_bytes(text, at);
    if (sign == 0) {
      ++at;
      continue;
    }
    const auto begin = local_part(text, kept, at);
    const auto end = host(text, at + sign);
    if (begin == at || end == at + sign) {
      at += sign;
      continue;
    }
    masked.append(text.substr(kept, begin - kept)).append(kEmailMask);
    kept = at = end;
  }
  return masked.append(text.substr(kept));
}

std::string mask_numbers(std::string_view text) {
  std::string masked;
  std::size_t kept = 0, begin = 0, end = 0;  // of the number that is being read
  std::size_t digits = 0, gap = 0;
  const auto finish = [&] {
    if (digits >= kPersonalDigits) {
      masked.append(text.substr(kept, begin - kept)).append(kNumberMask);
      kept = end;
    }
    digits = gap = 0;
  };
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint next = decode(text, at);
    const Role role = role_of(next.value);
    if (role == Role::kDigit) {
      if (digits == 0) begin = at;
      ++digits;
      gap = 0;
      end = at + next.bytes;
    } else if (digits > 0 && (role == Role::kWord || (role == Role::kGap && ++gap > kMaxGap))) {
      finish();
    }
    at += next.bytes;
  }
  finish();
  return masked.append(text.substr(kept));
}

/// Whether there is nothing to mask, as in most queries and paths: a quick look.
bool is_harmless(std::string_view text) {
  std::size_t digits = 0;
  for (const char c : text) {
    if (static_cast<unsigned char>(c) >= 0x80 || c == '@' || c == '%') return false;
    if (c >= '0' && c <= '9' && ++digits == kPersonalDigits) return false;
  }
  return true;
}

}  // namespace

std::string mask_personal(std::string_view text) {
  if (is_harmless(text)) return std::string(text);
  return mask_numbers(mask_addresses(to_valid_utf8(text)));
}

}  // namespace aplomb
