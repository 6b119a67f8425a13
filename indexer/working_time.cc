// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/working_time.h"

#include <algorithm>

#include "engine/calendar.h"

namespace aplomb {
namespace {

using std::chrono::days;
using std::chrono::local_days;
using std::chrono::seconds;
using Moment = WorkingCalendar::Moment;
using Unit = Within::Unit;

local_days day_at(const TimeZone& zone, Moment moment) {
  return std::chrono::floor<days>(zone.to_local(moment));
}

/// The day that the calendar itself counts to; absent where that is too far.
std::optional<local_days> calendar_day(local_days from, Within within) {
  Period period{within.count, Period::Unit::kDays};
  int shortest = 1;  // of the unit, in days
  if (within.unit == Unit::kWeeks) {
    period.unit = Period::Unit::kWeeks;
    shortest = 7;
  } else if (within.unit == Unit::kMonths) {
    period.unit = Period::Unit::kMonths;
    shortest = 28;
  } else if (within.unit == Unit::kYears) {
    period.unit = Period::Unit::kYears;
    shortest = 365;
  }
  if (days{shortest} * within.count > WorkingCalendar::kFarthest) return std::nullopt;
  const local_days last{add(Date{from}, period)};
  return last - from > WorkingCalendar::kFarthest ? std::nullopt : std::optional(last);
}

}  // namespace

std::optional<WorkingCalendar::Opening> WorkingCalendar::opening(local_days day) const {
  if (!rules_.working.at(std::chrono::weekday{day}.c_encoding()) || rules_.holidays.contains(day))
    return std::nullopt;
  const auto shorter = rules_.short_days.find(day);
  const auto closes =
      shorter == rules_.short_days.end() ? rules_.closes : std::min(rules_.closes, shorter->second);
  if (closes <= rules_.opens) return std::nullopt;
  const Opening opening{rules_.zone.to_utc(day + rules_.opens), rules_.zone.to_utc(day + closes)};
  return opening.opens < opening.closes ? std::optional(opening) : std::nullopt;
}

Result<Moment> WorkingCalendar::due(Moment from, Within within) const {
  const local_days made = day_at(rules_.zone, from);
  std::optional<Moment> moment;
  switch (within.unit) {
    case Unit::kMinutes:
      moment = after(from, std::chrono::minutes{within.count});
      break;
    case Unit::kHours:
      moment = after(from, std::chrono::hours{within.count});
      break;
    case Unit::kWorkingDays:
      moment = close_of_working_day(made, within.count);
      break;
    default:
      if (const auto last = calendar_day(made, within)) moment = close_by(made, *last);
  }
  if (moment) return *moment;
  return fail(Code::kInvalidArgument, "that is due in more than ten years",
              "promise less, or look at the calendar in aplomb.yaml");
}

std::optional<Moment> WorkingCalendar::after(Moment from, seconds time) const {
  const local_days first = day_at(rules_.zone, from);
  for (local_days day = first; day - first <= kFarthest; day += days{1}) {
    const auto open = opening(day);
    if (!open || open->closes <= from) continue;
    const Moment begins = std::max(open->opens, from);
    if (open->closes - begins >= time) return begins + time;
    time -= open->closes - begins;
  }
  return std::nullopt;
}

std::optional<Moment> WorkingCalendar::close_of_working_day(local_days from, int count) const {
  for (local_days day = from + days{1}; day - from <= kFarthest; day += days{1}) {
    const auto open = opening(day);
    if (open && --count == 0) return open->closes;
  }
  return std::nullopt;
}

std::optional<Moment> WorkingCalendar::close_by(local_days made, local_days last) const {
  for (local_days day = last; day > made; day -= days{1})
    if (const auto open = opening(day)) return open->closes;
  return close_of_working_day(last, 1);
}

seconds WorkingCalendar::working_time(Moment from, Moment until) const {
  seconds time{};
  const local_days first = day_at(rules_.zone, from);
  for (local_days day = first; day - first <= kFarthest; day += days{1}) {
    const auto open = opening(day);
    if (open && open->opens >= until) break;
    if (open)
      time += std::max(seconds{}, std::min(open->closes, until) - std::max(open->opens, from));
    if (rules_.zone.to_utc(day) >= until) break;  // also where nobody ever works
  }
  return time;
}

Moment WorkingCalendar::three_quarters(Moment from, Moment until) const {
  if (until <= from) return from;
  const seconds time = working_time(from, until);
  if (time > seconds{})
    if (const auto moment = after(from, time * 3 / 4)) return std::min(*moment, until);
  return from + (until - from) * 3 / 4;
}

bool WorkingCalendar::is_closing(Moment moment) const {
  // a second earlier: a day may end at 24:00, which is the next one's beginning
  const auto open = opening(day_at(rules_.zone, moment - seconds{1}));
  return open && open->closes == moment;
}

}  // namespace aplomb
