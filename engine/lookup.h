// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include "engine/expansion.h"
#include "engine/judgement.h"
#include "engine/ranking.h"
#include "engine/readers.h"
#include "engine/retrieval.h"
#include "engine/searcher.h"
#include "engine/stages.h"

namespace aplomb {

/// Everything that a search found out, before it is shown.
struct Found {
  Plan plan;
  Interpretation interpretation;
  Retrieved retrieved;
  std::vector<Ranked> ranked;          ///< one an article, best first
  std::optional<Judgement> judgement;  ///< none for a request without words, or in another order
};

/// Parses, expands, retrieves, ranks and judges: all stages of a search but showing. Throws what
/// Xapian throws.
[[nodiscard]] Found look_up(Reader& reader, const SearchRequest& request, Stages& stages);

}  // namespace aplomb
