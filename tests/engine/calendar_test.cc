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
