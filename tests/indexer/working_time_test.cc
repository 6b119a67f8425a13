// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/working_time.h"

#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "engine/calendar.h"
#include "indexer/house_calendar.h"

namespace aplomb {
namespace {

using std::chrono::seconds;
using Moment = WorkingCalendar::Moment;

const std::map<std::string, std::string>& calendars() {
  static const std::map<std::string, std::string> all{
      {"berlin", R"(
  time_zone: Europe/Berlin
  working_days: [mon, tue, wed, thu, fri]
  hours: {start: "08:00", end: "18:00"}
  holidays: [2026-12-25, 2026-12-26, 2027-01-01, 2027-03-26, 2027-03-29, 2027-05-06]
  short_days: [{date: 2026-12-24, end: "13:00"}, {date: 2026-12-31, end: "13:00"}])"},
      {"new-york", R"(
  time_zone: America/New_York
  hours: {start: "09:00", end: "17:00"}
  holidays: [2026-07-03, 2026-11-26]
  short_days: [{date: 2026-11-27, end: "13:00"}])"},
      {"kolkata", R"(
  time_zone: Asia/Kolkata
  working_days: mon, tue, wed, thu, fri, sat
  hours: {start: "10:00", end: "19:00"}
  holidays: [2026-01-26, 2026-08-15])"},
      {"apia", "\n  time_zone: Pacific/Apia\n  hours: {start: \"08:00\", end: \"17:00\"}"},
      {"lord-howe", R"(
  time_zone: Australia/Lord_Howe
  working_days: [mon, tue, wed, thu, fri, sat, sun]
  hours: {start: "00:00", end: "24:00"})"},
      {"night", R"(
  time_zone: Europe/Berlin
  working_days: [mo, di, mi, do, fr, sa, so]
  hours: {start: "00:00", end: "24:00"})"},
      {"early", R"(
  time_zone: Europe/Berlin
  working_days: [mo, di, mi, do, fr, sa, so]
  hours: {start: "02:30", end: "06:00"})"},
      {"casablanca",
       "\n  time_zone: Africa/Casablanca\n  hours: {start: \"08:00\", end: \"16:00\"}"},
      {"mexico", "\n  time_zone: America/Mexico_City"},
      {"dublin", "\n  time_zone: Europe/Dublin"},
      {"sydney", "\n  time_zone: Australia/Sydney"},
      {"wednesdays", R"(
  time_zone: Europe/Berlin
  working_days: [wed]
  hours: {start: "08:00", end: "18:00"})"},
  };
  return all;
}

WorkingCalendar calendar(const std::string& name) {
  FindingLog log("aplomb.yaml");
  auto read = read_calendar("calendar:" + calendars().at(name) + "\n", log);
  for (const Finding& finding : log.take())
    ADD_FAILURE() << name << ": " << finding.message << " " << finding.hint;
  return std::move(read).value_or(WorkingCalendar());
}

Moment at(std::string_view text) {
  const auto moment = parse_day_or_minute(text);
  if (!moment) throw std::runtime_error("no time: " + std::string(text));
  return moment->begins;
}

std::string due(const WorkingCalendar& calendar, std::string_view from, std::string_view within) {
  const auto span = parse_within(within);
  if (!span) return "no span";
  const auto moment = calendar.due(at(from), *span);
  return moment ? timestamp(*moment) : moment.error().message;
}

TEST(WorkingTimeTest, EachCaseOfTheTableIsDueAsWorkedOutByHand) {
  std::ifstream table(APLOMB_SOURCE_DIR "/tests/indexer/working_time_cases.tsv");
  int cases = 0;
  for (std::string line; std::getline(table, line);) {
    if (line.starts_with('#')) continue;
    std::vector<std::string> columns;
    std::istringstream cells(line);
    for (std::string cell; std::getline(cells, cell, '\t');) columns.push_back(cell);
    ASSERT_EQ(columns.size(), 5U) << line;
    EXPECT_EQ(due(calendar(columns[0]), columns[1], columns[2]), columns[3]) << line;
    ++cases;
  }
  EXPECT_GE(cases, 70);
}

TEST(WorkingTimeTest, ThreeQuartersAreOfTheWorkingTime) {
  struct Case {
    const char *calendar, *from, *until, *expected, *why;
  };
  for (const Case& one : {
           Case{"berlin", "2026-11-23T09:00Z", "2026-12-07T17:00Z", "2026-12-03T10:00:00Z",
                "8 h of Monday and ten days of ten are 108; 81 are Monday's, seven days and three"},
           Case{"berlin", "2026-03-27T15:00Z", "2026-03-30T08:00Z", "2026-03-30T07:00:00Z",
                "four hours over the change of clocks: two of Friday, one of Monday, 09:00 (+2)"},
           Case{"berlin", "2026-11-20T16:59Z", "2026-11-23T17:00Z", "2026-11-23T14:29:45Z",
                "a minute of Friday and 600 of Monday; 450.75 minutes, 449.75 of them Monday's"},
           Case{"berlin", "2026-12-24T09:00Z", "2026-12-28T17:00Z", "2026-12-28T13:45:00Z",
                "three hours of Christmas Eve and ten of the Monday behind the holidays: 9.75"},
           Case{"night", "2026-10-24T22:00Z", "2026-10-25T23:00Z", "2026-10-25T16:45:00Z",
                "a day of 25 hours: 18.75"},
           Case{"berlin", "2026-11-22T08:00Z", "2026-11-22T12:00Z", "2026-11-22T11:00:00Z",
                "no working time on a Sunday: of the time itself"},
           Case{"berlin", "2026-11-23T09:00Z", "2026-11-23T09:00Z", "2026-11-23T09:00:00Z",
                "no time at all"},
           Case{"berlin", "2026-11-23T09:00Z", "2026-11-20T09:00Z", "2026-11-23T09:00:00Z",
                "and never before the beginning"},
       })
    EXPECT_EQ(timestamp(calendar(one.calendar).three_quarters(at(one.from), at(one.until))),
              one.expected)
        << one.why;
}

TEST(WorkingTimeTest, WorkingTimeIsThatOfOpeningHoursInBetween) {
  const WorkingCalendar berlin = calendar("berlin");
  const auto hours = [&](const char* from, const char* until) {
    return berlin.working_time(at(from), at(until)) / std::chrono::minutes{1};
  };
  EXPECT_EQ(hours("2026-11-20T15:00Z", "2026-11-23T08:00Z"), 180) << "Fri 16 to 18, Mon 8 to 9";
  EXPECT_EQ(hours("2026-11-21T08:00Z", "2026-11-22T20:00Z"), 0);
  EXPECT_EQ(hours("2026-12-24T00:00Z", "2026-12-27T00:00Z"), 300) << "Christmas Eve until 13:00";
}

TEST(WorkingTimeTest, WhatIsTooFarAheadIsAnErrorAndNoLoop) {
  const WorkingCalendar berlin = calendar("berlin");
  for (const char* within : {"99999 working days", "99999 hours", "99999 years", "99999 weeks",
                             "121 months", "3661 days", "11 years"})
    EXPECT_EQ(due(berlin, "2026-11-23T09:00Z", within), "that is due in more than ten years")
        << within;
  EXPECT_EQ(due(berlin, "2026-11-23T09:00Z", "10 years"), "2036-11-21T17:00:00Z") << "a Friday";
}

TEST(WorkingTimeTest, ACalendarOnWhichNobodyEverWorksEnds) {
  WorkingCalendar::Rules rules;
  rules.working.fill(false);
  const WorkingCalendar never(rules);
  for (const char* within : {"1 minute", "1 working day", "1 day", "1 month"})
    EXPECT_EQ(due(never, "2026-11-23T09:00Z", within), "that is due in more than ten years");
  EXPECT_EQ(never.working_time(at("2026-11-23T09:00Z"), at("9000-01-01")), seconds{0});
  EXPECT_EQ(timestamp(never.three_quarters(at("2026-11-23T08:00Z"), at("2026-11-23T12:00Z"))),
            "2026-11-23T11:00:00Z");
}

TEST(WithinTest, CountsAndUnitsAreReadInEnglishAndGerman) {
  using Unit = Within::Unit;
  EXPECT_EQ(parse_within("10 working days"), (Within{10, Unit::kWorkingDays}));
  EXPECT_EQ(parse_within(" 1  Business Day "), (Within{1, Unit::kWorkingDays}));
  EXPECT_EQ(parse_within("5 Arbeitstage"), (Within{5, Unit::kWorkingDays}));
  EXPECT_EQ(parse_within("4h"), (Within{4, Unit::kHours}));
  EXPECT_EQ(parse_within("2 Wochen"), (Within{2, Unit::kWeeks}));
  EXPECT_EQ(parse_within("30 days"), (Within{30, Unit::kDays}));
}

TEST(WithinTest, WhatCannotBeCountedIsNone) {
  for (const char* text : {"", "soon", "0 days", "-1 days", "1.5 hours", "3 fortnights", "3",
                           "100000 days", "99999999999999999999 days", "ten days", "3 days or so"})
    EXPECT_FALSE(parse_within(text)) << text;
}

}  // namespace
}  // namespace aplomb
