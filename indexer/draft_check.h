// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "engine/article.h"
#include "engine/finding.h"
#include "engine/searcher.h"
#include "indexer/checking.h"

namespace aplomb {

/// An article as somebody is writing it.
struct Draft {
  std::string path;  ///< where it lies or is to lie, within the articles folder
  std::string bytes;
  std::optional<ArticleId> replaces = {};  ///< the article that it is to replace; absent: a new one
  std::string default_language = "en";     ///< where it does not say
};

/// What is said of a draft.
struct DraftReport {
  std::optional<Article> article;  ///< absent where it could not be taken; pages included
  std::vector<Finding> findings;   ///< by line
  std::vector<CheckedQuery> queries;
  using Duplicate = Overlap;
  std::vector<Duplicate> duplicates;  ///< that its text stands in, too; largest share first
};

/// Pins and test queries of a draft that are asked, so that an answer comes while somebody writes.
inline constexpr std::size_t kMaxDraftQueries = 20;

/// Checks a draft by the folder's rules against the articles that are there: every rule that one
/// article can break, its links and images, ids that clash, near-duplicates, and whether its test
/// queries would bring it first among them, for which it is held in memory beside their index.
/// `searcher` is an internal reader's of the folder's index, and brings the word vectors that it
/// was opened with. Bounded: some 50 ms for an ordinary article with 50,000 others. Thread-safe.
/// Errors: kNotFound (no folder, no index), kDamaged, kIo; whatever the draft says is a finding.
[[nodiscard]] Result<DraftReport> check_draft(const std::filesystem::path& articles,
                                              const Draft& draft, const Searcher& searcher);

}  // namespace aplomb
