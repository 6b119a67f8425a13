// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/finding.h"
#include "indexer/finding_log.h"

namespace aplomb {

/// What `aplomb.yaml` says of who may change articles:
///
///     publishing: {second_person: true}                 # or a list of departments and folders
///     departments:
///       - {id: payments, name: Payments, edit: own}     # others may flag and draft, not save
///
/// Fails closed: what is not understood asks for a second person, or keeps articles to themselves.
/// A value; thread-safe as such.
class HouseRules {
 public:
  /// Nothing is asked of anybody.
  HouseRules() = default;

  /// The rules of an `aplomb.yaml`. What cannot be taken as a whole asks for everything. Unknown
  /// keys and words are findings. Total: any bytes give an answer.
  [[nodiscard]] static HouseRules read(std::string_view bytes, FindingLog& log);

  /// Those of the file at the top of the articles folder as it is now; without one nothing is
  /// asked, and of one that cannot be read everything.
  [[nodiscard]] static HouseRules of(const std::filesystem::path& articles);

  /// Whether a change takes two: one who writes a draft, and another who publishes it. `path` is
  /// the article's within the folder, `department` its own word for it (may be empty). Ask of where
  /// it lies and of where it is to lie, of what it is and of what it is to be.
  [[nodiscard]] bool needs_second_person(std::string_view path, std::string_view department) const;

  /// The department that keeps the right to change its articles to itself, as people call it, where
  /// `department` names such a one by its id or its name; absent where anybody's may.
  [[nodiscard]] std::optional<std::string> keeps_to_itself(std::string_view department) const;

  /// Whether a person's department is the one that an article's names: by id or name, however
  /// written.
  [[nodiscard]] bool same_department(std::string_view one, std::string_view other) const;

  /// Whether `name` is what a department is called by, or the desk that takes its hand-overs, as in
  /// {id: payments, name: Payments, desk: payments tier 2}; however written.
  [[nodiscard]] bool goes_by(std::string_view department, std::string_view name) const;

 private:
  struct Department {
    std::string id, name, desk;  ///< folded
    std::string called;          ///< as written
    bool own = false;
  };
  [[nodiscard]] const Department* find(std::string_view department) const;

  std::vector<Department> departments_;
  bool all_need_second_person_ = false;
  bool all_keep_to_themselves_ = false;
  std::vector<std::string> second_person_in_;  ///< folders, or departments; folded, no '/' at ends
};

}  // namespace aplomb
