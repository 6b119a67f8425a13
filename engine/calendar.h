// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace aplomb {

/// A calendar day, without a time zone.
using Date = std::chrono::year_month_day;

/// `2026-01-10`, also as the head of a longer timestamp (`2026-01-10T08:00:00Z`) and in the
/// American form of Microsoft Learn (`01/10/2026`). Absent when it is no such day.
[[nodiscard]] std::optional<Date> parse_date(std::string_view text);

/// The ISO form, `2026-01-10`.
[[nodiscard]] std::string to_string(Date date);

/// A moment in UTC, `2026-01-10T08:00:00Z` (RFC 3339).
[[nodiscard]] std::string timestamp(std::chrono::sys_seconds time);

/// A span of whole calendar units: `90d`, `12 weeks`, `6 months`, `1 year`.
struct Period {
  enum class Unit { kDays, kWeeks, kMonths, kYears };
  int count = 0;
  Unit unit = Unit::kDays;

  bool operator==(const Period&) const = default;
};

/// Reads a count from 1 to 9,999 and a unit (d, day, days, w, week, … also German). Absent when
/// it is none.
[[nodiscard]] std::optional<Period> parse_period(std::string_view text);

/// The day `period` after `date`; in a shorter month its last day.
[[nodiscard]] Date add(Date date, Period period);

/// Today in UTC.
[[nodiscard]] Date today();

}  // namespace aplomb
