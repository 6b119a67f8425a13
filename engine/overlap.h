// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "engine/readers.h"
#include "engine/searcher.h"

namespace aplomb {

/// The articles in which most of the words of `passages` stand, in the same order, too; best first,
/// none below `least`. Candidates are those that have the rarest words of the longest passages
/// together: some ten short searches, and the passages of a few articles to be read.
/// Errors: kDamaged. Throws what Xapian throws.
[[nodiscard]] Result<std::vector<Overlap>> overlaps_in(Reader& reader,
                                                       std::span<const Passage> passages,
                                                       double least, std::size_t limit);

}  // namespace aplomb
