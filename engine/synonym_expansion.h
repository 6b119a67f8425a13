// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/expansion.h"
#include "engine/query.h"
#include "engine/stemmer.h"

namespace aplomb {

/// Adds to a plan whose groups are the clauses of `query` what the house's synonyms say: one word
/// or several neighbouring ones, the longest entry first. What stands for several words stands in
/// the group of each of them, so that finding it is finding them all. Only what the index has is
/// added; nothing is added to what was quoted or excluded. `plan.expanded` lists what was done.
void add_synonyms(const Query& query, const Vocabulary& vocabulary, Stemmer& stemmer, Plan& plan);

/// The same for what stands in the query when each group with `taken_for` is read so: to be called
/// once typing errors were corrected. add_synonyms() comes before that, since a word that the house
/// knows is no typing error.
void add_synonyms_of_corrections(const Query& query, const Vocabulary& vocabulary, Stemmer& stemmer,
                                 Plan& plan);

}  // namespace aplomb
