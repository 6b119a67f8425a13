// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/house_calendar.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "engine/calendar.h"
#include "tests/support/temp_dir.h"

namespace aplomb {
namespace {

using namespace std::chrono_literals;
using Lines = std::vector<int>;

struct Read {
  std::optional<WorkingCalendar> calendar;
  std::vector<Finding> findings;

  [[nodiscard]] const WorkingCalendar::Rules& rules() const { return calendar->rules(); }
  [[nodiscard]] std::string first() const {
    return findings.empty() ? "" : findings[0].message + " (" + findings[0].hint + ")";
  }
  [[nodiscard]] Lines lines() const {
    Lines lines;
    for (const Finding& finding : findings) lines.push_back(finding.line);
    return lines;
  }
};

Read read(const std::string& yaml) {
  FindingLog log("aplomb.yaml");
  auto calendar = read_calendar(yaml, log);
  return {std::move(calendar), log.take()};
}

/// The part of a calendar that has everything else.
Read read_part(const std::string& lines) {
  return read("calendar:\n  time_zone: Europe/Berlin\n" + lines);
}

TEST(HouseCalendarTest, WithoutAWordTheDeskWorksFromMondayToFriday) {
  for (const char* yaml : {"", "no_typo: [fold]", "calendar:\n"}) {
    const Read result = read(yaml);
    ASSERT_TRUE(result.calendar) << yaml;
    EXPECT_TRUE(result.findings.empty()) << yaml;
    EXPECT_EQ(result.rules().zone.name(), "UTC");
    EXPECT_EQ(result.rules().opens, 9h);
    EXPECT_EQ(result.rules().closes, 17h);
    EXPECT_EQ(result.rules().working,
              (std::array<bool, 7>{false, true, true, true, true, true, false}));
  }
}

TEST(HouseCalendarTest, TheStarterCalendarHasNoFindings) {
  FindingLog log("aplomb.yaml");
  std::string yaml;
  {
    std::ifstream file(APLOMB_SOURCE_DIR "/articles/aplomb.yaml");
    yaml.assign(std::istreambuf_iterator<char>(file), {});
  }
  const auto calendar = read_calendar(yaml, log);
  ASSERT_TRUE(calendar);
  EXPECT_TRUE(log.take().empty());
  EXPECT_EQ(calendar->zone().name(), "Europe/Berlin");
  EXPECT_EQ(calendar->rules().holidays.size(), 12U);
  EXPECT_EQ(calendar->rules().short_days.size(), 2U);
}

TEST(HouseCalendarTest, AZoneThatIsNotKnownIsUtcAndAFinding) {
  for (const char* name : {"Europe/Atlantis", "europe/berlin", "../../../etc/passwd", "/etc/passwd",
                           "Europe", "tzdata.zi", "[a, b]", "\"\\0\"", "posix"}) {
    const Read result = read("calendar:\n  time_zone: " + std::string(name) + "\n");
    ASSERT_TRUE(result.calendar) << name;
    EXPECT_EQ(result.rules().zone.name(), "UTC") << name;
    EXPECT_EQ(result.lines(), Lines{2}) << name;
  }
  EXPECT_NE(read("calendar:\n  time_zone: Mars/Olympus\n").first().find("until then it is UTC"),
            std::string::npos);
}

TEST(HouseCalendarTest, WithoutTheSystemsZonesItIsUtcAndSaysWhatToInstall) {
  const test::TempDir empty;
  FindingLog log("aplomb.yaml");
  const auto calendar = read_calendar("calendar: {time_zone: Europe/Berlin}", log, empty.path());
  ASSERT_TRUE(calendar);
  EXPECT_EQ(calendar->zone().name(), "UTC");
  const auto findings = log.take();
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_NE(findings[0].hint.find("tzdata"), std::string::npos);
}

TEST(HouseCalendarTest, ACalendarWithoutAZoneSaysThatItIsUtc) {
  EXPECT_NE(read("calendar: {hours: {start: \"08:00\"}}").first().find("taken for UTC"),
            std::string::npos);
}

TEST(HouseCalendarTest, WithoutAnyWorkingDayItIsMondayToFriday) {
  for (const char* days : {"[]", "[never]", "soon", "{mon: yes}", "[[mon]]"}) {
    const Read result = read_part("  working_days: " + std::string(days) + "\n");
    ASSERT_TRUE(result.calendar) << days;
    EXPECT_EQ(result.rules().working, WorkingCalendar::Rules().working) << days;
    EXPECT_FALSE(result.findings.empty()) << days;
  }
}

TEST(HouseCalendarTest, ADayThatNobodyKnowsIsLeftOutAlone) {
  const Read result = read_part("  working_days: [Monday, Caturday, Sonntag]\n");
  EXPECT_EQ(result.rules().working,
            (std::array<bool, 7>{true, true, false, false, false, false, false}));
  EXPECT_EQ(result.lines(), Lines{3});
}

TEST(HouseCalendarTest, HoursThatAreNoneAreThoseOfTheDefault) {
  for (const char* hours :
       {"{start: \"18:00\", end: \"08:00\"}", "{start: \"08:00\", end: \"08:00\"}",
        "{start: \"22:00\", end: \"06:00\"}", "{start: \"18:00\"}", "{end: \"08:30\"}", "\"08-18\"",
        "[8, 18]", "{start: noon, end: midnight}", "{start: \"25:00\", end: \"26:00\"}",
        "{start: \"8\"}", "{end: \"24:01\"}", "{start: \"-1:00\"}", "{start: \"08:60\"}"}) {
    const Read result = read_part("  hours: " + std::string(hours) + "\n");
    ASSERT_TRUE(result.calendar) << hours;
    EXPECT_EQ(result.rules().opens, 9h) << hours;
    EXPECT_EQ(result.rules().closes, 17h) << hours;
    EXPECT_FALSE(result.findings.empty()) << hours;
  }
}

TEST(HouseCalendarTest, HoursMayBeAllOfADay) {
  const Read result = read_part("  hours: {start: \"0:00\", end: \"24:00\"}\n");
  EXPECT_TRUE(result.findings.empty());
  EXPECT_EQ(result.rules().opens, 0h);
  EXPECT_EQ(result.rules().closes, 24h);
}

TEST(HouseCalendarTest, AWrongHolidayIsLeftOutAlone) {
  const Read result = read_part(
      "  holidays:\n"
      "    - {date: 2026-12-25, name: Christmas Day}\n"
      "    - {date: 2026-02-30}\n"
      "    - {date: 9999-01-01}\n"
      "    - {date: 0001-01-01}\n"
      "    - {name: some day}\n"
      "    - soon\n"
      "    - 2026-12-25\n"
      "    - {date: 2026-12-26, nmae: x}\n"
      "    - [2027-01-01]\n");
  ASSERT_TRUE(result.calendar);
  EXPECT_EQ(result.rules().holidays.size(), 2U);
  EXPECT_EQ(result.lines(), (Lines{5, 6, 7, 8, 9, 10, 11, 12}));
}

TEST(HouseCalendarTest, AShortDayThatEndsBeforeItBeginsIsAHoliday) {
  const Read result = read_part(
      "  hours: {start: \"08:00\", end: \"18:00\"}\n"
      "  short_days:\n"
      "    - {date: 2026-12-24, end: \"07:00\"}\n"
      "    - {date: 2026-12-31, end: \"19:00\"}\n"
      "    - {date: 2027-12-24}\n"
      "    - {date: 2026-12-24, end: \"13:00\"}\n");
  ASSERT_TRUE(result.calendar);
  EXPECT_EQ(result.lines(), (Lines{5, 6, 7, 8}));
  const auto from = parse_day_or_minute("2026-12-23T09:00Z")->begins;
  EXPECT_EQ(timestamp(*result.calendar->due(from, *parse_within("1 working day"))),
            "2026-12-25T17:00:00Z");
  const auto later = parse_day_or_minute("2026-12-30T09:00Z")->begins;
  EXPECT_EQ(timestamp(*result.calendar->due(later, *parse_within("1 working day"))),
            "2026-12-31T17:00:00Z")
      << "a short day is never longer than others";
}

TEST(HouseCalendarTest, AnythingElseInItsPlaceIsAFindingAndTheDefault) {
  for (const char* yaml : {"calendar: soon", "calendar: [a]", "calendar: {holidays: soon}",
                           "calendar: {holidays: {date: 2026-12-25}}", "calendar: {hollidays: []}",
                           "calendar: {time_zone: {a: b}}"}) {
    const Read result = read(yaml);
    ASSERT_TRUE(result.calendar) << yaml;
    EXPECT_FALSE(result.findings.empty()) << yaml;
    EXPECT_EQ(result.rules().opens, 9h) << yaml;
  }
}

TEST(HouseCalendarTest, MoreDaysThanAnybodyKeepsAreCut) {
  std::string yaml = "  holidays:\n";
  for (int i = 0; i < 2500; ++i) {
    const std::chrono::sys_days day{std::chrono::days{20000 + i}};
    yaml += "    - " + to_string(Date{day}) + "\n";
  }
  const Read result = read_part(yaml);
  ASSERT_TRUE(result.calendar);
  EXPECT_EQ(result.rules().holidays.size(), 2000U);
  EXPECT_NE(result.first().find("more than 2000"), std::string::npos);
}

TEST(HouseCalendarTest, HostileTextEnds) {
  for (const char* part : {"[", "{", "- ", "a: &b ", "&a *a ", "\xFF", "calendar: {", "!!x "}) {
    std::string yaml = "calendar:\n";
    for (int i = 0; i < 2000; ++i) yaml += part;
    static_cast<void>(read(yaml));
  }
}

TEST(HouseCalendarTest, AChangedFileIsReadAgain) {
  const test::TempDir dir;
  HouseCalendar house(dir.path());
  EXPECT_EQ(house.current()->zone().name(), "UTC") << "no file";
  dir.write("aplomb.yaml", "calendar: {time_zone: Europe/Berlin}\n");
  const auto berlin = house.current();
  EXPECT_EQ(berlin->zone().name(), "Europe/Berlin");
  EXPECT_EQ(house.current(), berlin) << "not read again while it stays";
  dir.write("aplomb.yaml", "calendar: {time_zone: America/New_York}\n");
  EXPECT_EQ(house.current()->zone().name(), "America/New_York");
  dir.write("aplomb.yaml", "calendar: [\n");
  EXPECT_EQ(house.current()->zone().name(), "America/New_York") << "broken: the former stays";
  std::filesystem::remove(dir.path() / "aplomb.yaml");
  EXPECT_EQ(house.current()->zone().name(), "UTC") << "a file that is deleted is forgotten";
}

TEST(HouseCalendarTest, WhatIsNoFileIsNotWaitedFor) {
  const test::TempDir dir;
  ASSERT_EQ(::mkfifo((dir.path() / "aplomb.yaml").c_str(), 0600), 0);
  EXPECT_EQ(HouseCalendar(dir.path()).current()->zone().name(), "UTC");
}

}  // namespace
}  // namespace aplomb
