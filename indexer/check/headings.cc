// SPDX-License-Identifier: GPL-3.0-or-later
#include <string>

#include "indexer/check/checks.h"
#include "indexer/text.h"

namespace aplomb {

/// Headings in quotes and lists head nothing outside of them, and stand in no order with others.
void check_headings(const CheckedArticle& checked, FindingLog& log) {
  const Document& document = checked.document();
  int above = 1;  // the title's
  int titles = 0;
  for (std::uint32_t i = 1; i < document.nodes.size(); i = document.nodes[i].end) {
    const Node& node = document.nodes[i];
    if (node.type != NodeType::kHeading) continue;
    // a title that is gone is empty in plain_text()
    if (!node.gone && is_blank(plain_text(document, i))) {
      log.add(Rule::kEmptyHeading, node.line, "this heading has no text",
              "write one, or take its marks away");
      continue;
    }
    if (node.level == 1 && ++titles > 1)
      log.add(Rule::kSecondTitle, node.line,
              "this is the heading of level 1 number " + std::to_string(titles),
              "an article has one title; make this one a ## heading, or an article of its own");
    if (node.level > above + 1)
      log.add(Rule::kSkippedHeading, node.line,
              "a heading of level " + std::to_string(node.level) + " stands under one of level " +
                  std::to_string(above),
              "make it " + std::string(static_cast<std::size_t>(above) + 1, '#'));
    above = node.level;
  }
}

}  // namespace aplomb
