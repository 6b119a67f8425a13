// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/promise_words.h"

#include <array>
#include <chrono>

#include "indexer/text.h"

namespace aplomb::desk {
namespace {

using Names7 = std::array<std::string_view, 7>;
using Names12 = std::array<std::string_view, 12>;

struct Language {
  Names7 weekdays;
  Names12 months;
  std::string_view day_end, oclock;
  std::string_view promising, by, by_end;  // promising WHAT by DAY by_end
  std::string_view calling, not_by, not_done;
  std::string_view late, was_due, still_open;
};

constexpr Language kEnglish{
    {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
    {"January", "February", "March", "April", "May", "June", "July", "August", "September",
     "October", "November", "December"},
    "",
    "",
    "I promise you: ",
    ". By ",
    " at the latest.",
    "I'm calling about what we promised you: ",
    ", by ",
    ". It will take longer than that. I'm sorry.",
    "I'm calling about what we promised you: ",
    ". It was due by ",
    ", and it is not done yet. I'm sorry."};

constexpr Language kGerman{
    {"Sonntag", "Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag"},
    {"Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober",
     "November", "Dezember"},
    ".",
    " Uhr",
    "Das sage ich Ihnen zu: ",
    ". Spätestens bis ",
    ".",
    "Ich melde mich wegen unserer Zusage: ",
    ", bis ",
    ". Das wird länger dauern. Es tut mir leid.",
    "Ich melde mich wegen unserer Zusage: ",
    ". Das sollte bis ",
    " geschehen sein und ist noch offen. Es tut mir leid."};

std::string two_digits(unsigned number) {
  return (number < 10 ? "0" : "") + std::to_string(number);
}

/// `Monday, 30 November, 14:30`
std::string day_of(Time moment, const Language& in, const WorkingCalendar& calendar, Time now) {
  using namespace std::chrono;
  const bool closing = calendar.is_closing(moment);
  // of a day that ends at 24:00 the day that has ended
  const auto local = calendar.zone().to_local(closing ? moment - seconds{1} : moment);
  const local_days day = floor<days>(local);
  const year_month_day date{day};
  std::string text(in.weekdays.at(weekday{day}.c_encoding()));
  text.append(", ").append(std::to_string(unsigned{date.day()})).append(in.day_end).append(" ");
  text.append(in.months.at(unsigned{date.month()} - 1));
  const year_month_day today{floor<days>(calendar.zone().to_local(now))};
  if (date.year() != today.year()) text.append(" ").append(std::to_string(int{date.year()}));
  if (closing) return text;
  const hh_mm_ss clock(floor<minutes>(local) - day);
  text.append(", ").append(two_digits(static_cast<unsigned>(clock.hours().count())));
  text.append(":").append(two_digits(static_cast<unsigned>(clock.minutes().count())));
  return text.append(in.oclock);
}

bool ends_in(std::string_view text, std::string_view signs) {
  return !text.empty() && signs.find(text.back()) != std::string_view::npos;
}

std::string as_sentence(std::string_view text) {
  text = trim(text);
  if (text.empty()) return {};
  return std::string(text) + (ends_in(text, ".!?") ? "" : ".");
}

}  // namespace

PromiseWords words_of(const PromiseSaid& promise, const WorkingCalendar& calendar, Time now) {
  const Language& in = promise.language == "de" ? kGerman : kEnglish;
  std::string_view what = trim(promise.what);
  while (ends_in(what, ".")) what.remove_suffix(1);
  const std::string empathy = as_sentence(promise.empathy);
  const std::string day = day_of(promise.due, in, calendar, now);
  const auto join = [&](std::initializer_list<std::string_view> parts) {
    std::string text;
    for (const std::string_view part : parts) text.append(part);
    return text;
  };
  const std::string_view before = empathy.empty() ? "" : " ";
  const bool late = now > promise.due;
  return {join({empathy, before, in.promising, what, in.by, day, in.by_end}),
          late ? join({in.late, what, in.was_due, day, in.still_open, before, empathy})
               : join({in.calling, what, in.not_by, day, in.not_done, before, empathy})};
}

}  // namespace aplomb::desk
