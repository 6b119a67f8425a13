// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace aplomb {

/// An amount of money: `200 EUR`, `€ 1,50`, `1.234,50 EUR`.
struct Amount {
  std::int64_t hundredths = 0;  ///< of the currency's unit; 0 to 10^14
  std::string currency;  ///< three capitals; a sign that several countries use, as `$`, stays

  bool operator==(const Amount&) const = default;
};

/// Reads a number with a currency before or behind it, and nothing else. Points, commas, spaces and
/// apostrophes may group three digits each; the last point or comma is the decimal one if one or
/// two digits follow it. Amounts without a currency or with more decimals are absent: a limit
/// should not be guessed at. Total.
[[nodiscard]] std::optional<Amount> parse_amount(std::string_view text);

/// `120 EUR`, `120.50 EUR`
[[nodiscard]] std::string to_string(const Amount& amount);

}  // namespace aplomb
