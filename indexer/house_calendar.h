// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string_view>

#include "indexer/finding_log.h"
#include "indexer/working_time.h"

namespace aplomb {

/// The calendar that `aplomb.yaml` writes:
///
///     calendar:
///       time_zone: Europe/Berlin
///       working_days: [mon, tue, wed, thu, fri]
///       hours: {start: "08:00", end: "18:00"}
///       holidays: [{date: 2026-12-25, name: Christmas Day}]
///       short_days: [{date: 2026-12-24, end: "13:00", name: Christmas Eve}]
///
/// What is not said, or cannot be taken, is as in WorkingCalendar::Rules, and a finding says so. A
/// wrong day is left out alone; one that ends before it begins counts as a holiday. Absent when the
/// file cannot be taken as a whole, which read_house_files() tells. Total: any bytes give an
/// answer.
[[nodiscard]] std::optional<WorkingCalendar> read_calendar(
    std::string_view bytes, FindingLog& log, const std::filesystem::path& zones = kZoneFolder);

/// The calendar of an articles folder as its file is now: looked at with each question (a `stat`)
/// and read again when it has changed. While it cannot be read, what it said before holds, else
/// WorkingCalendar's own. What `tzdata` changes is known when the file changes, or at the next
/// start. Thread-safe.
class HouseCalendar {
 public:
  explicit HouseCalendar(const std::filesystem::path& articles) : file_(articles / "aplomb.yaml") {}

  /// Never null.
  [[nodiscard]] std::shared_ptr<const WorkingCalendar> current();

 private:
  struct Version {
    std::int64_t changed_ns = 0, size = -1;
    std::uint64_t inode = 0;
    bool regular = false;
    bool operator==(const Version&) const = default;
  };
  [[nodiscard]] static Version version_of(const std::filesystem::path& file);

  const std::filesystem::path file_;
  std::mutex mutex_;  // guards what follows
  Version version_;
  std::shared_ptr<const WorkingCalendar> calendar_ = std::make_shared<WorkingCalendar>();
};

}  // namespace aplomb
