// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/zone_rule.h"

#include <algorithm>

namespace aplomb {

using std::chrono::days;
using std::chrono::seconds;
using std::chrono::sys_days;
using std::chrono::sys_seconds;
using std::chrono::year;

/// Takes a rule from left to right; each step is false where the text is something else.
class ZoneRule::Parser {
 public:
  explicit Parser(std::string_view text) : rest_(text) {}

  std::optional<ZoneRule> rule() {
    ZoneRule rule;
    if (!name() || !offset(rule.standard_)) return std::nullopt;
    if (rest_.empty()) return rule;
    Summer summer;
    summer.offset = rule.standard_ + std::chrono::hours{1};
    if (!name()) return std::nullopt;
    if (!rest_.starts_with(',') && !offset(summer.offset)) return std::nullopt;
    if (!turn(summer.begins) || !turn(summer.ends) || !rest_.empty()) return std::nullopt;
    rule.summer_ = summer;
    return rule;
  }

 private:
  bool take(char c) {
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }

  /// `CET`, or in brackets `<+0530>`.
  bool name() {
    const bool quoted = take('<');
    std::size_t length = 0;
    const auto belongs = [&](char c) {
      const bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
      return letter || (quoted && ((c >= '0' && c <= '9') || c == '+' || c == '-'));
    };
    while (length < rest_.size() && belongs(rest_[length])) ++length;
    rest_.remove_prefix(length);
    return length >= 3 && (!quoted || take('>'));
  }

  bool number(int& value, int least, int most) {
    std::size_t length = 0;
    value = 0;
    while (length < rest_.size() && length < 3 && rest_[length] >= '0' && rest_[length] <= '9')
      value = value * 10 + (rest_[length++] - '0');
    rest_.remove_prefix(length);
    return length > 0 && value >= least && value <= most;
  }

  /// `[+-]hh[:mm[:ss]]`
  bool time(seconds& value, int most_hours) {
    const bool negative = take('-');
    if (!negative) take('+');
    int hours = 0, minutes = 0, rest = 0;
    if (!number(hours, 0, most_hours)) return false;
    if (take(':') && (!number(minutes, 0, 59) || (take(':') && !number(rest, 0, 59)))) return false;
    value = std::chrono::hours{hours} + std::chrono::minutes{minutes} + seconds{rest};
    if (negative) value = -value;
    return true;
  }

  /// POSIX counts hours to the west.
  bool offset(seconds& value) {
    if (!time(value, 24)) return false;
    value = -value;
    return true;
  }

  bool turn(Turn& value) {
    value.time = std::chrono::hours{2};
    if (!take(',')) return false;
    if (take('M')) {
      if (!number(value.month, 1, 12) || !take('.') || !number(value.week, 1, 5) || !take('.') ||
          !number(value.day, 0, 6))
        return false;
    } else {
      value.form = take('J') ? Turn::Form::kDayWithoutLeap : Turn::Form::kDayOfYear;
      const bool counts_from_one = value.form == Turn::Form::kDayWithoutLeap;
      if (!number(value.day, counts_from_one ? 1 : 0, 365)) return false;
    }
    return !take('/') || time(value.time, 167);
  }

  std::string_view rest_;
};

std::optional<ZoneRule> ZoneRule::parse(std::string_view text) {
  return Parser(text).rule();
}

sys_seconds ZoneRule::moment(const Turn& turn, year year, seconds offset) {
  using namespace std::chrono;
  sys_days day{year / January / 1};
  if (turn.form == Turn::Form::kMonthWeekday) {
    const month month{static_cast<unsigned>(turn.month)};
    const weekday weekday{static_cast<unsigned>(turn.day)};
    day = turn.week == 5 ? sys_days{year / month / weekday[last]}
                         : sys_days{year / month / weekday[static_cast<unsigned>(turn.week)]};
  } else {
    const bool without_leap = turn.form == Turn::Form::kDayWithoutLeap;
    day += days{turn.day - (without_leap ? 1 : 0)};
    // the 29th of February is never counted, nor can it be named
    if (without_leap && year.is_leap() && turn.day >= 60) day += days{1};
  }
  return day + turn.time - offset;
}

std::vector<ZoneChange> ZoneRule::changes_in(year year) const {
  if (!summer_) return {};
  std::vector<ZoneChange> changes{{moment(summer_->begins, year, standard_), summer_->offset},
                                  {moment(summer_->ends, year, summer_->offset), standard_}};
  if (changes[1].at < changes[0].at) std::swap(changes[0], changes[1]);  // south of the equator
  return changes;
}

}  // namespace aplomb
