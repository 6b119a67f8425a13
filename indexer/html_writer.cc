// SPDX-License-Identifier: GPL-3.0-or-later
// Our own writer instead of cmark's: headings need anchors, links need to be led, and a customer's
// page must be written from what is shown, not by cutting from what is not.
#include "indexer/html_writer.h"

#include <utility>
#include <vector>

#include "indexer/text.h"

namespace aplomb {
namespace {

struct MarkLook {
  std::string_view open;
  std::string_view close;
};

/// How a marked quote looks to who sees everything; a customer sees only the alerts.
MarkLook look_of(Mark mark, Audience reader) {
  const bool all = reader == Audience::kInternal;
  switch (mark) {
    case Mark::kNone:
      return {"<blockquote>\n", "</blockquote>\n"};
    case Mark::kCustomer:
      if (!all) return {};
      return {
          "<section class=\"audience audience-customer\">\n<p class=\"alert-title\">Customer</p>\n",
          "</section>\n"};
    case Mark::kSay:
      if (!all) return {};
      return {"<section class=\"audience audience-say\">\n<p class=\"alert-title\">Say</p>\n",
              "</section>\n"};
    case Mark::kInternal:
      return {
          "<section class=\"audience audience-internal\">\n<p class=\"alert-title\">Internal</p>\n",
          "</section>\n"};
    case Mark::kNote:
      return {"<div class=\"alert alert-note\">\n<p class=\"alert-title\">Note</p>\n", "</div>\n"};
    case Mark::kTip:
      return {"<div class=\"alert alert-tip\">\n<p class=\"alert-title\">Tip</p>\n", "</div>\n"};
    case Mark::kImportant:
      return {"<div class=\"alert alert-important\">\n<p class=\"alert-title\">Important</p>\n",
              "</div>\n"};
    case Mark::kWarning:
      return {"<div class=\"alert alert-warning\">\n<p class=\"alert-title\">Warning</p>\n",
              "</div>\n"};
    case Mark::kCaution:
      return {"<div class=\"alert alert-caution\">\n<p class=\"alert-title\">Caution</p>\n",
              "</div>\n"};
  }
  return {};
}

class Writer {
 public:
  Writer(const Document& document, const Outline& outline, const ReaderView& view,
         const Links& links)
      : document_(document), outline_(outline), view_(view), links_(links) {}

  std::string run() {
    html_.reserve(document_.text.size() + document_.text.size() / 2);
    walk(
        document_, view_, [this](std::uint32_t i) { close_up_to(i); },
        [this](std::uint32_t i) { return enter(i); });
    if (in_footnotes_) end_footnotes();
    return std::move(html_);
  }

 private:
  struct Open {
    std::uint32_t end;
    std::string_view closing;
  };

  void close_up_to(std::uint32_t node) {
    while (!open_.empty() && open_.back().end <= node) {
      const Open last = open_.back();
      open_.pop_back();
      if (last.closing == kFootnoteEnd) {
        html_ +=
            "<a href=\"#fnref:" + std::to_string(footnote_) + "\" class=\"footnote-backref\">↩</a>";
      }
      if (last.closing == kLinkEnd) in_link_ = false;
      html_ += last.closing;
    }
  }

  void open(std::uint32_t index, std::string_view opening, std::string_view closing) {
    html_ += opening;
    open_.push_back({document_.nodes[index].end, closing});
  }

