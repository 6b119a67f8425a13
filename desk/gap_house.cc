// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/gap_house.h"

#include <system_error>
#include <utility>

#include "indexer/folder.h"
#include "indexer/house_calendar.h"
#include "indexer/house_files.h"

namespace aplomb::desk {
namespace {

constexpr std::chrono::days kWhereNeverOpen{7};

}  // namespace

Time GapHouse::due(Time asked) const {
  return calendar.due(asked, rules.within()).value_or(asked + kWhereNeverOpen);
}

Time GapHouse::day_of(Time now) const {
  const auto local = calendar.zone().to_local(now);
  return calendar.zone().to_utc(std::chrono::floor<std::chrono::days>(local));
}

void GapHouseFiles::follow(std::filesystem::path articles) {
  const std::scoped_lock lock(mutex_);
  articles_ = std::move(articles);
}

void GapHouseFiles::speak(std::vector<std::string> languages) {
  const std::scoped_lock lock(mutex_);
  spoken_ = std::move(languages);
}

std::shared_ptr<const GapHouse> GapHouseFiles::now() const {
  const std::scoped_lock lock(mutex_);
  return house_;
}

GapHouseFiles::Version GapHouseFiles::version_of(const std::filesystem::path& file) {
  std::error_code none;
  const auto size = std::filesystem::file_size(file, none);
  if (none) return {};
  const auto changed = std::filesystem::last_write_time(file, none).time_since_epoch();
  return {std::chrono::duration_cast<std::chrono::nanoseconds>(changed).count(),
          static_cast<std::int64_t>(size)};
}

std::shared_ptr<const GapHouse> GapHouseFiles::refresh() {
  const std::scoped_lock lock(mutex_);
  std::array<Version, 2> versions;
  if (!articles_.empty())
    for (std::size_t i = 0; i < versions.size(); ++i)
      versions[i] = version_of(articles_ / kHouseFiles[i]);
  if (versions == versions_ && read_articles_ == articles_ && read_spoken_ == spoken_)
    return house_;
  auto house = std::make_shared<GapHouse>();
  HouseWords words;
  if (!articles_.empty()) {
    words = read_house_files(articles_, {}).words;
    if (const auto bytes = read_file(articles_ / kHouseFiles[1])) {
      FindingLog unheard(kHouseFiles[1]);
      house->rules = GapRules::read(*bytes, unheard);
      if (auto calendar = read_calendar(*bytes, unheard)) house->calendar = *std::move(calendar);
    }
  }
  house->words = QuestionWords(words, spoken_);
  house_ = std::move(house);
  versions_ = versions;
  read_articles_ = articles_;
  read_spoken_ = spoken_;
  return house_;
}

}  // namespace aplomb::desk
