// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/finding_log.h"
#include "indexer/within.h"

namespace aplomb {

/// What `aplomb.yaml` says of questions that nothing answers: in what time, by whom, and what the
/// caller may be told meanwhile:
///
///     gaps:
///       within: 4 hours
///       hold: {en: "I want to be right about this …", de: "…"}   # or one text for all languages
///     default_owner: coaching-kb
///     departments:
///       - {id: payments, name: Payments, owner: payments-kb}
///
/// A value; thread-safe as such.
class GapRules {
 public:
  /// Four opening hours, our own words, and nobody's.
  GapRules() = default;

  /// The rules of an `aplomb.yaml`. What cannot be taken is as where nothing is said, and a finding
  /// of what stands under `gaps` says so. Total: any bytes give an answer.
  [[nodiscard]] static GapRules read(std::string_view bytes, FindingLog& log);

  /// In what time a gap is to be closed, from when it was first asked.
  [[nodiscard]] Within within() const { return within_; }

  /// Words to hold a caller with, in a language (ISO 639-1; may be empty) or else in English.
  [[nodiscard]] std::string hold(std::string_view language) const;

  /// Who owns the articles of a department, by its id or name, however written; else, and of no
  /// department, the house's default owner. Empty where that is nobody.
  [[nodiscard]] std::string owner_of(std::string_view department) const;

 private:
  struct Department {
    std::string id, name;  ///< folded
    std::string owner;
  };

  Within within_{4, Within::Unit::kHours};
  std::map<std::string, std::string, std::less<>> hold_;  // by language; "": for all
  std::string default_owner_;
  std::vector<Department> departments_;
};

}  // namespace aplomb
