// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/text.h"

#include <utf8proc.h>

#include <algorithm>
#include <cstdint>
#include <cstring>

#include "engine/unicode.h"

namespace aplomb {
namespace {

const utf8proc_uint8_t* bytes_of(std::string_view text) {
  return reinterpret_cast<const utf8proc_uint8_t*>(text.data());
}

bool is_space(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// Skips bytes below 0x80, eight at a time: most of most articles.
std::size_t skip_ascii(std::string_view text, std::size_t at) {
  constexpr std::uint64_t kHighBits = 0x8080808080808080ULL;
  std::uint64_t eight = 0;
  while (at + sizeof eight <= text.size()) {
    std::memcpy(&eight, text.data() + at, sizeof eight);
    if ((eight & kHighBits) != 0) break;
    at += sizeof eight;
  }
  while (at < text.size() && static_cast<unsigned char>(text[at]) < 0x80) ++at;
  return at;
}

}  // namespace

std::optional<std::size_t> find_invalid_utf8(std::string_view text) {
  std::size_t at = 0;
  while ((at = skip_ascii(text, at)) < text.size()) {
    utf8proc_int32_t code_point = 0;
    const auto length = utf8proc_iterate(
        bytes_of(text) + at, static_cast<utf8proc_ssize_t>(text.size() - at), &code_point);
    if (length <= 0) return at;
    at += static_cast<std::size_t>(length);
  }
  return std::nullopt;
}

char32_t next_code_point(std::string_view text, std::size_t& at) {
  const auto first = static_cast<unsigned char>(text[at]);
  if (first < 0x80) {
    ++at;
    return first;
  }
  utf8proc_int32_t code_point = 0;
  const auto length = utf8proc_iterate(
      bytes_of(text) + at, static_cast<utf8proc_ssize_t>(text.size() - at), &code_point);
  if (length <= 0) {  // cannot be, the reader refuses such files; keep moving all the same
    ++at;
    return 0xFFFD;
  }
  at += static_cast<std::size_t>(length);
  return static_cast<char32_t>(code_point);
}

std::string_view next_line(std::string_view text, std::size_t& at) {
  const std::size_t end = std::min(text.find('\n', at), text.size());
  const std::string_view line = text.substr(at, end - at);
  at = end < text.size() ? end + 1 : end;
  return line;
}

bool is_blank(std::string_view text) {
  return std::ranges::all_of(text, is_space);
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

std::string to_lower_ascii(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), lower);
  return result;
}

bool equals_ignoring_case(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, {}, lower, lower);
}

std::string collapse_space(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (const char c : trim(text)) {
    if (!is_space(c)) {
      result += c;
    } else if (result.back() != ' ') {
      result += ' ';
    }
  }
  return result;
}

std::string collapse_lines(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  bool space = false;
  for (const char c : text) {
    if (c == '\n') {
      if (!result.empty() && result.back() != '\n') result += '\n';
      space = false;
    } else if (is_space(c)) {
      space = true;
    } else {
      if (space && !result.empty() && result.back() != '\n') result += ' ';
      space = false;
      result += c;
    }
  }
  while (!result.empty() && result.back() == '\n') result.pop_back();
  return result;
}

std::size_t count_half_words(std::string_view text) {
  std::size_t halves = 0;
  bool in_word = false;
  for (std::size_t at = 0; at < text.size();) {
    if (static_cast<unsigned char>(text[at]) < 0x80) {
      const bool space = is_space(text[at++]);
      if (!space && !in_word) halves += 2;
      in_word = !space;
      continue;
    }
    if (classify(next_code_point(text, at)) == CharClass::kNgram) {
      ++halves;
      in_word = false;
    } else if (!in_word) {
      halves += 2;
      in_word = true;
    }
  }
  return halves;
}

bool cut_text(std::string& text, std::size_t limit) {
  if (text.size() <= limit) return false;
  std::size_t at = 0;
  std::size_t last_space = 0;
  for (std::size_t count = 0; count < limit && at < text.size(); ++count) {
    if (is_space(text[at])) last_space = at;
    static_cast<void>(next_code_point(text, at));
  }
  if (at >= text.size()) return false;
  text.resize(last_space > at / 2 ? last_space : at);
  return true;
}

std::string normalize_line_ends(std::string_view bytes) {
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  std::string text;
  text.reserve(bytes.size() + 1);
  for (std::size_t at = 0;;) {
    const std::size_t end = bytes.find('\r', at);
    text += bytes.substr(at, end - at);
    if (end == std::string_view::npos) break;
    text += '\n';
    at = end + (bytes.substr(end + 1).starts_with('\n') ? 2 : 1);
  }
  return text;
}

}  // namespace aplomb
