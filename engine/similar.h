// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>

#include "engine/readers.h"
#include "engine/searcher.h"

namespace aplomb {

/// The articles that are about the same thing as one, best first: those of its language that have
/// the words of its title, tags, symptoms and description in one passage, and, where meaning is on,
/// whose titles mean what its title means. None that is archived, expired or excluded, and none
/// that is not near: an article that stands alone has none.
///
/// Reads at most 50,000 postings and looks at 100 articles closely; where meaning is on it
/// compares all titles as well.
/// Errors: kInvalidArgument (limit not in 1..kMaxSimilar), kNotFound, kDamaged. Throws what Xapian
/// throws.
[[nodiscard]] Result<SimilarArticles> similar_in(Reader& reader, const ArticleId& id,
                                                 std::size_t limit);

}  // namespace aplomb
