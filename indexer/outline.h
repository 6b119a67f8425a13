// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "indexer/document.h"

namespace aplomb {

/// A heading, and the one it stands under.
struct OutlineEntry {
  std::uint32_t node = 0;
  std::uint32_t parent = 0;  ///< its place in the outline, from 1; 0 at the top
  int level = 1;
  std::string text;
  std::string anchor;
  Audience audience = Audience::kInternal;
};

using Outline = std::vector<OutlineEntry>;

/// The text of the heading that titles the document: the first of level 1 outside quotes and
/// lists, else the first of any level; empty without headings.
[[nodiscard]] std::string title_from_headings(const Document& document);

/// Takes the first heading out when it is of level 1 and repeats `title`.
void drop_title_heading(Document& document, std::string_view title);

/// Finds which heading each block stands under (`Node::number` of leaf blocks), who may see each
/// heading (whoever may see something under it) and names its anchor. A heading inside a quote or
/// a list item heads nothing outside of it. Call after mark_audiences.
[[nodiscard]] Outline build_outline(Document& document);

}  // namespace aplomb
