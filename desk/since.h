// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "desk/clock.h"
#include "desk/desk.h"
#include "desk/editing.h"
#include "engine/searcher.h"
#include "indexer/word_difference.h"

/// What has changed among the articles that somebody has to do with.
namespace aplomb::desk {

constexpr std::size_t kMaxChangesTold = 100;
/// Of how many of them the difference is told, and of each how much.
constexpr std::size_t kMaxDifferencesTold = 50;
constexpr std::size_t kMaxDifferenceBytes = std::size_t{4} * 1024;
/// Articles of one owner that are looked at.
constexpr std::size_t kMaxOwned = 500;

/// Why an article is somebody's business: "starred", "noted", "recent", "used", "owned".
using Reasons = std::map<ArticleId, std::set<std::string>>;

struct ArticleChange {
  enum class What { kChanged, kArchived, kGone, kNew } what = What::kChanged;
  ArticleId article;  ///< as it is called now
  std::string title;
  std::set<std::string> why;
  Time at;  ///< of the newest change
  std::optional<WordDifference> difference;
};

struct ChangesTold {
  std::vector<ArticleChange> changes;  ///< newest first
  bool more = false;
};

/// "changed", "archived", "gone", "new"
[[nodiscard]] std::string_view to_string(ArticleChange::What what);

/// What somebody starred, noted and opened last, by the ids that it had then. Errors: the desk's.
[[nodiscard]] Result<Reasons> reasons_of(Desk& desk, PersonId person);

/// What has become of these articles, and of those that `owner` (a name, a department, a team)
/// owns, since then. `editing` may be null: without it, and without a history, only what the index
/// has is told, which is neither differences nor what is gone. Errors: those of the searcher and
/// the history.
[[nodiscard]] Result<ChangesTold> changes_since(const Searcher& searcher, const Editing* editing,
                                                const Reasons& reasons,
                                                const std::vector<std::string>& owners, Time since);

}  // namespace aplomb::desk
