// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/house_calendar.h"

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "engine/calendar.h"
#include "engine/unicode.h"
#include "indexer/field_tree.h"
#include "indexer/field_values.h"
#include "indexer/folder.h"
#include "indexer/house_files.h"
#include "indexer/text.h"

namespace aplomb {
namespace {

using std::chrono::local_days;
using std::chrono::minutes;
using Rules = WorkingCalendar::Rules;
using Shape = Field::Shape;

/// Far above any list that people keep by hand.
constexpr std::size_t kMaxDays = 2000;
/// Days of other years are slips of the pen.
constexpr std::chrono::year kFirstYear{1970}, kLastYear{2200};

void complain(FindingLog& log, const Field& at, std::string message, std::string hint) {
  log.add(Rule::kHouseEntry, at.line, std::move(message), std::move(hint));
}

/// By the first letters of its name, English or German; Sunday is 0.
std::optional<std::size_t> weekday_of(std::string_view text) {
  struct Name {
    std::string_view word;
    std::size_t day;
  };
  static constexpr std::array<Name, 35> kNames{{
      {"sun", 0},     {"sunday", 0},    {"so", 0},       {"sonntag", 0},  {"su", 0},
      {"mon", 1},     {"monday", 1},    {"mo", 1},       {"montag", 1},   {"tue", 2},
      {"tues", 2},    {"tuesday", 2},   {"di", 2},       {"dienstag", 2}, {"tu", 2},
      {"wed", 3},     {"wednesday", 3}, {"mi", 3},       {"mittwoch", 3}, {"we", 3},
      {"thu", 4},     {"thursday", 4},  {"do", 4},       {"thur", 4},     {"donnerstag", 4},
      {"thurs", 4},   {"th", 4},        {"fri", 5},      {"friday", 5},   {"fr", 5},
      {"freitag", 5}, {"sat", 6},       {"saturday", 6}, {"sa", 6},       {"samstag", 6},
  }};
  const std::string word = to_lower_ascii(trim(text));
  const auto* const name = std::ranges::find(kNames, word, &Name::word);
  return name == kNames.end() ? std::nullopt : std::optional(name->day);
}

/// `08:00`, `8:00`, `24:00`.
std::optional<minutes> time_of_day(std::string_view text) {
  text = trim(text);
  const std::size_t colon = text.find(':');
  if (colon == 0 || colon > 2 || text.size() != colon + 3) return std::nullopt;
  int hours = 0, rest = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i == colon) continue;
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    int& part = i < colon ? hours : rest;
    part = part * 10 + (text[i] - '0');
  }
  const minutes time = std::chrono::hours{hours} + minutes{rest};
  return rest > 59 || time > std::chrono::hours{24} ? std::nullopt : std::optional(time);
}

std::string shown(minutes time) {
  const auto two = [](auto number) { return (number < 10 ? "0" : "") + std::to_string(number); };
  return two(time.count() / 60) + ":" + two(time.count() % 60);
}

/// Reads the parts of one calendar, each with its own fallback.
class Reader {
 public:
  Reader(const Field& map, FindingLog& log)
      : map_(map), log_(log), values_(map, "calendar.", log) {}

  Rules rules(const std::filesystem::path& zones) {
    warn_about_others(map_, {"time_zone", "working_days", "hours", "holidays", "short_days"}, log_);
    read_zone(zones);
    read_working_days();
    read_hours();
    for (const Field& item : days_under("holidays")) read_holiday(item);
    for (const Field& item : days_under("short_days")) read_short_day(item);
    return std::move(rules_);
  }

 private:
  void read_zone(const std::filesystem::path& zones) {
    const Field* const field = values_.find({"time_zone"});
    if (field == nullptr)
      return complain(log_, map_, "`calendar` names no `time_zone`, and is taken for UTC",
                      "write time_zone: Europe/Berlin");
    auto zone = TimeZone::find(field->shape == Shape::kScalar ? trim(field->text) : "", zones);
    if (zone) {
      rules_.zone = std::move(*zone);
    } else {
      complain(log_, *field, "`calendar.time_zone`: " + zone.error().message,
               zone.error().hint + "; until then it is UTC");
    }
  }

  void read_working_days() {
    const Field* const field = values_.find({"working_days"});
    if (field == nullptr) return;
    std::array<bool, 7> working{};
    for (const std::string& text : values_.texts({"working_days"}, true)) {
      if (const auto day = weekday_of(text)) {
        working.at(*day) = true;
      } else {
        complain(log_, *field, "`calendar.working_days` has a day nobody knows, and it is left out",
                 "use mon, tue, wed, thu, fri, sat, sun");
      }
    }
    if (std::ranges::find(working, true) != working.end()) {
      rules_.working = working;
    } else {
      complain(log_, *field, "`calendar.working_days` leaves no day to work on",
               "write [mon, tue, wed, thu, fri]; until then it is that");
    }
  }

  void read_hours() {
    const Field* const field = values_.find({"hours"});
    if (field == nullptr) return;
    if (field->shape != Shape::kMap)
      return complain(log_, *field, "`calendar.hours` should be a group of `key: value`",
                      as_hours());
    warn_about_others(*field, {"start", "end"}, log_);
    const FieldValues hours(*field, "calendar.hours.", log_);
    const minutes opens = time(hours, "start", rules_.opens);
    const minutes closes = time(hours, "end", rules_.closes);
    if (opens >= closes)
      return complain(log_, *field, "`calendar.hours` end before they begin", as_hours());
    rules_.opens = opens;
    rules_.closes = closes;
  }

