// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "engine/article.h"
#include "indexer/document.h"

namespace aplomb {

/// Which of a document's blocks one reader sees. Both pages are written through it, so there is
/// one place that decides.
class ReaderView {
 public:
  /// kInternal sees everything, kCustomer what is customer text: containers and headings without
  /// any vanish, and footnotes are numbered anew.
  ReaderView(const Document& document, Audience reader);

  /// For blocks, and for references to footnotes; text is seen wherever its block is.
  [[nodiscard]] bool shows(std::uint32_t node) const { return shown_[node]; }
  [[nodiscard]] bool shows_anything() const { return shown_[0]; }
  [[nodiscard]] Audience reader() const { return reader_; }

  /// The number under which this reader knows footnote `number`; 0 when they don't.
  [[nodiscard]] std::uint32_t footnote(std::uint32_t number) const {
    return number < footnotes_.size() ? footnotes_[number] : 0;
  }

 private:
  Audience reader_;
  std::vector<bool> shown_;
  std::vector<std::uint32_t> footnotes_;
};

/// Goes through what the view shows, in document order. Calls `leave(i)` before node i is looked
/// at, and once more with the number of nodes at the end: every node that ends there or before is
/// done. `enter(i)` says whether the node's children are to be visited.
template <class Leave, class Enter>
void walk(const Document& document, const ReaderView& view, Leave&& leave, Enter&& enter) {
  const auto size = static_cast<std::uint32_t>(document.nodes.size());
  for (std::uint32_t i = 0; i < size;) {
    leave(i);
    const Node& node = document.nodes[i];
    const bool of_block = !is_inline(node.type) || node.type == NodeType::kFootnoteRef;
    const bool shown = of_block ? view.shows(i) : !node.gone;
    i = shown && enter(i) ? i + 1 : node.end;
  }
  leave(size);
}

}  // namespace aplomb
