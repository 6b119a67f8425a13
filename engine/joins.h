// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/expansion.h"

namespace aplomb {

/// Words that are written together by some and apart by others. `plan` holds one group a clause of
/// `query`.
///
/// Two typed neighbours also look for the word that they make together, when the index has it:
/// `pass word`, `wi fi`, `err 4012`. Groups of digits also look for the number that they make:
/// `1 (800) 555-0199`. Each of the neighbours carries its share of the weight.
void add_joins(Plan& plan, const Query& query, const Vocabulary& vocabulary, Stemmer& stemmer);

/// A typed word also looks for the two that it is made of, where they stand next to each other:
/// `login`, `creditcard`.
void add_splits(Plan& plan, const Query& query, const Vocabulary& vocabulary);

}  // namespace aplomb