  /// Writes a node's beginning; false when its children are not to be written.
  bool enter(std::uint32_t index) {
    const Node& node = document_.nodes[index];
    if (in_footnotes_ && node.parent == 0 && node.type != NodeType::kFootnote) end_footnotes();
    switch (node.type) {
      case NodeType::kDocument:
        break;
      case NodeType::kQuote: {
        const MarkLook look = look_of(node.mark, view_.reader());
        open(index, look.open, look.close);
        break;
      }
      case NodeType::kList:
        open_list(index, node);
        break;
      case NodeType::kItem:
        open_item(index, node);
        break;
      case NodeType::kFootnote:
        open_footnote(index, node);
        break;
      case NodeType::kTable:
        in_table_body_ = false;
        open(index, "<table>\n", "</table>\n");
        break;
      case NodeType::kRow:
        open_row(index, node);
        break;
      case NodeType::kCell:
        open_cell(index, node);
        break;
      case NodeType::kParagraph:
        if (is_tight(node)) {
          open(index, "", "\n");
        } else {
          open(index, "<p>", "</p>\n");
        }
        break;
      case NodeType::kHeading:
        open_heading(index, node);
        break;
      case NodeType::kRule:
        html_ += "<hr>\n";
        break;
      case NodeType::kCode:
        write_code(node);
        break;
      case NodeType::kText:
        write_text(document_.view(node.text));
        break;
      case NodeType::kSoftBreak:
        html_ += '\n';
        break;
      case NodeType::kLineBreak:
        html_ += "<br>\n";
        break;
      case NodeType::kCodeSpan:
        html_ += "<code>";
        escape(document_.view(node.text));
        html_ += "</code>";
        break;
      case NodeType::kEmph:
        open(index, "<em>", "</em>");
        break;
      case NodeType::kStrong:
        open(index, "<strong>", "</strong>");
        break;
      case NodeType::kStrike:
        open(index, "<del>", "</del>");
        break;
      case NodeType::kLink:
        open_link(index, node);
        break;
      case NodeType::kImage:
        write_image(index, node);
        return false;
      case NodeType::kFootnoteRef:
        write_reference(node);
        break;
    }
    return true;
  }

  [[nodiscard]] bool is_tight(const Node& paragraph) const {
    const Node& above = document_.nodes[paragraph.parent];
    return above.type == NodeType::kItem && document_.nodes[above.parent].tight;
  }

  void open_list(std::uint32_t index, const Node& node) {
    if (!node.ordered) return open(index, "<ul>\n", "</ul>\n");
    html_ += node.number == 1 ? "<ol" : "<ol start=\"" + std::to_string(node.number) + '"';
    open(index, ">\n", "</ol>\n");
  }

  void open_item(std::uint32_t index, const Node& node) {
    if (!node.task) return open(index, "<li>", "</li>\n");
    open(index,
         node.checked ? "<li class=\"task\"><input type=\"checkbox\" checked disabled> "
                      : "<li class=\"task\"><input type=\"checkbox\" disabled> ",
         "</li>\n");
  }

  void open_footnote(std::uint32_t index, const Node& node) {
    if (!in_footnotes_) html_ += "<section class=\"footnotes\">\n<ol>\n";
    in_footnotes_ = true;
    footnote_ = view_.footnote(node.number);
    html_ += "<li id=\"fn:" + std::to_string(footnote_) + "\">";
    open(index, "", kFootnoteEnd);
  }

  void end_footnotes() {
    html_ += "</ol>\n</section>\n";
    in_footnotes_ = false;
  }

  void open_row(std::uint32_t index, const Node& node) {
    if (node.level == 1) return open(index, "<thead>\n<tr>\n", "</tr>\n</thead>\n");
    if (!std::exchange(in_table_body_, true)) {
      html_ += "<tbody>\n";
      // The body ends just before the table does.
      open_.push_back({document_.nodes[node.parent].end, "</tbody>\n"});
    }
    open(index, "<tr>\n", "</tr>\n");
  }

  void open_cell(std::uint32_t index, const Node& node) {
    const bool header = document_.nodes[node.parent].level == 1;
    html_ += header ? "<th" : "<td";
    if (node.align == 'l') html_ += " align=\"left\"";
    if (node.align == 'c') html_ += " align=\"center\"";
    if (node.align == 'r') html_ += " align=\"right\"";
    open(index, ">", header ? "</th>\n" : "</td>\n");
  }

