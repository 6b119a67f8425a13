// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/promise_words.h"

#include <gtest/gtest.h>

#include "engine/calendar.h"
#include "indexer/house_calendar.h"

namespace aplomb::desk {
namespace {

WorkingCalendar berlin(const std::string& hours = "{start: \"08:00\", end: \"18:00\"}") {
  FindingLog log("aplomb.yaml");
  return *read_calendar("calendar: {time_zone: Europe/Berlin, hours: " + hours + "}", log);
}

Time at(std::string_view text) {
  return parse_day_or_minute(text)->begins;
}

TEST(PromiseWordsTest, TheyAreOfTheArticleAndItsLanguage) {
  const auto words =
      words_of({"en", "refund visible.", "I know it is hard to wait", at("2027-01-29T17:00Z")},
               berlin(), at("2027-01-15T08:00Z"));
  EXPECT_EQ(words.made,
            "I know it is hard to wait. I promise you: refund visible. By Friday, 29 January at "
            "the latest.");
  EXPECT_EQ(words.notice,
            "I'm calling about what we promised you: refund visible, by Friday, 29 January. It "
            "will take longer than that. I'm sorry. I know it is hard to wait.");
  const auto german = words_of({"de", "ein Rückruf", "", at("2026-03-29T12:30Z")}, berlin(),
                               at("2026-03-29T08:00Z"));
  EXPECT_EQ(german.made,
            "Das sage ich Ihnen zu: ein Rückruf. Spätestens bis Sonntag, 29. März, 14:30 Uhr.");
  EXPECT_EQ(german.notice,
            "Ich melde mich wegen unserer Zusage: ein Rückruf, bis Sonntag, 29. März, 14:30 Uhr. "
            "Das wird länger dauern. Es tut mir leid.");
}

TEST(PromiseWordsTest, BehindItsTimeTheySayThatItWasDue) {
  EXPECT_EQ(words_of({"fr", "a call back", "", at("2026-12-31T11:00Z")}, berlin(),
                     at("2027-01-04T08:00Z"))
                .notice,
            "I'm calling about what we promised you: a call back. It was due by Thursday, 31 "
            "December 2026, 12:00, and it is not done yet. I'm sorry.");
}

TEST(PromiseWordsTest, ADayThatEndsAtMidnightIsTheDayThatEnds) {
  EXPECT_EQ(words_of({"en", "it", "", at("2027-01-15T23:00Z")},
                     berlin("{start: \"00:00\", end: \"24:00\"}"), at("2027-01-15T08:00Z"))
                .made,
            "I promise you: it. By Friday, 15 January at the latest.");
}

}  // namespace
}  // namespace aplomb::desk
