// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "desk/gaps.h"
#include "engine/article.h"

namespace aplomb::desk {

/// What an article that is to answer a gap begins as, in the callers' words: `confidence: wip`, the
/// ways in which it was asked as symptoms and test queries, its owner and department. All of it is
/// internal, whatever kind it is of: nobody has decided yet what customers may hear, and callers'
/// words are not for other callers.
[[nodiscard]] std::string article_for(const Gap& gap, const ArticleId& id, const std::string& title,
                                      Kind kind);

/// The title where nobody gives one: the question, with a capital.
[[nodiscard]] std::string title_for(const Gap& gap);

}  // namespace aplomb::desk
