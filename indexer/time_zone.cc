// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/time_zone.h"

#include <algorithm>
#include <cstdint>
#include <optional>

#include "indexer/folder.h"

namespace aplomb {
namespace {

using std::chrono::local_seconds;
using std::chrono::seconds;
using std::chrono::sys_seconds;

constexpr std::size_t kMaxNameLength = 64;
/// The longest file of tzdata 2025b has 236 changes.
constexpr std::size_t kMaxChanges = 10'000;
/// No place has ever been further from UTC (RFC 9636, 3.2 wants -25 to 26 hours).
constexpr seconds kMaxOffset = std::chrono::hours{26};
/// Years for which a rule is asked; others have the offset of the nearest.
constexpr std::chrono::year kFirstYear{1800}, kLastYear{9000};

bool is_name(std::string_view name) {
  const auto belongs = [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '+' || c == '-' || c == '/';
  };
  return !name.empty() && name.size() <= kMaxNameLength && name.front() != '/' &&
         std::ranges::all_of(name, belongs);
}

/// Reads big-endian numbers one after the other; `good` turns false at the end of the bytes.
class Bytes {
 public:
  explicit Bytes(std::string_view bytes) : rest_(bytes) {}

  std::string_view take(std::size_t count) {
    if (count > rest_.size()) {
      good_ = false;
      count = rest_.size();
    }
    const std::string_view taken = rest_.substr(0, count);
    rest_.remove_prefix(count);
    return taken;
  }
  std::int64_t number(std::size_t width) {
    const std::string_view taken = take(width);
    std::uint64_t value = 0;
    if (!taken.empty() && (static_cast<unsigned char>(taken[0]) & 0x80U) != 0) value = ~value;
    for (const char c : taken) value = value << 8U | static_cast<unsigned char>(c);
    return static_cast<std::int64_t>(value);
  }
  [[nodiscard]] bool good() const { return good_; }
  [[nodiscard]] std::string_view rest() const { return rest_; }

 private:
  std::string_view rest_;
  bool good_ = true;
};

/// The head of one block of a file; its counts are at most 2^31.
struct Head {
  char version = 0;
  std::size_t utc = 0, standard = 0, leaps = 0, changes = 0, types = 0, letters = 0;

