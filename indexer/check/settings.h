// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/finding.h"
#include "indexer/finding_log.h"
#include "indexer/rules.h"

namespace aplomb {

/// What `aplomb.yaml` says about checking. A value.
class CheckSettings {
 public:
  /// How much a rule counts; absent where it is off.
  using Severity = std::optional<Finding::Severity>;
  using Severities = std::map<Rule, Severity>;

  /// A word or phrase that customers must not read.
  struct InternalWord {
    std::string word;
    std::string say;  ///< what to write in its place; may be empty
  };

  std::vector<InternalWord> internal_words;
  /// Addresses, domains, numbers and words that are the desk's own, or examples.
  std::vector<std::string> allowed;
  std::set<std::string> owned_departments;  ///< ids of those that have an owner
  Severities rules;
  /// What holds in a folder instead, by its path with a '/' behind it.
  std::vector<std::pair<std::string, Severities>> folders;

  /// What `rule` counts for the file at `path` within the articles folder: as the longest folder
  /// around it says, else as `rules` says, else its own. A file that was not taken stays refused.
  [[nodiscard]] Severity severity_of(Rule rule, std::string_view path) const;

  /// Gives each finding its severity and leaves out those whose rule is off.
  void apply(std::vector<Finding>& findings) const;
};

/// Reads the `check`, `internal_words` and `departments` of an `aplomb.yaml`. What is wrong by
/// itself is left out with a warning; of a file that cannot be taken nothing holds, and why is told
/// by read_house_files(). Total: any bytes give settings. Thread-safe.
[[nodiscard]] CheckSettings read_check_settings(std::string_view bytes, FindingLog& log);

/// Those of the folder; the settings of none where there is no `aplomb.yaml`.
[[nodiscard]] CheckSettings load_check_settings(const std::filesystem::path& articles,
                                                FindingLog& log);

}  // namespace aplomb
