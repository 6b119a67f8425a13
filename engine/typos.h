// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/expansion.h"

namespace aplomb {

/// Adds to each group of which the index has nothing what its word may have been meant for. What is
/// typed and there wins: it is never corrected. Nor are words with digits, quoted or excluded ones,
/// codes (paths, addresses, versions), function words and those that must be taken as they are.
/// `plan` holds one group a clause of `query`.
void correct_typos(Plan& plan, const Query& query, const Vocabulary& vocabulary, Stemmer& stemmer);

}  // namespace aplomb
