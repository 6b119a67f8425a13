// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "desk/clock.h"
#include "indexer/working_time.h"

namespace aplomb::desk {

/// What is said to callers about a promise; plain text for a person to read out.
struct PromiseWords {
  std::string made;    ///< promising it
  std::string notice;  ///< telling that it will be late, or that it is
};

/// What the words are made of: all the article's own, but for the day.
struct PromiseSaid {
  std::string_view language;  ///< ISO 639-1; German where it is `de`, else English
  std::string_view what, empathy;
  Time due;
};

/// Days and times are those of the calendar's zone. The time is left out where it is the end of a
/// working day, the year where it is this one.
[[nodiscard]] PromiseWords words_of(const PromiseSaid& promise, const WorkingCalendar& calendar,
                                    Time now);

}  // namespace aplomb::desk
