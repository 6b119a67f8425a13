// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "engine/article.h"
#include "indexer/document.h"
#include "indexer/outline.h"

namespace aplomb {

/// Passages are about this long; one is never twice as long.
inline constexpr std::size_t kPassageWords = 300;

/// Divides the document into passages: blocks that follow each other under one heading with one
/// audience, up to kPassageWords. A block longer than that is divided between its lines, else its
/// sentences, else its words. List items keep their numbers, tables give a line a row.
[[nodiscard]] std::vector<Passage> divide_into_passages(const Document& document,
                                                        const Outline& outline);

}  // namespace aplomb
