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

/// A minute of UTC.
using Minute = std::chrono::sys_time<std::chrono::minutes>;

/// A day, or a minute of one: when an article begins or ceases to hold.
struct DayOrMinute {
  Minute begins{};        ///< the minute, or the first of the day (UTC)
  bool whole_day = true;  ///< a day was written, without a time

  /// The first minute that lies behind it: the next day's first; of a minute, the minute itself.
  [[nodiscard]] Minute over() const { return whole_day ? begins + std::chrono::days{1} : begins; }

  bool operator==(const DayOrMinute&) const = default;
};

/// What parse_date() reads, or with a time behind it a minute: `2026-01-12T08:30`, also with a
/// space for the T, seconds (which do not count) and a zone: `Z`, `+01:00`, `+0100`, `+01`. Without
/// a zone it is UTC. Absent when it is none, or lies outside the years 1 to 9998.
[[nodiscard]] std::optional<DayOrMinute> parse_day_or_minute(std::string_view text);

/// As it was written, but in UTC: `2026-01-12`, or `2026-01-12T07:30:00Z`.
[[nodiscard]] std::string to_string(const DayOrMinute& moment);

/// The day of a minute, in UTC.
[[nodiscard]] Date day_of(Minute minute);

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
