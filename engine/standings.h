// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <xapian.h>

#include <cstddef>

#include "engine/readers.h"
#include "engine/searcher.h"

/// Which articles want their owners' attention. All throw what Xapian throws.
namespace aplomb {

/// The first passages of articles that stand so, as a full database knows it. Of kFailing those
/// that have queries to be asked.
[[nodiscard]] Xapian::Query standing_query(const Reader& reader, Standing standing);

/// Whether a query that the article's front matter wants it found by does not find it: a pin that
/// is not first, or a test query that does not have it among the first kFoundAmong. Takes each
/// query that it asks off `left`, and asks none where there are none left.
[[nodiscard]] bool fails_its_queries(Reader& reader, const Article& article, std::size_t& left);

}  // namespace aplomb