  void open_heading(std::uint32_t index, const Node& node) {
    static constexpr std::string_view kClosings[] = {"</h1>\n", "</h2>\n", "</h3>\n",
                                                     "</h4>\n", "</h5>\n", "</h6>\n"};
    html_ += "<h" + std::to_string(node.level) + " id=\"";
    escape(outline_[node.number - 1].anchor);
    open(index, "\">", kClosings[node.level - 1]);
  }

  void write_code(const Node& node) {
    std::string_view language = document_.view(node.url);
    language = language.substr(0, language.find_first_of(" \t{"));
    if (language.empty()) {
      html_ += "<pre><code>";
    } else {
      html_ += "<pre><code class=\"language-";
      escape(language);
      html_ += "\">";
    }
    escape(document_.view(node.text));
    html_ += "</code></pre>\n";
  }

  void open_link(std::uint32_t index, const Node& node) {
    const std::string target = links_.link(document_.view(node.url));
    if (target.empty()) return;  // its text stays
    html_ += "<a href=\"";
    escape(target);
    write_title(node);
    in_link_ = true;
    open(index, "\">", kLinkEnd);
  }

  void write_title(const Node& node) {
    if (node.text.size == 0) return;
    html_ += "\" title=\"";
    escape(document_.view(node.text));
  }

  void write_image(std::uint32_t index, const Node& node) {
    const std::string target = links_.image(document_.view(node.url));
    const std::string alt = collapse_space(plain_text(document_, index));
    if (target.empty()) return escape(alt);
    html_ += "<img src=\"";
    escape(target);
    html_ += "\" alt=\"";
    escape(alt);
    write_title(node);
    html_ += "\">";
  }

  void write_reference(const Node& node) {
    const std::string number = std::to_string(view_.footnote(node.number));
    const bool first = node.number >= referred_.size() || !referred_[node.number];
    if (node.number >= referred_.size()) referred_.resize(node.number + 1, false);
    referred_[node.number] = true;
    html_ += "<sup class=\"footnote-ref\"><a href=\"#fn:" + number + '"';
    if (first) html_ += " id=\"fnref:" + number + '"';
    html_ += '>' + number + "</a></sup>";
  }

  void write_text(std::string_view text) {
    std::size_t at = 0;
    while (!in_link_) {
      const auto link = find_bare_link(text, at);
      if (!link) break;
      escape(text.substr(at, link->begin - at));
      const std::string target = links_.link(link->url);
      html_ += "<a href=\"";
      escape(target);
      html_ += "\">";
      escape(text.substr(link->begin, link->end - link->begin));
      html_ += "</a>";
      at = link->end;
    }
    escape(text.substr(at));
  }

  void escape(std::string_view text) {
    for (std::size_t at = 0;;) {
      const std::size_t special = text.find_first_of("&<>\"'", at);
      html_ += text.substr(at, special - at);
      if (special == std::string_view::npos) return;
      switch (text[special]) {
        case '&':
          html_ += "&amp;";
          break;
        case '<':
          html_ += "&lt;";
          break;
        case '>':
          html_ += "&gt;";
          break;
        case '"':
          html_ += "&quot;";
          break;
        default:
          html_ += "&#39;";
          break;
      }
      at = special + 1;
    }
  }

  static constexpr std::string_view kLinkEnd = "</a>";
  static constexpr std::string_view kFootnoteEnd = "</li>\n\n";

  const Document& document_;
  const Outline& outline_;
  const ReaderView& view_;
  const Links& links_;
  std::string html_;
  std::vector<Open> open_;
  std::vector<bool> referred_;  // footnotes, once a reference to them was written
  std::uint32_t footnote_ = 0;
  bool in_footnotes_ = false;
  bool in_table_body_ = false;
  bool in_link_ = false;
};

}  // namespace

std::string write_html(const Document& document, const Outline& outline, const ReaderView& view,
                       const Links& links) {
  return Writer(document, outline, view, links).run();
}

}  // namespace aplomb
