// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/outline.h"

#include <utf8proc.h>

#include <optional>
#include <unordered_map>

#include "engine/unicode.h"
#include "indexer/article_fields.h"
#include "indexer/text.h"

namespace aplomb {
namespace {

/// GitHub's way to name a heading: lower-case, letters, digits, `_` and `-` kept in any script,
/// spaces to hyphens, everything else gone.
std::string slug_of(std::string_view text) {
  std::string slug;
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = next_code_point(text, at);
    if (c == ' ' || c == '-') {
      slug += '-';
    } else if (c == '_') {
      slug += '_';
    } else {
      const auto category = utf8proc_category(static_cast<utf8proc_int32_t>(c));
      const bool kept = category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_NO;
      if (kept)
        append_utf8(slug,
                    static_cast<char32_t>(utf8proc_tolower(static_cast<utf8proc_int32_t>(c))));
    }
  }
  return slug.empty() ? "section" : slug;
}

/// Makes names unique by a number behind them.
class Names {
 public:
  std::string take(const std::string& wanted) {
    if (used_.emplace(wanted, 0).second) return wanted;
    for (;;) {
      std::string name = wanted + '-' + std::to_string(++used_[wanted]);
      if (used_.emplace(name, 0).second) return name;
    }
  }

 private:
  std::unordered_map<std::string, int> used_;  // with the last number given out behind it
};

/// Takes Docusaurus's `{#custom-id}` off the end of a heading, for good.
std::string take_custom_anchor(Document& document, std::uint32_t heading) {
  if (const Span taken = document.nodes[heading].url; taken.size > 0)
    return std::string(document.view(taken));
  const std::uint32_t last = document.nodes[heading].end - 1;
  Node& node = document.nodes[last];
  if (last == heading || node.type != NodeType::kText) return {};
  const std::string_view text = document.view(node.text);
  const std::size_t open = text.rfind("{#");
  if (open == std::string_view::npos || !text.ends_with('}')) return {};
  std::string anchor = slug_of(text.substr(open + 2, text.size() - open - 3));
  node.text.size = static_cast<std::uint32_t>(trim(text.substr(0, open)).size());
  document.nodes[heading].url = document.keep(anchor);
  return anchor;
}

bool at_top(const Document& document, std::uint32_t node) {
  return document.nodes[document.nodes[node].parent].type == NodeType::kDocument;
}

std::string heading_text(const Document& document, std::uint32_t node) {
  std::string text = collapse_space(plain_text(document, node));
  static_cast<void>(cut_text(text, kMaxTitleLength));
  return text;
}

class Builder {
 public:
  explicit Builder(Document& document) : document_(document) {
    scopes_.push_back({static_cast<std::uint32_t>(document.nodes.size()), 0, 0});
  }

  Outline run() {
    find_footnote_places();
    for (std::uint32_t i = 1; i < document_.nodes.size(); ++i) {
      while (scopes_.back().end <= i) {
        current_ = scopes_.back().outside;
        scopes_.pop_back();
      }
      Node& node = document_.nodes[i];
      if (node.gone) {
        i = node.end - 1;
        continue;
      }
      switch (node.type) {
        case NodeType::kQuote:
        case NodeType::kItem:
          scopes_.push_back({node.end, current_, current_});
          break;
        case NodeType::kFootnote:
          open_footnote(node);
          break;
        case NodeType::kHeading:
          add_heading(i);
          break;
        default:
          if (is_leaf_block(node.type)) add_leaf(node);
      }
    }
    name_anchors();
    return std::move(outline_);
  }

 private:
  struct Scope {
    std::uint32_t end;      // the node after it
    std::uint32_t outside;  // the heading to go back to
    std::uint32_t floor;    // headings inside never reach above this one
  };

  /// For each footnote, the leaf block that refers to it first.
  void find_footnote_places() {
    std::uint32_t leaf = 0;
    for (std::uint32_t i = 0; i < document_.nodes.size(); ++i) {
      const Node& node = document_.nodes[i];
      if (is_leaf_block(node.type) || node.type == NodeType::kHeading) leaf = i;
      if (node.type == NodeType::kFootnoteRef) first_reference_.emplace(node.number, leaf);
    }
  }

  void open_footnote(const Node& footnote) {
    scopes_.push_back({footnote.end, 0, 0});
    const auto place = first_reference_.find(footnote.number);
    current_ = place == first_reference_.end() ? 0 : document_.nodes[place->second].number;
    scopes_.back().floor = current_;
  }

  void add_heading(std::uint32_t index) {
    Node& node = document_.nodes[index];
    const std::string custom = take_custom_anchor(document_, index);
    OutlineEntry entry;
    entry.node = index;
    entry.level = node.level;
    entry.text = heading_text(document_, index);
    entry.anchor = custom.empty() ? slug_of(entry.text) : custom;
    entry.parent = current_;
    while (entry.parent != scopes_.back().floor && outline_[entry.parent - 1].level >= entry.level)
      entry.parent = outline_[entry.parent - 1].parent;
    outline_.push_back(std::move(entry));
    current_ = static_cast<std::uint32_t>(outline_.size());
    node.number = current_;
  }

  void add_leaf(Node& node) {
    node.number = current_;
    // a rule alone is nothing to see
    if (node.audience != Audience::kCustomer || node.type == NodeType::kRule) return;
    // What stands under a heading stands under those above it; whoever is marked has been here.
    for (std::uint32_t at = current_; at != 0; at = outline_[at - 1].parent) {
      OutlineEntry& entry = outline_[at - 1];
      if (entry.audience == Audience::kCustomer) break;
      if (!document_.nodes[entry.node].closed) entry.audience = Audience::kCustomer;
    }
  }

  /// Anchors on the customer's page must not tell how many internal headings there are, so those
  /// come last.
  void name_anchors() {
    Names names;
    for (const Audience audience : {Audience::kCustomer, Audience::kInternal}) {
      for (OutlineEntry& entry : outline_) {
        if (entry.audience != audience) continue;
        entry.anchor = names.take(entry.anchor);
        document_.nodes[entry.node].audience = audience;
      }
    }
  }

  Document& document_;
  Outline outline_;
  std::uint32_t current_ = 0;
  std::vector<Scope> scopes_;
  std::unordered_map<std::uint32_t, std::uint32_t> first_reference_;
};

}  // namespace

std::string title_from_headings(const Document& document) {
  std::string first;
  for (std::uint32_t i = 1; i < document.nodes.size(); ++i) {
    const Node& node = document.nodes[i];
    if (node.type != NodeType::kHeading || !at_top(document, i)) continue;
    std::string text = heading_text(document, i);
    if (const std::size_t custom = text.rfind(" {#");
        custom != std::string::npos && text.ends_with('}'))
      text.resize(custom);
    if (text.empty()) continue;
    if (node.level == 1) return text;
    if (first.empty()) first = std::move(text);
  }
  return first;
}

void drop_title_heading(Document& document, std::string_view title) {
  for (std::uint32_t i = 1; i < document.nodes.size(); ++i) {
    Node& node = document.nodes[i];
    if (node.type != NodeType::kHeading) continue;
    if (node.level == 1 && at_top(document, i) && fold(heading_text(document, i)) == fold(title))
      node.gone = true;
    return;
  }
}

Outline build_outline(Document& document) {
  return Builder(document).run();
}

}  // namespace aplomb
