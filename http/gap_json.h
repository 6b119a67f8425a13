// SPDX-License-Identifier: GPL-3.0-or-later
// For .cc files of this folder only: it names the JSON library.
#pragma once

#include "desk/gaps.h"
#include "desk/news.h"
#include "http/json.h"

namespace aplomb::http {

/// What a search says of a gap, in short.
[[nodiscard]] Json to_json(const desk::GapBrief& gap);

/// All of it. Articles are named as they are called now; those that are gone are left out.
[[nodiscard]] Json to_json(const desk::Gap& gap, const desk::GapHouse& house,
                           const Searcher& searcher);

[[nodiscard]] Json to_json(const desk::News& news, const Searcher& searcher);

}  // namespace aplomb::http
