// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/customer_document.h"

#include <vector>

#include "indexer/reader_view.h"

namespace aplomb {
namespace {

class Copier {
 public:
  explicit Copier(const Document& whole)
      : whole_(whole), view_(whole, Audience::kCustomer), places_(whole.nodes.size(), 0) {}

  Document run() {
    if (!view_.shows_anything()) return {};
    walk(
        whole_, view_, [this](std::uint32_t i) { close_up_to(i); },
        [this](std::uint32_t i) {
          enter(i);
          return true;
        });
    number_items();
    set_lists();
    return std::move(part_);
  }

 private:
  struct Open {
    std::uint32_t end;    // in the whole
    std::uint32_t place;  // in the part
  };

  void close_up_to(std::uint32_t node) {
    while (!open_.empty() && open_.back().end <= node) {
      part_.nodes[open_.back().place].end = static_cast<std::uint32_t>(part_.nodes.size());
      open_.pop_back();
    }
  }

  void enter(std::uint32_t index) {
    const Node& node = whole_.nodes[index];
    const std::uint32_t parent = index == 0 ? 0 : places_[node.parent];
    if (continues_list(node, parent)) {
      places_[index] = last_child_[parent];
    } else {
      places_[index] = static_cast<std::uint32_t>(part_.nodes.size());
      if (index > 0) last_child_[parent] = places_[index];
      last_child_.push_back(0);
      part_.nodes.push_back(copy(node, parent));
    }
    open_.push_back({node.end, places_[index]});
  }

  /// With nothing between them two lists in a row are one, as they are in Markdown.
  [[nodiscard]] bool continues_list(const Node& node, std::uint32_t parent) const {
    if (node.type != NodeType::kList || last_child_[parent] == 0) return false;
    const Node& before = part_.nodes[last_child_[parent]];
    return before.type == NodeType::kList && before.ordered == node.ordered;
  }

  Node copy(const Node& node, std::uint32_t parent) {
    Node shown = node;
    shown.audience = Audience::kCustomer;
    shown.parent = parent;
    shown.text = part_.keep(node.internal_address ? std::string_view() : whole_.view(node.text));
    shown.url = part_.keep(node.internal_address ? std::string_view() : whole_.view(node.url));
    if (node.type == NodeType::kFootnote || node.type == NodeType::kFootnoteRef)
      shown.number = view_.footnote(node.number);
    return shown;
  }

  void number_items() {
    std::vector<std::uint32_t> next(part_.nodes.size(), 0);
    for (std::size_t i = 0; i < part_.nodes.size(); ++i) {
      Node& node = part_.nodes[i];
      if (node.type == NodeType::kList) next[i] = node.number;
      if (node.type == NodeType::kItem) node.number = next[node.parent]++;
    }
  }

  /// In the file an empty line before an internal block sets the list loosely. Here it is loose
  /// when some item has two paragraphs.
  void set_lists() {
    std::vector<std::uint32_t> paragraphs(part_.nodes.size(), 0);
    for (Node& node : part_.nodes)
      if (node.type == NodeType::kList) node.tight = true;
    for (const Node& node : part_.nodes) {
      if (node.type != NodeType::kParagraph) continue;
      const Node& above = part_.nodes[node.parent];
      if (above.type == NodeType::kItem && ++paragraphs[node.parent] > 1)
        part_.nodes[above.parent].tight = false;
    }
  }

  const Document& whole_;
  ReaderView view_;
  std::vector<std::uint32_t> places_;  // of the whole's nodes in the part
  Document part_;
  std::vector<std::uint32_t> last_child_;  // of each node of the part; 0 without one
  std::vector<Open> open_;
};

}  // namespace

Document customer_part(const Document& document) {
  return Copier(document).run();
}

}  // namespace aplomb
