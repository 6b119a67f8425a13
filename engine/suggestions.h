// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>
#include <vector>

#include "engine/readers.h"
#include "engine/searcher.h"

namespace aplomb {

/// Searcher::suggest on one reader. Throws what Xapian throws.
[[nodiscard]] Result<std::vector<Suggestion>> suggest_in(Reader& reader, std::string_view text,
                                                         std::size_t limit);

}  // namespace aplomb
