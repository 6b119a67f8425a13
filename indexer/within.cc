// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/within.h"

#include <array>
#include <charconv>
#include <string>
#include <system_error>
#include <utility>

#include "engine/unicode.h"
#include "indexer/text.h"

namespace aplomb {

std::optional<Within> parse_within(std::string_view text) {
  using Unit = Within::Unit;
  static constexpr std::array<std::pair<std::string_view, Unit>, 45> kUnits{{
      {"min", Unit::kMinutes},
      {"minute", Unit::kMinutes},
      {"minutes", Unit::kMinutes},
      {"minuten", Unit::kMinutes},
      {"h", Unit::kHours},
      {"hour", Unit::kHours},
      {"hours", Unit::kHours},
      {"stunde", Unit::kHours},
      {"stunden", Unit::kHours},
      {"working day", Unit::kWorkingDays},
      {"working days", Unit::kWorkingDays},
      {"workday", Unit::kWorkingDays},
      {"workdays", Unit::kWorkingDays},
      {"business day", Unit::kWorkingDays},
      {"business days", Unit::kWorkingDays},
      {"werktag", Unit::kWorkingDays},
      {"werktage", Unit::kWorkingDays},
      {"werktagen", Unit::kWorkingDays},
      {"arbeitstag", Unit::kWorkingDays},
      {"arbeitstage", Unit::kWorkingDays},
      {"arbeitstagen", Unit::kWorkingDays},
      {"d", Unit::kDays},
      {"day", Unit::kDays},
      {"days", Unit::kDays},
      {"calendar day", Unit::kDays},
      {"calendar days", Unit::kDays},
      {"tag", Unit::kDays},
      {"tage", Unit::kDays},
      {"tagen", Unit::kDays},
      {"w", Unit::kWeeks},
      {"week", Unit::kWeeks},
      {"weeks", Unit::kWeeks},
      {"woche", Unit::kWeeks},
      {"wochen", Unit::kWeeks},
      {"month", Unit::kMonths},
      {"months", Unit::kMonths},
      {"monat", Unit::kMonths},
      {"monate", Unit::kMonths},
      {"monaten", Unit::kMonths},
      {"year", Unit::kYears},
      {"years", Unit::kYears},
      {"jahr", Unit::kYears},
      {"jahre", Unit::kYears},
      {"jahren", Unit::kYears},
      {"y", Unit::kYears},
  }};
  text = trim(text);
  Within within;
  const char* const end = text.data() + text.size();
  const auto [stop, status] = std::from_chars(text.data(), end, within.count);
  if (status != std::errc{} || within.count < 1 || within.count > 99'999) return std::nullopt;
  const std::string unit =
      fold(collapse_space(std::string_view(stop, static_cast<std::size_t>(end - stop))));
  for (const auto& [word, value] : kUnits) {
    if (unit == word) {
      within.unit = value;
      return within;
    }
  }
  return std::nullopt;
}

}  // namespace aplomb
