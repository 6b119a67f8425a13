// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/article.h"

namespace aplomb {

enum class NodeType : std::uint8_t {
  // Blocks that hold blocks.
  kDocument,
  kQuote,
  kList,
  kItem,
  kFootnote,
  kTable,
  kRow,
  // Blocks that hold text.
  kParagraph,
  kHeading,
  kCode,
  kRule,
  kCell,
  // Text.
  kText,
  kSoftBreak,
  kLineBreak,
  kCodeSpan,
  kEmph,
  kStrong,
  kStrike,
  kLink,
  kImage,
  kFootnoteRef,
};

/// What the first line of a block quote makes of it.
enum class Mark : std::uint8_t {
  kNone,
  kCustomer,
  kSay,
  kInternal,
  kNote,
  kTip,
  kImportant,
  kWarning,
  kCaution,
};

/// A part of the document's text.
struct Span {
  std::uint32_t begin = 0, size = 0;
};

struct Node {
  NodeType type = NodeType::kDocument;
  bool plain_mark = false;                  ///< of a quote: its first line is written as `[!…`
  Mark mark = Mark::kNone;                  ///< of a quote
  Audience audience = Audience::kInternal;  ///< who may see the text below
  bool closed = false;  ///< internal whatever stands around it; may be set before mark_audiences
  bool gone = false;    ///< left out of everything, with what it holds
  bool internal_address = false;  ///< of a link or image: defined in a block that may be internal
  bool ordered = false;           ///< of a list
  bool tight = false;             ///< of a list: its paragraphs stand close
  bool task = false;              ///< of an item: it has a box …
  bool checked = false;           ///< … which is ticked
  std::uint8_t level = 0;         ///< of a heading, 1 to 6; of a row, 1 when it is the header
  char align = 0;                 ///< of a cell: 'l', 'c', 'r' or 0
  std::uint32_t parent = 0;
  std::uint32_t end = 0;     ///< the first node that is not below this one
  std::uint32_t number = 0;  ///< a list's first; an item's; a footnote's; of headings and leaf
                             ///< blocks, their heading's place in the outline, from 1
  int line = 0;              ///< in the file
  Span text;                 ///< of text and code; a link's or image's title; a code block's info
                             ///< and the anchor that a heading names itself are in `url`
  Span url;
};

/// A Markdown document as a list of nodes in the order of the text, each before what it holds.
/// A flat list needs no recursion, however deeply somebody nests, and a part of it is left out
/// by going on at its `end`.
struct Document {
  std::vector<Node> nodes;  ///< the first is the document itself
  std::string text;         ///< what the spans point into

  [[nodiscard]] std::string_view view(Span span) const {
    return std::string_view(text).substr(span.begin, span.size);
  }
  /// Adds `content` to the text.
  [[nodiscard]] Span keep(std::string_view content);
};

[[nodiscard]] constexpr bool is_inline(NodeType type) {
  return type >= NodeType::kText;
}

/// Blocks that hold text themselves: what a passage is made of. Rows stand for their cells.
[[nodiscard]] constexpr bool is_leaf_block(NodeType type) {
  return type == NodeType::kParagraph || type == NodeType::kCode || type == NodeType::kRow;
}

/// The text that stands below `node`, without marks: images give their alternative text, cells
/// are separated by " · ", references to footnotes give nothing.
[[nodiscard]] std::string plain_text(const Document& document, std::uint32_t node);

}  // namespace aplomb
