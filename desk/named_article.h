// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "engine/article.h"

namespace aplomb::desk {

/// What is kept of an article's title; a longer one is cut.
constexpr std::size_t kMaxKeptTitleBytes = 300;

/// An article under all the names that somebody may have noted it by.
struct NamedArticle {
  ArticleId id;                        ///< as it is called now
  std::string title;                   ///< as it is called now
  std::vector<ArticleId> former = {};  ///< ids that it had
};

}  // namespace aplomb::desk
