// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/reader_view.h"

namespace aplomb {
namespace {

bool holds_blocks(NodeType type) {
  return type == NodeType::kDocument || type == NodeType::kQuote || type == NodeType::kList ||
         type == NodeType::kItem || type == NodeType::kFootnote || type == NodeType::kTable;
}

}  // namespace

ReaderView::ReaderView(const Document& document, Audience reader)
    : reader_(reader), shown_(document.nodes.size(), false), footnotes_(1, 0) {
  const auto& nodes = document.nodes;
  const auto may_see = [&](const Node& node) {
    return reader == Audience::kInternal || node.audience == Audience::kCustomer;
  };
  // Backwards, so that what a container holds is known before the container; a part of something
  // that is gone is never asked for.
  for (std::size_t i = nodes.size(); i-- > 0;) {
    const Node& node = nodes[i];
    if (node.gone) {
      shown_[i] = false;
      continue;
    }
    // Who sees everything sees empty containers, too; a rule alone is nothing to see.
    if (!holds_blocks(node.type) || reader == Audience::kInternal) shown_[i] = may_see(node);
    const bool counts = shown_[i] && i > 0 && !is_inline(node.type) && node.type != NodeType::kRule;
    if (counts) shown_[node.parent] = true;
  }
  std::uint32_t next = 0;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    if (nodes[i].type != NodeType::kFootnote) continue;
    shown_[i] = shown_[i] && may_see(nodes[i]);
    footnotes_.push_back(shown_[i] ? ++next : 0);
  }
  for (std::size_t i = 0; i < nodes.size(); ++i)
    if (nodes[i].type == NodeType::kFootnoteRef)
      shown_[i] = shown_[i] && footnote(nodes[i].number) != 0;
}

}  // namespace aplomb
