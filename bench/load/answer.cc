// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/load/answer.h"

#include <algorithm>
#include <charconv>
#include <string>

#include "http/text.h"

namespace aplomb::bench {
namespace {

constexpr std::size_t kMaxHeadBytes = std::size_t{16} * 1024;
constexpr std::size_t kMaxBodyBytes = std::size_t{64} * 1024 * 1024;
constexpr std::string_view kLineEnd = "\r\n";
constexpr std::string_view kEnd = "\r\n\r\n";

/// A whole number without sign, and nothing else.
std::optional<std::size_t> parse_number(std::string_view text) {
  std::size_t number = 0;
  const auto* const end = text.data() + text.size();
  const auto [stop, status] = std::from_chars(text.data(), end, number);
  if (text.empty() || status != std::errc{} || stop != end) return std::nullopt;
  return number;
}

/// 0 when the line is no status line.
int status_of_line(std::string_view line) {
  constexpr std::string_view kVersion = "HTTP/1.1 ";
  if (!line.starts_with(kVersion) || line.size() < kVersion.size() + 4) return 0;
  line.remove_prefix(kVersion.size());
  const auto status = parse_number(line.substr(0, 3));
  return status && *status >= 200 && *status <= 599 && line[3] == ' ' ? static_cast<int>(*status)
                                                                      : 0;
}

/// `text` ends with the empty line.
std::optional<AnswerHead> parse_head(std::string_view text) {
  AnswerHead head{.head_bytes = text.size()};
  auto end = text.find(kLineEnd);
  head.status = status_of_line(text.substr(0, end));
  if (head.status == 0) return std::nullopt;
  std::size_t lengths = 0;
  for (text.remove_prefix(end + 2); text != kLineEnd; text.remove_prefix(end + 2)) {
    end = text.find(kLineEnd);
    const auto line = text.substr(0, end);
    const auto colon = line.find(':');
    if (colon == std::string_view::npos || colon == 0) return std::nullopt;
    const auto name = http::lower(line.substr(0, colon));
    const auto value = http::trim(line.substr(colon + 1));
    if (name == "transfer-encoding") return std::nullopt;
    if (name == "connection") head.closes = http::lower(value) == "close";
    if (name != "content-length") continue;
    const auto length = parse_number(value);
    if (!length || *length > kMaxBodyBytes || ++lengths > 1) return std::nullopt;
    head.body_bytes = *length;
  }
  const bool bodiless = head.status == 204 || head.status == 304;
  if (bodiless) head.body_bytes = 0;
  if (lengths != 1 && !bodiless) return std::nullopt;
  return head;
}

}  // namespace

Reading read_answer(std::string_view bytes, std::optional<AnswerHead>& head) {
  if (!head) {
    const auto end = bytes.find(kEnd);
    if (end == std::string_view::npos)
      return bytes.size() > kMaxHeadBytes ? Reading::kUnsound : Reading::kMore;
    head = parse_head(bytes.substr(0, end + kEnd.size()));
    if (!head || head->head_bytes > kMaxHeadBytes) return Reading::kUnsound;
  }
  const auto whole = head->head_bytes + head->body_bytes;
  if (bytes.size() < whole) return Reading::kMore;
  return bytes.size() == whole ? Reading::kWhole : Reading::kUnsound;
}

}  // namespace aplomb::bench