  [[nodiscard]] std::string as_hours() const {
    const std::string own = shown(rules_.opens) + "\", end: \"" + shown(rules_.closes);
    return "write {start: \"08:00\", end: \"18:00\"}, of one day; until then it is {start: \"" +
           own + "\"}";
  }

  minutes time(const FieldValues& hours, std::string_view key, minutes otherwise) const {
    const Field* const field = hours.find({key});
    if (field == nullptr) return otherwise;
    const auto time = field->shape == Shape::kScalar ? time_of_day(field->text) : std::nullopt;
    if (!time)
      complain(log_, *field, "`" + hours.name_of(*field) + "` is no time of day",
               "write \"08:00\", in quotes; until then it is " + shown(otherwise));
    return time.value_or(otherwise);
  }

  std::vector<Field> days_under(std::string_view key) const {
    const Field* const field = values_.find({key});
    if (field == nullptr) return {};
    if (field->shape != Shape::kSequence) {
      complain(log_, *field, "`" + values_.name_of(*field) + "` should be a list, and is left out",
               "write each day on a line that begins with `- `");
      return {};
    }
    std::vector<Field> items = field->items;
    if (items.size() > kMaxDays) {
      complain(log_, items[kMaxDays],
               "`" + values_.name_of(*field) + "` has more than " + std::to_string(kMaxDays) +
                   " days; the rest is left out",
               "take out what has passed");
      items.resize(kMaxDays);
    }
    return items;
  }

  /// The day of an entry, which may be a map or the day alone.
  std::optional<local_days> day_of(const Field& item, const FieldValues& values) const {
    const Field* const field = item.shape == Shape::kMap ? values.find({"date"}) : &item;
    const std::string_view text =
        field != nullptr && field->shape == Shape::kScalar ? trim(field->text) : std::string_view();
    const auto date = text.size() == 10 ? parse_date(text) : std::nullopt;
    if (date && date->year() >= kFirstYear && date->year() <= kLastYear) return local_days{*date};
    complain(log_, field != nullptr ? *field : item,
             "a day of the calendar is no date, and is left out",
             "write {date: 2026-12-25, name: Christmas Day}");
    return std::nullopt;
  }

  void read_holiday(const Field& item) {
    if (item.shape == Shape::kMap) warn_about_others(item, {"date", "name"}, log_);
    const FieldValues values(item, "calendar.holidays.", log_);
    const auto day = day_of(item, values);
    if (day && !rules_.holidays.insert(*day).second)
      complain(log_, item, "a holiday stands in the calendar twice", "delete one");
  }

  void read_short_day(const Field& item) {
    if (item.shape == Shape::kMap) warn_about_others(item, {"date", "end", "name"}, log_);
    const FieldValues values(item, "calendar.short_days.", log_);
    const auto day = day_of(item, values);
    if (!day) return;
    const Field* const end = item.shape == Shape::kMap ? values.find({"end"}) : nullptr;
    const auto time =
        end != nullptr && end->shape == Shape::kScalar ? time_of_day(end->text) : std::nullopt;
    if (!time)
      return complain(log_, item, "a short day does not say when it ends, and is left out",
                      "write {date: 2026-12-24, end: \"13:00\"}");
    if (*time <= rules_.opens)
      complain(log_, item, "a short day ends before it begins, and nobody works on it",
               "write it among the holidays, or mend `end`");
    else if (*time >= rules_.closes)
      complain(log_, item, "a short day ends no earlier than others, and changes nothing",
               "mend `end`, or take it out");
    if (!rules_.short_days.emplace(*day, *time).second)
      complain(log_, item, "a short day stands in the calendar twice; the first one counts",
               "delete one");
  }

  const Field& map_;
  FindingLog& log_;
  FieldValues values_;
  Rules rules_;
};

}  // namespace

std::optional<WorkingCalendar> read_calendar(std::string_view bytes, FindingLog& log,
                                             const std::filesystem::path& zones) {
  FindingLog unheard("");
  const auto root = read_house_fields(bytes, unheard);
  if (!root) return std::nullopt;
  const Field* const field = FieldValues(*root, "", unheard).find({"calendar"});
  if (field == nullptr) return WorkingCalendar();
  if (field->shape == Shape::kMap) return WorkingCalendar(Reader(*field, log).rules(zones));
  complain(log, *field, "`calendar` should be a group of `key: value`", "as in docs/articles.md");
  return WorkingCalendar();
}

HouseCalendar::Version HouseCalendar::version_of(const std::filesystem::path& file) {
  struct stat status {};
  if (::stat(file.c_str(), &status) != 0) return {};
  const auto& changed = status.st_ctim;  // unlike the time of the last writing, nobody sets it
  return {std::int64_t{changed.tv_sec} * 1'000'000'000 + changed.tv_nsec, status.st_size,
          status.st_ino, S_ISREG(status.st_mode)};
}

std::shared_ptr<const WorkingCalendar> HouseCalendar::current() {
  const Version version = version_of(file_);
  const std::lock_guard lock(mutex_);
  if (version == version_) return calendar_;
  version_ = version;
  if (version.size < 0) return calendar_ = std::make_shared<WorkingCalendar>();
  FindingLog unheard("");  // `aplomb check` and each indexing tell them
  std::optional<WorkingCalendar> calendar;
  if (version.regular)  // a pipe would be waited for
    if (const auto bytes = read_file(file_)) calendar = read_calendar(*bytes, unheard);
  if (calendar) calendar_ = std::make_shared<WorkingCalendar>(std::move(*calendar));
  return calendar_;
}

}  // namespace aplomb
