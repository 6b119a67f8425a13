// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "engine/result.h"
#include "indexer/zone_rule.h"

namespace aplomb {

/// Where Debian's package `tzdata` keeps the zones of the IANA database.
inline constexpr const char* kZoneFolder = "/usr/share/zoneinfo";

/// What clocks show at a place, by the IANA time zone database. A value; thread-safe as such.
///
/// The system's own files are read (TZif, RFC 9636): they follow the laws with each update of
/// `tzdata`. ICU brings a table of its own (Debian 12's is of 2022, before Egypt, Kazakhstan and
/// Greenland changed), GCC 12's library has no zones yet, and libc's belong to the whole process.
class TimeZone {
 public:
  /// UTC.
  TimeZone() = default;

  /// The zone of that name, such as `Europe/Berlin`. Errors: kInvalidArgument (no such name),
  /// kNotFound (no such zone, or no zones at all in `folder`), kDamaged (its file does not read).
  [[nodiscard]] static Result<TimeZone> find(std::string_view name,
                                             const std::filesystem::path& folder = kZoneFolder);

  /// The zone of a TZif file. Total: any bytes give a zone or kDamaged. Files that count leap
  /// seconds are refused: the system's clock does not count them.
  [[nodiscard]] static Result<TimeZone> read(std::string name, std::string_view bytes);

  [[nodiscard]] const std::string& name() const { return name_; }

  /// What clocks show at a moment.
  [[nodiscard]] std::chrono::local_seconds to_local(std::chrono::sys_seconds moment) const;

  /// The first moment at which clocks show `local`, or later: of an hour that comes twice the
  /// first, of one that is left out the moment at which it would have begun.
  [[nodiscard]] std::chrono::sys_seconds to_utc(std::chrono::local_seconds local) const;

 private:
  /// A time without a change of the clocks.
  struct Stretch {
    std::chrono::sys_seconds begins, ends;
    std::chrono::seconds offset;
  };
  [[nodiscard]] Stretch stretch_at(std::chrono::sys_seconds moment) const;
  [[nodiscard]] Stretch stretch_by_rule(std::chrono::sys_seconds moment) const;

  std::string name_ = "UTC";
  std::chrono::seconds first_offset_{};  ///< before all changes
  std::vector<ZoneChange> changes_;      ///< in their order
  ZoneRule rule_;                        ///< holds behind the last of them
};

}  // namespace aplomb
