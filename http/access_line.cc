// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/access_line.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>

#include "engine/masking.h"
#include "engine/unicode.h"
#include "http/uri.h"

namespace aplomb::http {
namespace {

/// In bytes as written, escapes included; together with the names below kMaxLineBytes.
constexpr std::size_t kMaxName = 128;
constexpr std::size_t kMaxText = 1024;
/// Layers of percent-encoding that are taken off. A path with more is nobody's mistake.
constexpr int kMaxLayers = 4;
constexpr std::string_view kMaskedPath = "[masked]";
constexpr std::string_view kCut = "\u2026";

/// Line ends of any reader, controls of terminals, and signs that turn the direction of writing.
bool is_escaped(char32_t value) {
  return value < 0x20 || (value >= 0x7F && value <= 0x9F) || value == 0x061C ||
         (value >= 0x200E && value <= 0x200F) || (value >= 0x2028 && value <= 0x202E) ||
         (value >= 0x2066 && value <= 0x2069);
}

/// The text as a JSON string of at most `max_bytes` between its quotes.
void append_string(std::string& to, std::string_view text, std::size_t max_bytes) {
  to += '"';
  const std::size_t begin = to.size();
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t before = to.size();
    const CodePoint next = aplomb::decode(text, at);
    if (next.value == '"' || next.value == '\\') {
      to += '\\';
      to += static_cast<char>(next.value);
    } else if (is_escaped(next.value)) {
      std::array<char, 8> escape{};
      std::snprintf(escape.data(), escape.size(), "\\u%04x",
                    static_cast<unsigned>(next.value) & 0xFFFFU);
      to += escape.data();
    } else {
      append_utf8(to, next.value);
    }
    if (to.size() - begin > max_bytes - kCut.size() && at + next.bytes < text.size()) {
      to.resize(before);
      to += kCut;
      break;
    }
    at += next.bytes;
  }
  to += '"';
}

void append_member(std::string& to, std::string_view name, std::string_view text,
                   std::size_t max_bytes) {
  to.append(",\"").append(name).append("\":");
  append_string(to, text, max_bytes);
}

void append_number(std::string& to, std::string_view name, std::uint64_t number) {
  to.append(",\"").append(name).append("\":").append(std::to_string(number));
}

/// Microseconds behind the point; never below zero, however the clock was set.
void append_milliseconds(std::string& to, std::string_view name, std::chrono::nanoseconds took) {
  const auto us = std::max<std::int64_t>(
      0, std::chrono::duration_cast<std::chrono::microseconds>(took).count());
  std::array<char, 8> part{};
  std::snprintf(part.data(), part.size(), ".%03d", static_cast<int>(us % 1000));
  append_number(to, name, static_cast<std::uint64_t>(us / 1000));
  to += part.data();
}

/// Opens the line with its time: RFC 3339, UTC, milliseconds.
void append_time(std::string& to, std::chrono::system_clock::time_point time) {
  namespace chr = std::chrono;
  const auto ms = chr::floor<chr::milliseconds>(time);
  const auto day = chr::floor<chr::days>(ms);
  const chr::year_month_day date(day);
  const auto left = (ms - day).count();  // milliseconds of the day
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "{\"time\":\"%04d-%02u-%02uT%02d:%02d:%02d.%03dZ\"",
                static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                static_cast<unsigned>(date.day()), static_cast<int>(left / 3'600'000),
                static_cast<int>(left / 60'000 % 60), static_cast<int>(left / 1000 % 60),
                static_cast<int>(left % 1000));
  to += text.data();
}

/// Whether an answered path of this route names nothing but articles and files. Other captures may
/// be anything, as the folder of /browse/{folder...}, or a person.
bool names_content(std::string_view route) {
  for (const auto part : split_path(route))
    if (part.starts_with('{') && part != "{id}" && part != "{path...}") return false;
  return !route.empty();
}

constexpr std::string_view kOwn = "/api/v1/me/";

std::string typed_path(std::string_view path) {
  std::string text(path);
  for (int layer = 0; layer <= kMaxLayers; ++layer) {
    auto decoded = percent_decode(text);
    if (decoded == text) return mask_personal(text);
    text = std::move(decoded);
  }
  return std::string(kMaskedPath);
}

}  // namespace

bool is_personal(std::string_view route) {
  return route.starts_with(kOwn) || std::ranges::count(split_path(route), "{name}") > 0;
}

void append_line(std::string& to, const AccessRecord& record, bool with_query) {
  append_time(to, record.time);
  append_member(to, "request_id", record.request_id, kMaxName);
  append_member(to, "method", mask_personal(record.method), kMaxName);
  append_member(to, "route", record.route.empty() ? "none" : record.route, kMaxName);
  if (is_personal(record.route))
    append_member(to, "path", record.route, kMaxText);
  else if (names_content(record.route) && record.status < 400)
    append_member(to, "path", record.path, kMaxText);
  else
    append_member(to, "path", typed_path(record.path), kMaxText);
  if (with_query) append_member(to, "query", mask_personal(record.query), kMaxText);
  append_number(to, "status", static_cast<std::uint64_t>(std::max(record.status, 0)));
  append_number(to, "bytes", record.bytes);
  append_milliseconds(to, "duration_ms", record.took);
  append_member(to, "role", record.role, kMaxName);
  append_member(to, "who", record.who, kMaxName);
  append_member(to, "address", record.address, kMaxName);
  to += "}\n";
}

void append_gap(std::string& to, std::chrono::system_clock::time_point time, std::uint64_t lines) {
  append_time(to, time);
  append_number(to, "dropped", lines);
  to += "}\n";
}

}  // namespace aplomb::http
