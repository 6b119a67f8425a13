// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "engine/expansion.h"

namespace aplomb {

/// Postings that a search may read: about a hundredth of a second. A time limit of Xapian's does
/// not bound a search, so its cost is known before it runs.
inline constexpr std::size_t kMaxPostings = 1'000'000;

/// What the plan would read, in postings: the lengths of its terms' posting lists; of a phrase the
/// shortest one's, times what looking at positions costs.
[[nodiscard]] std::size_t cost_of(const Plan& plan, const Vocabulary& vocabulary);

/// Takes out of the plan what costs most for what it tells until it costs no more than `most`:
/// first what only may stand for a word, then function words, then the commonest words. At least
/// one word stays. Returns the words that are not looked for, with why.
[[nodiscard]] std::vector<std::string> bound_cost(Plan& plan, const Vocabulary& vocabulary,
                                                  std::size_t most = kMaxPostings);

}  // namespace aplomb
