// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>
#include <vector>

#include "desk/gap_house.h"
#include "desk/gaps.h"
#include "engine/result.h"
#include "engine/searcher.h"

namespace aplomb::desk {

/// How a gap's question is searched, when it is asked and whenever it is tried again: masked, its
/// last word whole.
[[nodiscard]] SearchRequest request_for(std::string_view question, std::string_view language);

/// What the index says of a question that somebody asks to be answered: how well it was answered,
/// what comes nearest, whose topic that is. `question` is as it was typed; `searcher` is internal
/// readers'. The owner is that of the department whose articles come nearest, as the house has it,
/// else of the nearest article, else the house's default.
/// Errors: as Searcher::search.
[[nodiscard]] Result<GapFacts> facts_about(const Searcher& searcher, const GapHouse& house,
                                           std::string_view question,
                                           std::string_view page_language);

/// What is found now, with the versions: none of it is an answer.
[[nodiscard]] Result<std::vector<KnownArticle>> known_now(const Searcher& searcher,
                                                          std::string_view question,
                                                          std::string_view language);

/// What a search made of the words.
[[nodiscard]] Readings readings_of(const Interpretation& interpretation);

}  // namespace aplomb::desk
