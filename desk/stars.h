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

constexpr std::size_t kMaxStars = 500;  ///< of one person

struct Star {
  ArticleId article;  ///< its id when it was starred
  std::string title;  ///< and its title
  Time starred;
};

/// The articles that somebody wants at hand. Nobody else is told of them.
///
/// Thread-safety: all members may be called from any thread at once.
/// Errors of all: kUnavailable (another process wrote for too long), kFull, kDamaged, kIo.
class Stars {
 public:
  /// Newest first.
  [[nodiscard]] Result<std::vector<Star>> list(PersonId person) const;

  /// Whatever former name it was starred by, it is one star, as old as it was.
  /// Errors: kNotFound (no such person), kConflict (there are kMaxStars).
  [[nodiscard]] Result<void> add(PersonId person, const NamedArticle& article);

  /// By any of its names; one that is not starred is no error.
  [[nodiscard]] Result<void> remove(PersonId person, const NamedArticle& article);

  Stars(const Stars&) = delete;
  Stars& operator=(const Stars&) = delete;

 private:
  friend class Desk;
  explicit Stars(Store& store) : store_(store) {}

  Store& store_;
};

}  // namespace aplomb::desk
