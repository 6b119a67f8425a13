// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/time_zone.h"

#include <gtest/gtest.h>

#include <string>

#include "engine/calendar.h"
#include "indexer/folder.h"

namespace aplomb {
namespace {

using std::chrono::local_seconds;
using std::chrono::seconds;
using std::chrono::sys_seconds;

sys_seconds at(std::string_view text) {
  return parse_day_or_minute(text)->begins;
}

/// What clocks show, as if it were UTC.
std::string local(const TimeZone& zone, std::string_view moment) {
  return timestamp(sys_seconds{zone.to_local(at(moment)).time_since_epoch()});
}

std::string utc(const TimeZone& zone, std::string_view shown) {
  return timestamp(zone.to_utc(local_seconds{at(shown).time_since_epoch()}));
}

TimeZone zone(std::string_view name) {
  auto found = TimeZone::find(name);
  if (!found) throw std::runtime_error(found.error().message);
  return std::move(*found);
}

TEST(TimeZoneTest, ClocksShowWhatTheLawSays) {
  EXPECT_EQ(local(zone("Europe/Berlin"), "2026-01-15T12:00Z"), "2026-01-15T13:00:00Z");
  EXPECT_EQ(local(zone("Europe/Berlin"), "2026-07-15T12:00Z"), "2026-07-15T14:00:00Z");
  EXPECT_EQ(local(zone("Europe/Berlin"), "2077-07-15T12:00Z"), "2077-07-15T14:00:00Z") << "by rule";
  EXPECT_EQ(local(zone("Europe/Dublin"), "2077-01-15T12:00Z"), "2077-01-15T12:00:00Z");
  EXPECT_EQ(local(zone("Asia/Kathmandu"), "2026-01-15T12:00Z"), "2026-01-15T17:45:00Z");
  EXPECT_EQ(local(zone("Africa/Cairo"), "2026-07-15T12:00Z"), "2026-07-15T15:00:00Z")
      << "summer time since 2023";
  EXPECT_EQ(local(zone("Europe/Berlin"), "1850-01-01T00:00Z"), "1850-01-01T00:53:28Z")
      << "before all changes: the mean time of the place";
  EXPECT_EQ(local(TimeZone(), "2026-07-15T12:00Z"), "2026-07-15T12:00:00Z");
}

TEST(TimeZoneTest, AnHourThatComesTwiceIsItsFirst) {
  const TimeZone berlin = zone("Europe/Berlin");
  EXPECT_EQ(utc(berlin, "2026-10-25T02:30"), "2026-10-25T00:30:00Z");
  EXPECT_EQ(utc(berlin, "2026-10-25T03:00"), "2026-10-25T02:00:00Z");
  EXPECT_EQ(utc(berlin, "2077-10-31T02:30"), "2077-10-31T00:30:00Z");
}

TEST(TimeZoneTest, AnHourThatIsLeftOutIsTheMomentAfterIt) {
  const TimeZone berlin = zone("Europe/Berlin");
  EXPECT_EQ(utc(berlin, "2026-03-29T02:30"), "2026-03-29T01:00:00Z");
  EXPECT_EQ(utc(berlin, "2026-03-29T03:00"), "2026-03-29T01:00:00Z");
  EXPECT_EQ(utc(zone("Pacific/Apia"), "2011-12-30T12:00"), "2011-12-30T10:00:00Z") << "a whole day";
}

TEST(TimeZoneTest, ThereAndBackIsTheSameMomentUnlessItsHourComesTwice) {
  for (const char* name : {"Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Apia",
                           "Australia/Lord_Howe", "America/St_Johns", "Europe/Dublin",
                           "Pacific/Chatham", "Africa/Casablanca", "Etc/GMT+5", "UTC"}) {
    const TimeZone there = zone(name);
    for (sys_seconds moment = at("2009-12-31T23:00Z"); moment < at("2051-01-02");
         moment += std::chrono::hours{7}) {
      const sys_seconds back = there.to_utc(there.to_local(moment));
      ASSERT_LE(back, moment) << name;
      ASSERT_EQ(there.to_local(back), there.to_local(moment)) << name << timestamp(moment);
    }
  }
}

TEST(TimeZoneTest, NamesThatAreNoneAreRefused) {
  for (const char* name : {"", "../etc", "/etc/passwd", "Europe/../Europe/Berlin", "Europe/Berlin ",
                           "zone.tab", "a b"})
    EXPECT_EQ(TimeZone::find(name).error().code, Code::kInvalidArgument) << name;
  EXPECT_EQ(TimeZone::find(std::string(65, 'a')).error().code, Code::kInvalidArgument);
  EXPECT_EQ(TimeZone::find("Europe/Atlantis").error().code, Code::kNotFound);
  EXPECT_EQ(TimeZone::find("Europe").error().code, Code::kNotFound) << "a folder";
}

TEST(TimeZoneTest, ADamagedFileIsNoZone) {
  const std::string whole = *read_file(std::string(kZoneFolder) + "/Europe/Berlin");
  ASSERT_TRUE(TimeZone::read("x", whole));
  for (std::size_t length = 0; length < whole.size(); ++length) {
    const auto cut = TimeZone::read("x", whole.substr(0, length));
    EXPECT_TRUE(!cut || length >= whole.size() - 30) << "only the rule at the end may be missing";
  }
  for (std::size_t i = 0; i < whole.size(); ++i) {
    std::string damaged = whole;
    damaged[i] = static_cast<char>(~damaged[i]);
    const auto read = TimeZone::read("x", damaged);
    if (read) static_cast<void>(utc(*read, "2026-03-29T02:30"));
  }
}

TEST(ZoneRuleTest, WhatIsNoRuleIsNone) {
  for (const char* text :
       {"", "C", "CET", "CET-1CEST,", "CET-1CEST,M3.5.0", "CET-1CEST,M13.5.0,M10.5.0",
        "CET-1CEST,M3.6.0,M10.5.0", "CET-1CEST,M3.5.7,M10.5.0", "CET-1CEST,J0,J365",
        "CET-1CEST,J366,J1", "CET-25", "<CET-1", "CET-1CEST,M3.5.0,M10.5.0x",
        "CET-1CEST,M3.5.0/168,M10.5.0"})
    EXPECT_FALSE(ZoneRule::parse(text)) << text;
}

TEST(ZoneRuleTest, DaysOfTheYearAreCountedWithAndWithoutLeapDays) {
  const auto first = [](const char* text, int year) {
    return timestamp(ZoneRule::parse(text)->changes_in(std::chrono::year{year})[0].at);
  };
  EXPECT_EQ(first("AAA0BBB,J60/0,J300", 2027), "2027-03-01T00:00:00Z");
  EXPECT_EQ(first("AAA0BBB,J60/0,J300", 2028), "2028-03-01T00:00:00Z");
  EXPECT_EQ(first("AAA0BBB,59/0,J300", 2027), "2027-03-01T00:00:00Z");
  EXPECT_EQ(first("AAA0BBB,59/0,J300", 2028), "2028-02-29T00:00:00Z");
  EXPECT_EQ(first("AAA0BBB,M3.5.0/-1,M10.5.0", 2026), "2026-03-28T23:00:00Z");
}

}  // namespace
}  // namespace aplomb