  /// Of the block behind it, with times of so many bytes.
  [[nodiscard]] std::size_t size(std::size_t width) const {
    return changes * (width + 1) + types * 6 + letters + leaps * (width + 4) + standard + utc;
  }
};

std::optional<Head> read_head(Bytes& bytes) {
  if (bytes.take(4) != "TZif") return std::nullopt;
  const std::string_view version = bytes.take(16);  // and what is not used yet
  Head head;
  head.version = version.empty() ? '\0' : version[0];
  for (std::size_t* count :
       {&head.utc, &head.standard, &head.leaps, &head.changes, &head.types, &head.letters}) {
    const std::int64_t value = bytes.number(4);
    if (value < 0) return std::nullopt;
    *count = static_cast<std::size_t>(value);
  }
  return bytes.good() ? std::optional(head) : std::nullopt;
}

}  // namespace

Result<TimeZone> TimeZone::find(std::string_view name, const std::filesystem::path& folder) {
  if (!is_name(name))
    return fail(Code::kInvalidArgument, "this is no name of a time zone",
                "write it as Europe/Berlin");
  const auto bytes = read_file(folder / name);
  if (bytes) return read(std::string(name), *bytes);
  return fail(Code::kNotFound, "the time zone '" + std::string(name) + "' is not known here",
              "write it as Europe/Berlin, with its capitals; the package tzdata has the zones");
}

Result<TimeZone> TimeZone::read(std::string name, std::string_view text) {
  const auto damaged = [&] {
    return fail(Code::kDamaged, "the system's file of the time zone '" + name + "' does not read",
                "install the package tzdata again");
  };
  Bytes bytes(text);
  auto head = read_head(bytes);
  std::size_t width = 4;
  if (head && head->version >= '2') {  // the first block is for readers of 32 bits
    bytes.take(head->size(width));
    head = read_head(bytes);
    width = 8;
  }
  if (!head || head->leaps != 0 || head->types == 0 || head->types > 256 ||
      head->changes > kMaxChanges || head->size(width) > bytes.rest().size())
    return damaged();

  TimeZone zone;
  for (std::size_t i = 0; i < head->changes; ++i)
    zone.changes_.push_back({sys_seconds{seconds{bytes.number(width)}}, {}});
  const std::string_view indexes = bytes.take(head->changes);
  std::vector<seconds> offsets;
  for (std::size_t i = 0; i < head->types; ++i) {
    offsets.emplace_back(bytes.number(4));
    bytes.take(2);
    if (offsets.back() > kMaxOffset || offsets.back() < -kMaxOffset) return damaged();
  }
  for (std::size_t i = 0; i < head->changes; ++i) {
    const auto index = static_cast<unsigned char>(indexes[i]);
    if (index >= offsets.size() || (i > 0 && zone.changes_[i].at <= zone.changes_[i - 1].at))
      return damaged();
    zone.changes_[i].offset = offsets[index];
  }
  zone.first_offset_ = offsets.front();
  bytes.take(head->letters + head->standard + head->utc);

  std::string_view rule = bytes.rest();
  if (width == 4 || rule.size() <= 2) {  // without one the last offset stays
    const seconds last = zone.changes_.empty() ? zone.first_offset_ : zone.changes_.back().offset;
    zone.rule_ = ZoneRule::fixed(last);
  } else {
    if (rule.front() != '\n' || rule.back() != '\n') return damaged();
    const auto parsed = ZoneRule::parse(rule.substr(1, rule.size() - 2));
    if (!parsed) return damaged();
    zone.rule_ = *parsed;
  }
  zone.name_ = std::move(name);
  return zone;
}

local_seconds TimeZone::to_local(sys_seconds moment) const {
  return local_seconds{(moment + stretch_at(moment).offset).time_since_epoch()};
}

sys_seconds TimeZone::to_utc(local_seconds local) const {
  const sys_seconds as_utc{local.time_since_epoch()};
  Stretch stretch = stretch_at(as_utc - kMaxOffset);
  // a few changes at most lie within two days
  while (as_utc - stretch.offset >= stretch.ends) stretch = stretch_at(stretch.ends);
  return std::max(as_utc - stretch.offset, stretch.begins);
}

TimeZone::Stretch TimeZone::stretch_at(sys_seconds moment) const {
  const auto next = std::ranges::upper_bound(changes_, moment, {}, &ZoneChange::at);
  if (next == changes_.end()) return stretch_by_rule(moment);
  if (next == changes_.begin()) return {sys_seconds::min(), next->at, first_offset_};
  return {std::prev(next)->at, next->at, std::prev(next)->offset};
}

TimeZone::Stretch TimeZone::stretch_by_rule(sys_seconds moment) const {
  Stretch stretch{sys_seconds::min(), sys_seconds::max(), rule_.standard()};
  if (!changes_.empty()) stretch = {changes_.back().at, sys_seconds::max(), changes_.back().offset};
  const std::chrono::year middle =
      std::clamp(std::chrono::year_month_day(std::chrono::floor<std::chrono::days>(moment)).year(),
                 kFirstYear, kLastYear);
  for (int years = -1; years <= 1; ++years) {
    for (const ZoneChange& change : rule_.changes_in(middle + std::chrono::years{years})) {
      if (change.at <= stretch.begins) continue;  // the file lists it
      if (change.at > moment) return {stretch.begins, change.at, stretch.offset};
      stretch.begins = change.at;
      stretch.offset = change.offset;
    }
  }
  return stretch;
}

}  // namespace aplomb
