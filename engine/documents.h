// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <xapian.h>

#include <vector>

#include "engine/article.h"
#include "engine/stemmer.h"
#include "engine/word_vectors.h"

namespace aplomb {

/// The Xapian documents of an article, one a passage, in the shape of `schema.h`; at least one.
/// `article` is what the readers of the database may see of it: whole for `full`, its projection
/// for `customer`. `has_projection` says whether customers see anything of it. With `vectors`
/// the passages of an article in their language carry vectors.
[[nodiscard]] std::vector<Xapian::Document> make_documents(const Article& article,
                                                           Audience database, bool has_projection,
                                                           Stemmer& stemmer,
                                                           const WordVectors* vectors = nullptr);

}  // namespace aplomb
