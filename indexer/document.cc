// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/document.h"

namespace aplomb {

Span Document::keep(std::string_view content) {
  const Span span{static_cast<std::uint32_t>(text.size()),
                  static_cast<std::uint32_t>(content.size())};
  text += content;
  return span;
}

std::string plain_text(const Document& document, std::uint32_t node) {
  std::string result;
  const std::uint32_t end = document.nodes[node].end;
  bool first_cell = true;
  for (std::uint32_t i = node; i < end;) {
    const Node& part = document.nodes[i];
    if (part.gone) {
      i = part.end;
      continue;
    }
    switch (part.type) {
      case NodeType::kText:
      case NodeType::kCodeSpan:
      case NodeType::kCode:
        result += document.view(part.text);
        break;
      case NodeType::kSoftBreak:
        result += ' ';
        break;
      case NodeType::kLineBreak:
        result += '\n';
        break;
      case NodeType::kCell:
        if (!first_cell) result += " · ";
        first_cell = false;
        break;
      default:
        break;
    }
    ++i;
  }
  return result;
}

}  // namespace aplomb
