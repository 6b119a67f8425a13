// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/audience_marks.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "indexer/text.h"

namespace aplomb {
namespace {

constexpr std::array<std::pair<std::string_view, Mark>, 8> kMarks{{
    {"customer", Mark::kCustomer},
    {"say", Mark::kSay},
    {"internal", Mark::kInternal},
    {"note", Mark::kNote},
    {"tip", Mark::kTip},
    {"important", Mark::kImportant},
    {"warning", Mark::kWarning},
    {"caution", Mark::kCaution},
}};
constexpr const char* kKnownMarks =
    "use CUSTOMER, SAY, INTERNAL, NOTE, TIP, IMPORTANT, WARNING or CAUTION; until then it is "
    "internal";

/// A line's beginning, read as a mark.
struct ReadMark {
  bool opens = false;       ///< it begins with `[!`
  bool directive = false;   ///< one of Microsoft Learn's (`[!INCLUDE …`), which mean nothing here
  Mark mark = Mark::kNone;  ///< kNone when nobody knows the word
  std::size_t length = 0;   ///< up to and with the `]`
};

bool is_directive(std::string_view word) {
  const std::string lower = to_lower_ascii(word);
  return lower == "include" || lower == "video" || lower == "div" || lower == "code" ||
         lower.starts_with("code-");
}

ReadMark read_mark(std::string_view line) {
  ReadMark result;
  if (!line.starts_with("[!")) return result;
  result.opens = true;
  const std::size_t close = line.find(']');
  const std::string_view inside =
      line.substr(2, close == std::string_view::npos ? close : close - 2);
  const std::string_view word = inside.substr(0, inside.find_first_of(" \t["));
  result.directive = is_directive(word);
  if (close == std::string_view::npos) return result;
  result.length = close + 1;
  for (const auto& [name, mark] : kMarks)
    if (equals_ignoring_case(name, inside)) result.mark = mark;
  return result;
}

/// The text of a quote's first line, links with the brackets they were written in.
struct FirstLine {
  std::string text;
  std::uint32_t block = 0;  ///< the quote's first child
  bool plain = false;       ///< it begins with ordinary text of a paragraph
};

FirstLine first_line_of(const Document& document, std::uint32_t quote) {
  FirstLine line;
  line.block = quote + 1;
  const std::uint32_t end = document.nodes[quote].end;
  if (line.block >= end) return line;
  const NodeType type = document.nodes[line.block].type;
  if (type != NodeType::kParagraph && type != NodeType::kHeading && type != NodeType::kTable)
    return line;
  for (std::uint32_t i = line.block; i < end && line.text.size() < 200; ++i) {
    const Node& node = document.nodes[i];
    if (i > line.block && !is_inline(node.type) && node.type != NodeType::kRow &&
        node.type != NodeType::kCell)
      break;
    if (node.type == NodeType::kSoftBreak || node.type == NodeType::kLineBreak) break;
    if (node.type == NodeType::kLink) {
      line.text += '[' + plain_text(document, i) + ']';
      i = node.end - 1;
    } else if (node.type == NodeType::kText || node.type == NodeType::kCodeSpan) {
      line.text += document.view(node.text);
    }
  }
  line.text = std::string(trim(line.text));
  line.plain = document.nodes[quote].plain_mark && type == NodeType::kParagraph &&
               line.block + 1 < end && document.nodes[line.block + 1].type == NodeType::kText &&
               trim(document.view(document.nodes[line.block + 1].text)).starts_with("[!");
  return line;
}

/// Takes `[!WORD]`, with the white space and the line break behind it, out of the paragraph.
void remove_mark(Document& document, std::uint32_t paragraph) {
  Node& text = document.nodes[paragraph + 1];
  const std::string_view content = document.view(text.text);
  const std::size_t close = content.find(']');
  std::size_t cut = close + 1;
  while (cut < content.size() && content[cut] == ' ') ++cut;
  text.text.begin += static_cast<std::uint32_t>(cut);
  text.text.size -= static_cast<std::uint32_t>(cut);
  if (text.text.size > 0) return;
  text.gone = true;
  const std::uint32_t next = paragraph + 2;
  const std::uint32_t end = document.nodes[paragraph].end;
  if (next >= end) {
    document.nodes[paragraph].gone = true;
  } else if (document.nodes[next].type == NodeType::kSoftBreak ||
             document.nodes[next].type == NodeType::kLineBreak) {
    document.nodes[next].gone = true;
    if (next + 1 >= end) document.nodes[paragraph].gone = true;
  }
}

bool begins_line(const Document& document, std::uint32_t node) {
  const NodeType before = document.nodes[node - 1].type;
  return !is_inline(before) || before == NodeType::kSoftBreak || before == NodeType::kLineBreak;
}

bool opens_quote(const Document& document, std::uint32_t text) {
  const std::uint32_t block = document.nodes[text].parent;
  const std::uint32_t above = document.nodes[block].parent;
  return block + 1 == text && above + 1 == block && document.nodes[above].type == NodeType::kQuote;
}

/// The line of a `[!INTERNAL]` below `node` that opens no quote; 0 when there is none.
int stray_internal(const Document& document, std::uint32_t node) {
  for (std::uint32_t i = node + 1; i < document.nodes[node].end; ++i) {
    const Node& part = document.nodes[i];
    if (part.type != NodeType::kText) continue;
    // In raw HTML a quote's `>` is part of the text.
    std::string_view text = document.view(part.text);
    text.remove_prefix(std::min(text.find_first_not_of("> "), text.size()));
    if (!text.starts_with("[!")) continue;
    if (read_mark(text).mark == Mark::kInternal && begins_line(document, i) &&
        !opens_quote(document, i))
      return part.line > 0 ? part.line : document.nodes[node].line;
  }
  return 0;
}

class Marker {
 public:
  Marker(Document& document, Audience base, FindingLog& log) : document_(document), log_(log) {
    levels_.push_back({static_cast<std::uint32_t>(document.nodes.size()), base, false, false});
  }

