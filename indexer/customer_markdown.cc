// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/customer_markdown.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "indexer/text.h"

namespace aplomb {
namespace {

std::string_view alert_word(Mark mark) {
  switch (mark) {
    case Mark::kNote:
      return "[!NOTE]";
    case Mark::kTip:
      return "[!TIP]";
    case Mark::kImportant:
      return "[!IMPORTANT]";
    case Mark::kWarning:
      return "[!WARNING]";
    case Mark::kCaution:
      return "[!CAUTION]";
    default:
      return {};
  }
}

std::size_t longest_run(std::string_view text, char c) {
  std::size_t longest = 0;
  std::size_t run = 0;
  for (const char each : text) {
    run = each == c ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return longest;
}

class Writer {
 public:
  Writer(const Document& document, const ReaderView& view, const Links& links)
      : document_(document), view_(view), links_(links) {}

  std::string run() {
    walk(
        document_, view_, [this](std::uint32_t i) { close_up_to(i); },
        [this](std::uint32_t i) { return enter(i); });
    if (!text_.empty() && text_.back() != '\n') text_ += '\n';
    return std::move(text_);
  }

 private:
  struct Open {
    std::uint32_t end;
    std::size_t prefix;   // the length to which the line prefix goes back
    std::string closing;  // of inline marks
    bool list = false;
  };

  void close_up_to(std::uint32_t node) {
    while (!open_.empty() && open_.back().end <= node) {
      text_ += open_.back().closing;
      prefix_.resize(open_.back().prefix);
      after_list_ = after_list_ || open_.back().list;
      open_.pop_back();
    }
  }

  void open(std::uint32_t index, std::string_view more_prefix, std::string closing = {}) {
    open_.push_back({document_.nodes[index].end, prefix_.size(), std::move(closing), false});
    prefix_ += more_prefix;
  }

  /// Begins a block: an empty line before it (none in a tight list), then the line's prefix. The
  /// first line of an item or a footnote stands behind its marker, which is written already.
  void begin_block(bool close = false) {
    after_list_ = false;
    if (std::exchange(behind_marker_, false)) return;
    if (!text_.empty()) {
      if (text_.back() != '\n') text_ += '\n';
      if (!close) write_prefix_only();
    }
    text_ += prefix_;
  }

  void write_prefix_only() {
    text_ += trim_end(prefix_);
    text_ += '\n';
  }

  static std::string_view trim_end(std::string_view text) {
    while (text.ends_with(' ')) text.remove_suffix(1);
    return text;
  }

  void new_line() {
    text_ += '\n';
    text_ += prefix_;
    at_line_begin_ = true;
  }

  bool enter(std::uint32_t index) {
    const Node& node = document_.nodes[index];
    switch (node.type) {
      case NodeType::kDocument:
      case NodeType::kTable:
        break;
      case NodeType::kQuote:
        enter_quote(index, node);
        break;
      case NodeType::kList:
        enter_list(index, node);
        break;
      case NodeType::kItem:
        enter_item(index, node);
        break;
      case NodeType::kFootnote:
        begin_block();
        text_ += "[^" + std::to_string(view_.footnote(node.number)) + "]: ";
        behind_marker_ = true;
        open(index, "    ");
        break;
      case NodeType::kRow:
        enter_row(index, node);
        break;
      case NodeType::kCell:
        open(index, "", " |");
        text_ += ' ';
        break;
      case NodeType::kParagraph:
        begin_block(document_.nodes[node.parent].type == NodeType::kItem &&
                    document_.nodes[index - 1].type == NodeType::kItem);
        at_line_begin_ = true;
        open(index, "", "\n");
        break;
      case NodeType::kHeading:
        begin_block();
        text_.append(node.level, '#');
        text_ += ' ';
        at_line_begin_ = false;
        in_one_line_ = node.end;
        open(index, "", "\n");
        break;
      case NodeType::kRule:
        begin_block();
        text_ += "---\n";
        break;
      case NodeType::kCode:
        write_code(node);
        break;
      case NodeType::kText:
        write_text(document_.view(node.text), index);
        break;
      case NodeType::kSoftBreak:
        one_line(index) ? void(text_ += ' ') : new_line();
        break;
      case NodeType::kLineBreak:
        if (one_line(index)) {
          text_ += ' ';
        } else {
          text_ += '\\';
          new_line();
        }
        break;
      case NodeType::kCodeSpan:
        write_code_span(document_.view(node.text), index);
        break;
      case NodeType::kEmph:
        write_mark(index, "*");
        break;
      case NodeType::kStrong:
        write_mark(index, "**");
        break;
      case NodeType::kStrike:
        write_mark(index, "~~");
        break;
      case NodeType::kLink:
        write_link(index, node, "[", links_.link(document_.view(node.url)));
        break;
      case NodeType::kImage:
        write_link(index, node, "![", links_.image(document_.view(node.url)));
        break;
      case NodeType::kFootnoteRef:
        text_ += "[^" + std::to_string(view_.footnote(node.number)) + ']';
        break;
    }
    return true;
  }

  void enter_quote(std::uint32_t index, const Node& node) {
    const bool audience_only = node.mark == Mark::kCustomer || node.mark == Mark::kSay;
    if (audience_only) return open(index, "");
    begin_block();
    const std::string_view word = alert_word(node.mark);
    text_ += "> ";
    open(index, "> ");
    if (word.empty()) {
      behind_marker_ = true;
    } else {
      text_ += word;
      text_ += '\n';
      text_ += prefix_;
      behind_marker_ = true;
    }
  }

  void enter_list(std::uint32_t index, const Node& node) {
    // Two lists in a row would become one; a comment keeps them apart.
    if (after_list_ && !behind_marker_) {
      begin_block();
      text_ += "<!-- -->\n";
    }
    list_numbers_.push_back(node.number);
    list_ends_.push_back(node.end);
    open(index, "");
    open_.back().list = true;
  }

  void enter_item(std::uint32_t index, const Node& node) {
    const Node& list = document_.nodes[node.parent];
    while (list_ends_.size() > 1 && list_ends_.back() < node.end) {
      list_ends_.pop_back();
      list_numbers_.pop_back();
    }
    const Node& above = document_.nodes[list.parent];
    const bool nested_close = above.type == NodeType::kItem && document_.nodes[above.parent].tight;
    begin_block(index == node.parent + 1 ? nested_close : list.tight);
    const std::string marker = list.ordered ? std::to_string(list_numbers_.back()++) + ". " : "- ";
    text_ += marker;
    if (node.task) text_ += node.checked ? "[x] " : "[ ] ";
    behind_marker_ = true;
    open(index, std::string(marker.size(), ' '));
  }

  void enter_row(std::uint32_t index, const Node& node) {
    begin_block(node.level != 1);
    text_ += '|';
    in_one_line_ = node.end;
    in_table_until_ = node.end;
    at_line_begin_ = false;
    std::string closing = "\n";
    if (node.level == 1) {
      closing += prefix_ + '|';
      for (std::uint32_t cell = index + 1; cell < node.end; cell = document_.nodes[cell].end) {
        const char align = document_.nodes[cell].align;
        closing += align == 'l'   ? " :-- |"
                   : align == 'c' ? " :-: |"
                   : align == 'r' ? " --: |"
                                  : " --- |";
      }
      closing += '\n';
    }
    open(index, "", std::move(closing));
  }

  [[nodiscard]] bool one_line(std::uint32_t index) const { return index < in_one_line_; }

  void write_mark(std::uint32_t index, std::string mark) {
    text_ += mark;
    at_line_begin_ = false;
    open(index, "", std::move(mark));
  }

  void write_code(const Node& node) {
    begin_block();
    const std::string_view code = document_.view(node.text);
    const std::string fence(std::max<std::size_t>(3, longest_run(code, '`') + 1), '`');
    std::string info(document_.view(node.url));
    if (info.find_first_of("`\n") != std::string::npos) info.clear();
    text_ += fence + info + '\n';
    for (std::size_t at = 0; at < code.size();) {
      const std::string_view line = next_line(code, at);
      if (!line.empty())
        text_ += prefix_;
      else
        text_ += trim_end(prefix_);
      text_ += line;
      text_ += '\n';
    }
    text_ += prefix_ + fence + '\n';
  }

  void write_code_span(std::string_view code, std::uint32_t index) {
    at_line_begin_ = false;
    const std::string fence(longest_run(code, '`') + 1, '`');
    const bool padded = code.empty() || code.front() == '`' || code.back() == '`' ||
                        (code.front() == ' ' && code.back() == ' ');
    text_ += fence;
    if (padded) text_ += ' ';
    for (const char c : code) {
      if (c == '|' && index < in_table_until_) text_ += '\\';
      text_ += c == '\n' ? ' ' : c;
    }
    if (padded) text_ += ' ';
    text_ += fence;
  }

  /// What leads nowhere is only its text, as on the page.
  void write_link(std::uint32_t index, const Node& node, std::string_view opening,
                  const std::string& address) {
    if (address.empty()) return;
    text_ += opening;
    at_line_begin_ = false;
    open(index, "", "](" + destination(node, address) + ')');
  }

  /// In an address that is percent-encoded nothing needs an escape.
  std::string destination(const Node& node, const std::string& address) const {
    std::string result = '<' + address + '>';
    if (node.text.size == 0) return result;
    result += " \"";
    for (const char c : document_.view(node.text)) {
      if (c == '"' || c == '\\' || c == '|') result += '\\';
      result += c == '\n' ? ' ' : c;
    }
    return result + '"';
  }

  void write_text(std::string_view text, std::uint32_t index) {
    for (std::size_t i = 0; i < text.size(); ++i) {
      const char c = text[i];
      if (needs_escape(text, i, index)) text_ += '\\';
      if (c != ' ' || !at_line_begin_) text_ += c == '\n' ? ' ' : c;
      // `1.` at the beginning of a line would begin a list.
      const bool digit = c >= '0' && c <= '9';
      digits_ = digit && (at_line_begin_ || digits_ > 0) ? digits_ + 1 : 0;
      if (c != ' ') at_line_begin_ = false;
    }
  }

  bool needs_escape(std::string_view text, std::size_t at, std::uint32_t index) {
    const char c = text[at];
    switch (c) {
      case '\\':
      case '`':
      case '*':
      case '[':
      case ']':
      case '<':
      case '&':
      case '~':
        return true;
      case '_': {
        const auto is_word = [&](std::size_t i) {
          return i < text.size() &&
                 (static_cast<unsigned char>(text[i]) >= 0x80 ||
                  (text[i] >= '0' && text[i] <= '9') || (text[i] >= 'a' && text[i] <= 'z') ||
                  (text[i] >= 'A' && text[i] <= 'Z'));
        };
        return at == 0 || !is_word(at - 1) || !is_word(at + 1);
      }
      case '!':
        return at + 1 == text.size() || text[at + 1] == '[';
      case '|':
        return true;
      case '#':
      case '>':
      case '-':
      case '+':
      case '=':
      case ':':
        return at_line_begin_;
      case '{':
        return index < in_one_line_;
      case '.':
      case ')':
        return digits_ > 0;
      default:
        return false;
    }
  }

  const Document& document_;
  const ReaderView& view_;
  const Links& links_;
  std::string text_;
  std::string prefix_;
  std::vector<Open> open_;
  std::vector<std::uint32_t> list_numbers_;
  std::vector<std::uint32_t> list_ends_;
  std::uint32_t in_one_line_ = 0;  // nodes before this one stand in a heading or a row
  std::uint32_t in_table_until_ = 0;
  bool behind_marker_ = false;
  bool after_list_ = false;  // the block written last was a list
  bool at_line_begin_ = false;
  int digits_ = 0;  // that the line begins with, and nothing else so far
};

}  // namespace

std::string write_markdown(const Document& document, const ReaderView& view, const Links& links) {
  return Writer(document, view, links).run();
}

}  // namespace aplomb
