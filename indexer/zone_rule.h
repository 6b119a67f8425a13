// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <optional>
#include <string_view>
#include <vector>

namespace aplomb {

/// From when on a zone's clocks are so many seconds ahead of UTC.
struct ZoneChange {
  std::chrono::sys_seconds at{};
  std::chrono::seconds offset{};
};

/// How a zone's clocks go on, year after year, behind the last change that a file lists: a rule
/// such as `CET-1CEST,M3.5.0,M10.5.0/3`.
/// Source: POSIX.1-2017, 8.3 (TZ); RFC 9636, 3.3.2 for hours from -167 to 167.
class ZoneRule {
 public:
  /// UTC, for good.
  ZoneRule() = default;

  /// Without summer time.
  [[nodiscard]] static ZoneRule fixed(std::chrono::seconds offset) {
    ZoneRule rule;
    rule.standard_ = offset;
    return rule;
  }

  /// Absent when the text is no such rule.
  [[nodiscard]] static std::optional<ZoneRule> parse(std::string_view text);

  /// The offset where summer time does not hold.
  [[nodiscard]] std::chrono::seconds standard() const { return standard_; }

  /// The changes of one year (of standard time), in their order; none where there is no summer
  /// time.
  [[nodiscard]] std::vector<ZoneChange> changes_in(std::chrono::year year) const;

 private:
  /// The day and the time of it at which clocks change.
  struct Turn {
    enum class Form { kMonthWeekday, kDayOfYear, kDayWithoutLeap };
    Form form = Form::kMonthWeekday;
    int month = 0, week = 0, day = 0;  ///< Mm.w.d; of the other forms, `day` alone
    std::chrono::seconds time{};       ///< from midnight
  };
  struct Summer {
    std::chrono::seconds offset{};
    Turn begins, ends;
  };
  class Parser;
  [[nodiscard]] static std::chrono::sys_seconds moment(const Turn& turn, std::chrono::year year,
                                                       std::chrono::seconds offset);

  std::chrono::seconds standard_{};
  std::optional<Summer> summer_;
};

}  // namespace aplomb