  void run() {
    for (std::uint32_t i = 0; i < document_.nodes.size(); ++i) {
      while (levels_.back().end <= i) levels_.pop_back();
      if (document_.nodes[i].type == NodeType::kQuote)
        open_quote(i);
      else if (!levels_.back().in_quote && has_text(document_.nodes[i].type))
        look_for_stray(i);
      Node& node = document_.nodes[i];
      node.closed = node.closed || levels_.back().closed;
      node.audience = node.closed ? Audience::kInternal : levels_.back().audience;
    }
  }

 private:
  struct Level {
    std::uint32_t end;
    Audience audience;
    bool closed;  // internal for good
    bool in_quote;
  };

  /// What a stray mark hides. A table goes as a whole: a row would speak of the cell that is gone.
  static bool has_text(NodeType type) {
    return type == NodeType::kParagraph || type == NodeType::kHeading || type == NodeType::kTable;
  }

  void look_for_stray(std::uint32_t node) {
    const int line = stray_internal(document_, node);
    if (line == 0) return;
    warn_about_stray(line);
    levels_.push_back({document_.nodes[node].end, Audience::kInternal, true, false});
  }

  void warn_about_stray(int line) {
    log_.add(Rule::kMisplacedMark, line, "[!INTERNAL] stands where it opens no block quote",
             "put an empty line above it and `> ` before it; until then all of the block around "
             "it is internal");
  }

  void open_quote(std::uint32_t quote) {
    Level level = levels_.back();
    const bool outermost = !level.in_quote;
    level.end = document_.nodes[quote].end;
    level.in_quote = true;
    const FirstLine first = first_line_of(document_, quote);
    const ReadMark mark = read_mark(first.text);
    const int line = document_.nodes[quote].line;
    if (mark.directive) {
      log_.add(Rule::kForeignSyntax, line, "[!…] of Microsoft Learn is shown as text");
    } else if (mark.opens) {
      apply(mark, first, quote, level);
    }
    if (const int stray = outermost ? stray_internal(document_, quote) : 0; stray != 0) {
      warn_about_stray(stray);
      level.audience = Audience::kInternal;
      level.closed = true;
    }
    Mark& kept = document_.nodes[quote].mark;
    if (level.closed && (kept == Mark::kCustomer || kept == Mark::kSay)) kept = Mark::kInternal;
    levels_.push_back(level);
  }

