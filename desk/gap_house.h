// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "desk/clock.h"
#include "desk/question_words.h"
#include "indexer/gap_rules.h"
#include "indexer/working_time.h"

namespace aplomb::desk {

/// What the files beside the articles say of questions that nothing answers. Immutable.
struct GapHouse {
  QuestionWords words;
  GapRules rules;
  WorkingCalendar calendar;

  /// When a gap is due that was first asked at that time; a week later where the calendar never
  /// opens within reach.
  [[nodiscard]] Time due(Time asked) const;
  /// When the day began on the house's clocks.
  [[nodiscard]] Time day_of(Time now) const;
};

/// The house of an articles folder as its files are now. Thread-safe.
class GapHouseFiles {
 public:
  /// Whose files to read; empty: there are none. Read at the next refresh().
  void follow(std::filesystem::path articles);
  /// The languages of the articles, for questions that do not show theirs.
  void speak(std::vector<std::string> languages);

  /// As it was last read. Costs a lock; never null.
  [[nodiscard]] std::shared_ptr<const GapHouse> now() const;
  /// The same, read again where a file has changed since: looks at two files.
  std::shared_ptr<const GapHouse> refresh();

 private:
  struct Version {
    std::int64_t changed_ns = 0, size = -1;
    bool operator==(const Version&) const = default;
  };
  static Version version_of(const std::filesystem::path& file);

  mutable std::mutex mutex_;  // guards what follows
  std::filesystem::path articles_;
  std::vector<std::string> spoken_, read_spoken_;
  std::array<Version, 2> versions_;
  std::filesystem::path read_articles_;
  std::shared_ptr<const GapHouse> house_ = std::make_shared<GapHouse>();
};

}  // namespace aplomb::desk
