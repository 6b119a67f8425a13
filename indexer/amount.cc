// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/amount.h"

#include <algorithm>
#include <array>
#include <utility>

#include "indexer/text.h"

namespace aplomb {
namespace {

constexpr std::size_t kMaxDigits = 12;  // before the decimal point

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::optional<std::string> currency_of(std::string_view text) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kSigns{{
      {"€", "EUR"},
      {"£", "GBP"},
      {"$", "$"},
      {"¥", "¥"},
      {"EURO", "EUR"},
      {"EUROS", "EUR"},
  }};
  std::string word(text);
  for (char& c : word)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  const auto* const sign = std::ranges::find(kSigns, std::string_view(word),
                                             &std::pair<std::string_view, std::string_view>::first);
  if (sign != kSigns.end()) return std::string(sign->second);
  const bool code =
      word.size() == 3 && std::ranges::all_of(word, [](char c) { return c >= 'A' && c <= 'Z'; });
  return code ? std::optional(word) : std::nullopt;
}

/// Groups of digits with a sign between each two; false where it is none.
bool add_groups(std::string_view text, std::int64_t& value) {
  std::size_t digits = 0, group = 0;
  bool grouped = false;
  for (const char c : text) {
    if (is_digit(c)) {
      value = value * 10 + (c - '0');
      ++group;
      if (++digits > kMaxDigits) return false;
    } else {
      if (c != '.' && c != ',' && c != ' ' && c != '\'') return false;
      if (group == 0 || group > 3 || (grouped && group != 3)) return false;
      grouped = true;
      group = 0;
    }
  }
  return group > 0 && (!grouped || group == 3);
}

std::optional<std::int64_t> hundredths_of(std::string_view text) {
  const std::size_t point = text.find_last_of(".,");
  const std::size_t decimals = point == std::string_view::npos ? 0 : text.size() - point - 1;
  std::int64_t value = 0;
  if (decimals == 1 || decimals == 2) {
    // the sign of the decimals cannot group as well
    if (text.substr(0, point).find(text[point]) != std::string_view::npos) return std::nullopt;
    if (!add_groups(text.substr(0, point), value)) return std::nullopt;
    for (const char c : text.substr(point + 1)) {
      if (!is_digit(c)) return std::nullopt;
      value = value * 10 + (c - '0');
    }
    return decimals == 1 ? value * 10 : value;
  }
  if (!add_groups(text, value)) return std::nullopt;
  return value * 100;
}

}  // namespace

std::optional<Amount> parse_amount(std::string_view text) {
  text = trim(text);
  const std::size_t first = text.find_first_of("0123456789");
  const std::size_t last = text.find_last_of("0123456789");
  if (first == std::string_view::npos) return std::nullopt;
  const std::string_view before = trim(text.substr(0, first));
  const std::string_view behind = trim(text.substr(last + 1));
  if (before.empty() == behind.empty()) return std::nullopt;
  auto currency = currency_of(before.empty() ? behind : before);
  const auto hundredths = hundredths_of(text.substr(first, last + 1 - first));
  if (!currency || !hundredths) return std::nullopt;
  return Amount{*hundredths, *std::move(currency)};
}

std::string to_string(const Amount& amount) {
  std::string text = std::to_string(amount.hundredths / 100);
  if (const auto rest = amount.hundredths % 100; rest != 0)
    text.append(rest < 10 ? ".0" : ".").append(std::to_string(rest));
  return text + " " + amount.currency;
}

}  // namespace aplomb
