// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/calendar.h"

#include <gtest/gtest.h>

namespace aplomb {
namespace {

TEST(DateTest, IsoAmericanAndTimestampsAreRead) {
  EXPECT_EQ(to_string(*parse_date("2026-01-10")), "2026-01-10");
  EXPECT_EQ(to_string(*parse_date("2026-01-10T08:00:00Z")), "2026-01-10");
  EXPECT_EQ(to_string(*parse_date("04/21/2020")), "2020-04-21");
}

TEST(DateTest, DaysThatDoNotExistAreNone) {
  for (const char* text : {"2026-02-30", "2026-13-01", "soon", "", "2026-1-1", "2026-01-101"})
    EXPECT_FALSE(parse_date(text)) << text;
}

std::string read(const char* text) {
  const auto moment = parse_day_or_minute(text);
  return moment ? to_string(*moment) : "none";
}

TEST(DayOrMinuteTest, ADayOrATimeOfItIsReadInAnyZone) {
  EXPECT_EQ(read("2026-01-12"), "2026-01-12");
  EXPECT_EQ(read("04/21/2020"), "2020-04-21");
  for (const char* text :
       {"2026-01-12T08:30", "2026-01-12 08:30", "2026-01-12T08:30:59Z", "2026-01-12T09:30+01:00",
        "2026-01-12 07:00:00 -0130", "2026-01-12T09:30:00.25+01", "2026-01-13T00:30+16:00"})
    EXPECT_EQ(read(text), "2026-01-12T08:30:00Z") << text;
}

TEST(DayOrMinuteTest, TimesThatDoNotExistAreNone) {
  for (const char* text : {"2026-01-12T24:00", "2026-01-12T08:60", "2026-01-12T8:30", "2026-01-12T",
                           "2026-01-12T08:30X", "2026-01-12T08:30+1", "2026-01-12T08:30+01:0",
                           "2026-01-12T08:30+25:00", "0000-01-12", "9999-12-31", "soon", ""})
    EXPECT_EQ(read(text), "none") << text;
}

TEST(DayOrMinuteTest, ADayIsOverWhenTheNextBeginsAndAMinuteAtOnce) {
  EXPECT_EQ(timestamp(parse_day_or_minute("2026-02-28")->over()), "2026-03-01T00:00:00Z");
  EXPECT_EQ(timestamp(parse_day_or_minute("2026-02-28T18:00")->over()), "2026-02-28T18:00:00Z");
}

TEST(PeriodTest, UnitsAreReadInTheirSpellings) {
  EXPECT_EQ(parse_period("90d"), (Period{90, Period::Unit::kDays}));
  EXPECT_EQ(parse_period("12 weeks"), (Period{12, Period::Unit::kWeeks}));
  EXPECT_EQ(parse_period("6 Monate"), std::nullopt);
  EXPECT_EQ(parse_period("6 monate"), (Period{6, Period::Unit::kMonths}));
  for (const char* text : {"", "d", "0d", "-3 days", "3 fortnights", "99999d"})
    EXPECT_FALSE(parse_period(text)) << text;
}

TEST(PeriodTest, AMonthLaterIsTheLastDayOfAShorterMonth) {
  EXPECT_EQ(to_string(add(*parse_date("2026-01-31"), *parse_period("1 month"))), "2026-02-28");
  EXPECT_EQ(to_string(add(*parse_date("2024-02-29"), *parse_period("1y"))), "2025-02-28");
  EXPECT_EQ(to_string(add(*parse_date("2026-12-20"), *parse_period("2w"))), "2027-01-03");
}

}  // namespace
}  // namespace aplomb
