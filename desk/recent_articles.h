// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "desk/clock.h"
#include "desk/named_article.h"
#include "desk/people.h"
#include "engine/result.h"

namespace aplomb::desk {

class Store;

constexpr std::size_t kMaxRecent = 50;  ///< of one person; the oldest makes room

struct RecentArticle {
  ArticleId article;  ///< its id when it was opened
  std::string title;  ///< and its title
  Time at;
};

/// The articles that somebody has opened last. Nobody else is told of them.
///
/// Thread-safety: all members may be called from any thread at once.
/// Errors of all: kUnavailable (another process wrote for too long), kFull, kDamaged, kIo.
class RecentArticles {
 public:
  /// Newest first.
  [[nodiscard]] Result<std::vector<RecentArticle>> list(PersonId person) const;

  /// It was opened now. Errors: kNotFound (no such person).
  [[nodiscard]] Result<void> note(PersonId person, const NamedArticle& article);

  RecentArticles(const RecentArticles&) = delete;
  RecentArticles& operator=(const RecentArticles&) = delete;

 private:
  friend class Desk;
  explicit RecentArticles(Store& store) : store_(store) {}

  Store& store_;
};

}  // namespace aplomb::desk
