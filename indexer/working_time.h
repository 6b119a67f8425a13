// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <chrono>
#include <map>
#include <optional>
#include <set>

#include "engine/result.h"
#include "indexer/time_zone.h"
#include "indexer/within.h"

namespace aplomb {

/// When the desk works, and so when what it promises is due. A value; thread-safe as such.
///
/// A day is a working day by its weekday, unless it is a holiday or the desk is not open for a
/// moment of it (a short day that ends before it begins; a day that a zone has left out). Hours
/// are the time that really passes: a night of 25 hours has 25.
class WorkingCalendar {
 public:
  using Moment = std::chrono::sys_seconds;

  /// How far ahead anything is due. Bounds what an answer costs, whatever a calendar says.
  static constexpr std::chrono::days kFarthest{3660};  // ten years

  struct Rules {
    TimeZone zone;  ///< UTC
    /// By weekday, Sunday first (`weekday::c_encoding`).
    std::array<bool, 7> working{false, true, true, true, true, true, false};
    /// Times of day; the end may be 24:00, and must lie behind the beginning.
    std::chrono::minutes opens = std::chrono::hours{9}, closes = std::chrono::hours{17};
    std::set<std::chrono::local_days> holidays;
    std::map<std::chrono::local_days, std::chrono::minutes> short_days;  ///< when they end
  };

  /// Monday to Friday, 9 to 17 o'clock UTC: where nobody says anything.
  WorkingCalendar() = default;
  /// By rules that hold what is said above; others give days without opening hours.
  explicit WorkingCalendar(Rules rules) : rules_(std::move(rules)) {}

  /// When it is due what is promised at `from`.
  ///
  /// - Minutes and hours pass while the desk is open; what ends with the day is due then, not the
  ///   next morning.
  /// - Working days are whole: the day of `from` does not count, and it is due when the last one
  ///   closes. Of Friday evening and of Sunday, "1 working day" is Monday.
  /// - Days, weeks, months and years are the calendar's; a month after the 31st is the last day of
  ///   a shorter one. It is due when that day closes, and where nobody works on it when the last
  ///   working day before it does: a promise that is kept early is kept. Only where there is none
  ///   after the day of `from` is it the first behind.
  ///
  /// Errors: kInvalidArgument (further ahead than kFarthest).
  [[nodiscard]] Result<Moment> due(Moment from, Within within) const;

  /// When three quarters of the working time between two moments are over; where there is none
  /// (both on one Sunday), of the time between them. Never outside of the two.
  [[nodiscard]] Moment three_quarters(Moment from, Moment until) const;

  /// The working time between two moments; 0 where `until` is not behind `from`. Counts no further
  /// than kFarthest.
  [[nodiscard]] std::chrono::seconds working_time(Moment from, Moment until) const;

  /// Whether a working day ends at a moment.
  [[nodiscard]] bool is_closing(Moment moment) const;

  [[nodiscard]] const TimeZone& zone() const { return rules_.zone; }
  [[nodiscard]] const Rules& rules() const { return rules_; }

 private:
  struct Opening {
    Moment opens, closes;
  };
  [[nodiscard]] std::optional<Opening> opening(std::chrono::local_days day) const;
  /// When so much working time behind `from` is over; absent where that is too far.
  [[nodiscard]] std::optional<Moment> after(Moment from, std::chrono::seconds time) const;
  [[nodiscard]] std::optional<Moment> close_of_working_day(std::chrono::local_days from,
                                                           int count) const;
  [[nodiscard]] std::optional<Moment> close_by(std::chrono::local_days made,
                                               std::chrono::local_days last) const;

  Rules rules_;
};

}  // namespace aplomb
