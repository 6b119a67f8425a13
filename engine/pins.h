// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/article.h"

namespace aplomb {

/// The boolean term that the first passage of an article has when the article is pinned for
/// exactly this query. Case, accents, white space and signs at its end do not matter; nothing else
/// is overlooked. Empty when nothing is left of the query.
/// Thread-safe.
[[nodiscard]] std::string pin_term(std::string_view query);

/// The pins of which every word stands in what customers may read of the article. That an article
/// answers to a pin tells whoever guesses it that it was written; these tell nothing new.
[[nodiscard]] std::vector<std::string> pins_for_customers(const std::vector<std::string>& pins,
                                                          const Article& shown);

}  // namespace aplomb
