// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <filesystem>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/finding.h"
#include "engine/house_words.h"
#include "indexer/field_tree.h"
#include "indexer/finding_log.h"

namespace aplomb {

/// Far above any list that people keep by hand, and little enough for libyaml at its slowest.
inline constexpr std::size_t kMaxHouseFileBytes = std::size_t{256} * 1024;

/// The files beside the articles, at the top of their folder.
inline constexpr std::array<const char*, 2> kHouseFiles{"synonyms.yaml", "aplomb.yaml"};

/// What the files beside the articles say about words.
struct HouseFiles {
  HouseWords words;
  std::vector<Finding> findings;
  std::size_t refused = 0;  ///< files that could not be taken
};

/// Reads `synonyms.yaml` and `aplomb.yaml` at the top of the articles folder. A file that is not
/// there says nothing. Of one that cannot be taken a finding tells why, and what `former` has of
/// it stays.
[[nodiscard]] HouseFiles read_house_files(const std::filesystem::path& articles,
                                          const HouseWords& former);

/// The top of a house file as a map; absent, with a finding, when it cannot be taken as a whole.
/// Total: any bytes give an answer.
[[nodiscard]] std::optional<Field> read_house_fields(std::string_view bytes, FindingLog& log);

/// Warns of the keys of `map` that are not among `keys`.
void warn_about_others(const Field& map, std::initializer_list<std::string_view> keys,
                       FindingLog& log);

/// The rules of a `synonyms.yaml`; absent when the file cannot be taken as a whole. An entry or a
/// word that is wrong by itself is left out with a warning. Total: any bytes give an answer.
[[nodiscard]] std::optional<std::vector<SynonymRule>> read_synonyms(std::string_view bytes,
                                                                    FindingLog& log);

/// The no-typo words of an `aplomb.yaml`, as `HouseWords` has them; the same otherwise. Its other
/// parts are let be.
[[nodiscard]] std::optional<std::vector<std::string>> read_no_typo(std::string_view bytes,
                                                                   FindingLog& log);

}  // namespace aplomb
