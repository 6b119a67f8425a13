// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace aplomb {

/// In what time something is promised: `4 hours`, `10 working days`, `2 Wochen`.
struct Within {
  enum class Unit : std::uint8_t {
    kMinutes,      ///< of opening hours
    kHours,        ///< of opening hours
    kWorkingDays,  ///< whole ones
    kDays,         ///< of the calendar, as weeks, months and years
    kWeeks,
    kMonths,
    kYears,
  };
  int count = 0;
  Unit unit = Unit::kWorkingDays;

  bool operator==(const Within&) const = default;
};

/// Reads a count from 1 to 99,999 and a unit, English or German, in any case; `business days`,
/// `Werktage` and `Arbeitstage` are working days. Absent when it is none. Total.
[[nodiscard]] std::optional<Within> parse_within(std::string_view text);

}  // namespace aplomb
