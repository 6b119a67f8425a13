// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/byte_range.h"

#include <algorithm>
#include <limits>

#include "http/text.h"

namespace aplomb::http {
namespace {

/// Digits and nothing else, at least one. What is too large to count is the largest number: it
/// lies behind the end of any file.
std::optional<std::uint64_t> number(std::string_view digits) {
  constexpr auto kLargest = std::numeric_limits<std::uint64_t>::max();
  if (digits.empty()) return std::nullopt;
  std::uint64_t value = 0;
  for (const char c : digits) {
    if (c < '0' || c > '9') return std::nullopt;
    const auto digit = static_cast<std::uint64_t>(c - '0');
    value = value > (kLargest - digit) / 10 ? kLargest : value * 10 + digit;
  }
  return value;
}

ByteRange part(std::uint64_t first, std::uint64_t count) {
  return {.kind = ByteRange::Kind::kPart, .first = first, .count = count};
}

constexpr ByteRange kBeyond{.kind = ByteRange::Kind::kBeyond, .first = 0, .count = 0};

/// `-n`, the last `n` bytes. Of nothing they are all of it, which no Content-Range can say.
ByteRange last_bytes(std::uint64_t wanted, std::uint64_t size) {
  if (wanted == 0) return kBeyond;
  if (size == 0) return {};
  const auto count = std::min(wanted, size);
  return part(size - count, count);
}

}  // namespace

ByteRange wanted_range(std::optional<std::string_view> range, std::uint64_t size) {
  const ByteRange whole{.kind = ByteRange::Kind::kWhole, .first = 0, .count = size};
  if (!range) return whole;
  auto rest = trim(*range);
  constexpr std::string_view kUnit = "bytes=";
  if (lower(rest.substr(0, kUnit.size())) != kUnit) return whole;
  rest.remove_prefix(kUnit.size());
  const auto dash = rest.find('-');
  if (dash == std::string_view::npos) return whole;
  const auto from = rest.substr(0, dash), to = rest.substr(dash + 1);
  const auto last = number(to);
  if (from.empty()) return last ? last_bytes(*last, size) : whole;
  const auto first = number(from);
  if (!first || (!last && !to.empty()) || (last && *last < *first)) return whole;
  if (*first >= size) return kBeyond;
  return part(*first, std::min(last.value_or(size - 1), size - 1) - *first + 1);
}

bool if_range_holds(std::optional<std::string_view> if_range, std::string_view etag) {
  return !if_range || trim(*if_range) == etag;
}

std::string content_range(const ByteRange& range, std::uint64_t size) {
  const auto of_all = '/' + std::to_string(size);
  if (range.kind == ByteRange::Kind::kBeyond) return "bytes *" + of_all;
  return "bytes " + std::to_string(range.first) + '-' +
         std::to_string(range.first + range.count - 1) + of_all;
}

}  // namespace aplomb::http
