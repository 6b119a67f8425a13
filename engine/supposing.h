// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "engine/readers.h"
#include "engine/searcher.h"

namespace aplomb {

/// The id under which an article stands that is only supposed to be there; no article can have it.
inline constexpr std::string_view kSupposedId = "~";

/// A reader that finds `supposed.article` as if it had been saved. Its passages stand in memory,
/// beside the live ones, so that frequencies, weights and positions are those of both; nothing is
/// written. Must not outlive `live`. Throws what Xapian throws.
[[nodiscard]] std::unique_ptr<Reader> suppose(Reader& live, const Supposed& supposed);

}  // namespace aplomb