  void apply(const ReadMark& mark, const FirstLine& first, std::uint32_t quote, Level& level) {
    Node& node = document_.nodes[quote];
    if (mark.mark == Mark::kNone || (!first.plain && mark.mark != Mark::kInternal)) {
      const bool unknown = mark.mark == Mark::kNone;
      log_.add(unknown ? Rule::kUnknownMark : Rule::kMisplacedMark, node.line,
               unknown ? "this [!…] is no word known here"
                       : "this [!…] must be plain text on a line of its own",
               kKnownMarks);
      node.mark = Mark::kInternal;
      level.audience = Audience::kInternal;
      level.closed = true;
      return;
    }
    node.mark = mark.mark;
    if (first.plain) remove_mark(document_, first.block);
    if (mark.mark == Mark::kInternal) {
      level.audience = Audience::kInternal;
      level.closed = true;
    } else if (mark.mark == Mark::kCustomer || mark.mark == Mark::kSay) {
      if (level.closed) {
        log_.add(Rule::kMisplacedMark, node.line,
                 "a customer block inside an internal one stays internal", "move it out");
      } else {
        level.audience = Audience::kCustomer;
      }
    }
  }

  Document& document_;
  FindingLog& log_;
  std::vector<Level> levels_;
};

/// Decides who may see the footnotes, from who refers to them.
class Footnotes {
 public:
  explicit Footnotes(Document& document) : document_(document) {
    for (std::uint32_t i = 0; i < document.nodes.size(); ++i)
      if (document.nodes[i].type == NodeType::kFootnote)
        notes_.push_back({i, {}, false, document.nodes[i].mark == Mark::kInternal});
  }

  void decide() {
    if (notes_.empty()) return;
    collect();
    spread(&Note::reached);
    // A note that no customer text leads to is internal, and so is what it alone refers to.
    for (Note& note : notes_) note.tainted = note.tainted || !note.reached;
    spread(&Note::tainted);
    for (const Note& note : notes_) apply(note);
  }

 private:
  struct Note {
    std::uint32_t node;
    std::vector<std::size_t> refers_to;
    bool reached;  // from customer text
    bool tainted;  // by a reference from internal text
  };

  void collect() {
    std::uint32_t heading_end = 0;  // whether a heading is seen is not yet known: rather not
    for (std::uint32_t i = 0; i < notes_.front().node; ++i) {
      const Node& node = document_.nodes[i];
      if (node.type == NodeType::kHeading) heading_end = node.end;
      if (Note* const target = target_of(node)) {
        const bool seen = node.audience == Audience::kCustomer && i >= heading_end;
        (seen ? target->reached : target->tainted) = true;
      }
    }
    for (Note& note : notes_) {
      for (std::uint32_t i = note.node; i < document_.nodes[note.node].end; ++i) {
        Note* const target = target_of(document_.nodes[i]);
        if (target == nullptr) continue;
        if (document_.nodes[i].closed)
          target->tainted = true;
        else
          note.refers_to.push_back(document_.nodes[i].number - 1);
      }
    }
  }

  Note* target_of(const Node& node) {
    const bool refers =
        node.type == NodeType::kFootnoteRef && node.number > 0 && node.number <= notes_.size();
    return refers ? &notes_[node.number - 1] : nullptr;
  }

  /// Carries a flag from the notes that have it to those they refer to.
  void spread(bool Note::*flag) {
    std::vector<std::size_t> work;
    for (std::size_t i = 0; i < notes_.size(); ++i)
      if (notes_[i].*flag) work.push_back(i);
    while (!work.empty()) {
      const std::size_t from = work.back();
      work.pop_back();
      for (const std::size_t to : notes_[from].refers_to)
        if (!std::exchange(notes_[to].*flag, true)) work.push_back(to);
    }
  }

  void apply(const Note& note) {
    Node& root = document_.nodes[note.node];
    root.mark = Mark::kNone;
    for (std::uint32_t i = note.node; i < root.end; ++i) {
      Node& node = document_.nodes[i];
      node.audience = note.tainted || node.closed ? Audience::kInternal : Audience::kCustomer;
    }
  }

  Document& document_;
  std::vector<Note> notes_;
};

}  // namespace

bool hides_text(std::string_view source) {
  const std::string_view line = trim(source);
  const ReadMark mark = read_mark(line);
  return mark.opens && !mark.directive &&
         (mark.mark == Mark::kNone || mark.mark == Mark::kInternal);
}

void mark_audiences(Document& document, Audience base, FindingLog& log) {
  Marker(document, base, log).run();
  Footnotes(document).decide();
}

}  // namespace aplomb
