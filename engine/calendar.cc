// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/calendar.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>

namespace aplomb {
namespace {

/// Reads exactly `digits` decimal digits at `at`.
std::optional<unsigned> number_at(std::string_view text, std::size_t at, std::size_t digits) {
  if (text.size() < at + digits) return std::nullopt;
  unsigned number = 0;
  for (const char c : text.substr(at, digits)) {
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + static_cast<unsigned>(c - '0');
  }
  return number;
}

std::optional<Date> valid_date(std::optional<unsigned> year, std::optional<unsigned> month,
                               std::optional<unsigned> day) {
  if (!year || !month || !day) return std::nullopt;
  const Date date{std::chrono::year{static_cast<int>(*year)}, std::chrono::month{*month},
                  std::chrono::day{*day}};
  if (!date.ok()) return std::nullopt;
  return date;
}

/// A zone behind a time, as minutes east of UTC: `Z`, `+01:00`, `-0330`, `+01`; nothing is UTC.
std::optional<std::chrono::minutes> zone_of(std::string_view text) {
  if (text.empty() || text == "Z" || text == "z") return std::chrono::minutes{0};
  if (text[0] != '+' && text[0] != '-') return std::nullopt;
  const auto hours = number_at(text, 1, 2);
  if (!hours || *hours > 23) return std::nullopt;
  std::size_t at = 3;
  unsigned rest = 0;
  if (text.size() > at) {
    if (text[at] == ':') ++at;
    const auto minutes = number_at(text, at, 2);
    if (!minutes || *minutes > 59) return std::nullopt;
    rest = *minutes;
    at += 2;
  }
  if (text.size() != at) return std::nullopt;
  const std::chrono::minutes east{*hours * 60 + rest};
  return text[0] == '+' ? east : -east;
}

/// The minutes from the day's start in UTC that `08:30`, `08:30:15.5 +0200` and their kind name.
std::optional<std::chrono::minutes> time_of(std::string_view text) {
  const auto hours = number_at(text, 0, 2);
  if (!hours || *hours > 23 || text.size() < 5 || text[2] != ':') return std::nullopt;
  const auto minutes = number_at(text, 3, 2);
  if (!minutes || *minutes > 59) return std::nullopt;
  text.remove_prefix(5);
  if (text.starts_with(':')) {
    const auto seconds = number_at(text, 1, 2);
    if (!seconds || *seconds > 60) return std::nullopt;
    text.remove_prefix(3);
    if (text.starts_with('.'))
      text.remove_prefix(std::min(text.find_first_not_of("0123456789", 1), text.size()));
  }
  while (text.starts_with(' ')) text.remove_prefix(1);
  const auto east = zone_of(text);
  if (!east) return std::nullopt;
  return std::chrono::minutes{*hours * 60 + *minutes} - *east;
}

bool ends_at(std::string_view text, std::size_t at) {
  return text.size() == at || text[at] == 'T' || text[at] == ' ';
}

}  // namespace

std::optional<Date> parse_date(std::string_view text) {
  if (text.size() < 10 || !ends_at(text, 10)) return std::nullopt;
  if (text[4] == '-' && text[7] == '-')
    return valid_date(number_at(text, 0, 4), number_at(text, 5, 2), number_at(text, 8, 2));
  if (text[2] == '/' && text[5] == '/')
    return valid_date(number_at(text, 6, 4), number_at(text, 0, 2), number_at(text, 3, 2));
  return std::nullopt;
}

std::string to_string(Date date) {
  std::array<char, 32> text{};
  const int length = std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", int{date.year()},
                                   unsigned{date.month()}, unsigned{date.day()});
  return {text.data(), static_cast<std::size_t>(length)};
}

std::optional<DayOrMinute> parse_day_or_minute(std::string_view text) {
  const auto date = parse_date(text);
  // a zone may lead into the next year or the one before
  if (!date || date->year() < std::chrono::year{1} || date->year() > std::chrono::year{9998})
    return std::nullopt;
  DayOrMinute moment{std::chrono::sys_days{*date}, text.size() == 10};
  if (moment.whole_day) return moment;
  const auto time = time_of(text.substr(11));
  if (!time) return std::nullopt;
  moment.begins += *time;
  return moment;
}

std::string to_string(const DayOrMinute& moment) {
  return moment.whole_day ? to_string(day_of(moment.begins)) : timestamp(moment.begins);
}

Date day_of(Minute minute) {
  return std::chrono::floor<std::chrono::days>(minute);
}

std::string timestamp(std::chrono::sys_seconds time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::hh_mm_ss clock(time - day);
  std::array<char, 16> text{};  // GCC 12 has no std::format
  const int length = std::snprintf(
      text.data(), text.size(), "T%02d:%02d:%02dZ", static_cast<int>(clock.hours().count()),
      static_cast<int>(clock.minutes().count()), static_cast<int>(clock.seconds().count()));
  return to_string(Date(day)) + std::string(text.data(), static_cast<std::size_t>(length));
}

std::optional<Period> parse_period(std::string_view text) {
  using Unit = Period::Unit;
  static constexpr std::array<std::pair<std::string_view, Unit>, 26> kUnits{{
      {"d", Unit::kDays},       {"day", Unit::kDays},      {"days", Unit::kDays},
      {"tag", Unit::kDays},     {"tage", Unit::kDays},     {"tagen", Unit::kDays},
      {"w", Unit::kWeeks},      {"week", Unit::kWeeks},    {"weeks", Unit::kWeeks},
      {"woche", Unit::kWeeks},  {"wochen", Unit::kWeeks},  {"m", Unit::kMonths},
      {"mo", Unit::kMonths},    {"month", Unit::kMonths},  {"months", Unit::kMonths},
      {"monat", Unit::kMonths}, {"monate", Unit::kMonths}, {"monaten", Unit::kMonths},
      {"y", Unit::kYears},      {"yr", Unit::kYears},      {"year", Unit::kYears},
      {"years", Unit::kYears},  {"jahr", Unit::kYears},    {"jahre", Unit::kYears},
      {"jahren", Unit::kYears}, {"a", Unit::kYears},
  }};
  Period period;
  const char* const end = text.data() + text.size();
  const auto [stop, status] = std::from_chars(text.data(), end, period.count);
  if (status != std::errc{} || period.count < 1 || period.count > 9999) return std::nullopt;
  std::string_view unit(stop, static_cast<std::size_t>(end - stop));
  while (!unit.empty() && unit.front() == ' ') unit.remove_prefix(1);
  for (const auto& [word, value] : kUnits) {
    if (unit == word) {
      period.unit = value;
      return period;
    }
  }
  return std::nullopt;
}

Date add(Date date, Period period) {
  using namespace std::chrono;
  switch (period.unit) {
    case Period::Unit::kDays:
      return sys_days{date} + days{period.count};
    case Period::Unit::kWeeks:
      return sys_days{date} + weeks{period.count};
    case Period::Unit::kMonths:
      date += months{period.count};
      break;
    case Period::Unit::kYears:
      date += years{period.count};
      break;
  }
  return date.ok() ? date : Date{date.year() / date.month() / last};
}

Date today() {
  return day_of(std::chrono::floor<std::chrono::minutes>(std::chrono::system_clock::now()));
}

}  // namespace aplomb
