// SPDX-License-Identifier: GPL-3.0-or-later
// Measured with cmark-gfm 0.29.0.gfm.6: without this, 4 MiB of `![[]()` take an hour. Later
// releases mend most of it (CVE-2023-22483 to 22486, 24824, 26485, 37463).
#include "indexer/body_guard.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "indexer/text.h"

namespace aplomb {
namespace {

constexpr std::size_t kMaxContainerMarks = 24;
constexpr std::size_t kMaxContainerColumns = 96;
constexpr std::size_t kMaxTableColumns = 200;
constexpr std::size_t kMaxFilledCells = 100'000;  // of the whole document
constexpr std::size_t kMaxDelimiterRows = 64;     // of one run of lines
constexpr std::size_t kMaxInlineMarks = 2'000;
constexpr std::size_t kMaxNodes = 1'500'000;  // of the whole document
constexpr std::size_t kMaxDeclarations = 16;  // `<!` and `<?`: each is looked for to the end

bool is_space(char c) {
  return c == ' ' || c == '\t';
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// The container mark (`>`, `-`, `12.`) at `at`, by its length; 0 when there is none.
std::size_t mark_length(std::string_view line, std::size_t at) {
  if (line[at] == '>') return 1;
  std::size_t end = at;
  if (line[at] == '-' || line[at] == '+' || line[at] == '*') {
    end = at + 1;
  } else {
    while (end < line.size() && end - at < 9 && is_digit(line[end])) ++end;
    if (end == at || end >= line.size() || (line[end] != '.' && line[end] != ')')) return 0;
    ++end;
  }
  return end == line.size() || is_space(line[end]) ? end - at : 0;
}

/// `- - - - -`: a rule, not a nest of lists.
bool is_rule(std::string_view line, char mark) {
  return (mark == '-' || mark == '*') &&
         std::ranges::all_of(line, [&](char c) { return c == mark || is_space(c); });
}

/// Where a line's own text begins, behind the marks of its containers.
struct LineHead {
  std::size_t text = 0;
  std::size_t marks = 0;
  std::optional<std::size_t> excess;  ///< the mark that is one too deep
};

LineHead read_head(std::string_view line) {
  LineHead head;
  std::size_t columns = 0;
  while (head.text < line.size()) {
    if (is_space(line[head.text])) {
      columns += line[head.text++] == '\t' ? 4 : 1;
      continue;
    }
    const std::size_t length = mark_length(line, head.text);
    if (length == 0 || is_rule(line.substr(head.text), line[head.text])) break;
    if (++head.marks > kMaxContainerMarks || columns > kMaxContainerColumns) {
      head.excess = head.text + length - 1;
      break;
    }
    head.text += length;
    columns += length;
  }
  return head;
}

bool is_inline_mark(char c) {
  switch (c) {
    case '*':
    case '_':
    case '[':
    case ']':
    case '!':
    case '<':
    case '`':
    case '~':
    case '&':
      return true;
    default:
      return false;
  }
}

/// An upper bound, within reason, of the nodes that a line becomes.
std::size_t count_marks(std::string_view line) {
  std::size_t marks = 0;
  for (const char c : line) {
    if (c == '|')
      marks += 2;
    else if (c == '\\' || c == '>' || c == '-' || c == '+' || is_inline_mark(c))
      ++marks;
  }
  return marks;
}

/// Whether the table extension may take the line for the row below a table's header.
bool looks_like_delimiter_row(std::string_view text) {
  bool hyphen = false;
  bool other = false;
  for (const char c : text) {
    if (c == '-') {
      hyphen = true;
    } else if (c == '|' || c == ':') {
      other = true;
    } else if (!is_space(c)) {
      return false;
    }
  }
  return hyphen && other;
}

std::size_t count_pipes(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count(text, '|'));
}

/// How many empty cells the parser would add below a header of `columns`.
std::size_t count_filled_cells(std::string_view body, std::size_t at, std::size_t columns) {
  std::size_t filled = 0;
  while (at < body.size() && filled <= kMaxFilledCells) {
    const std::string_view line = next_line(body, at);
    if (is_blank(line)) break;
    filled += columns - std::min(columns, count_pipes(line) + 1);
  }
  return filled;
}

class Guard {
 public:
  Guard(std::string& body, int first_line, FindingLog& log)
      : body_(body), line_number_(first_line), log_(log) {}

  /// Gives what is cut off the body's end.
  std::string run() {
    std::size_t end = body_.size();
    for (std::size_t at = 0; at < body_.size(); ++line_number_) {
      const std::size_t begin = at;
      const std::string_view line = next_line(body_, at);
      nodes_ += 2 + count_marks(line);
      if (nodes_ > kMaxNodes) {
        end = begin;
        break;
      }
      if (line.empty()) {
        delimiter_rows_ = 0;
        continue;
      }
      look_at(line, begin, at);
    }
    std::string rest = body_.substr(end);
    if (!rest.empty())
      log_.add(Rule::kUnreadMarkdown, line_number_, "the file holds more Markdown than can be read",
               "divide it; from this line on it is shown as it is written, and internal");
    if (result_.empty()) {
      body_.resize(end);
    } else {
      result_ += std::string_view(body_).substr(copied_, end - copied_);
      body_ = std::move(result_);
    }
    return rest;
  }

 private:
  void look_at(std::string_view line, std::size_t begin, std::size_t next) {
    const LineHead head = read_head(line);
    nodes_ += head.marks;  // a list and an item each
    if (head.excess) {
      escape(begin + *head.excess);
      if (!said_deep_)
        log_.add(Rule::kFlattenedMarkdown, line_number_, "lists or quotes are nested too deeply",
                 "the innermost marks are shown as text");
      said_deep_ = true;
      return;
    }
    const std::string_view text = line.substr(head.text);
    if (text.empty()) {
      delimiter_rows_ = 0;
    } else if (text.front() == '[') {
      look_at_definition(text, begin + head.text);
    } else if ((text.front() == '|' || text.front() == '-' || text.front() == ':') &&
               looks_like_delimiter_row(text)) {
      look_at_delimiter_row(text, begin + head.text, next);
    }
  }

  void look_at_definition(std::string_view text, std::size_t place) {
    if (!text.starts_with("[!")) return;
    const std::size_t close = text.find(']');
    if (close != std::string_view::npos && close + 1 < text.size() && text[close + 1] == ':')
      escape(place + close + 1);
  }

  void look_at_delimiter_row(std::string_view text, std::size_t place, std::size_t next) {
    const std::size_t columns = count_pipes(text) + 1;
    const bool too_many = ++delimiter_rows_ > kMaxDelimiterRows || columns > kMaxTableColumns;
    const std::size_t filled = too_many ? 0 : count_filled_cells(body_, next, columns);
    if (!too_many && filled_ + filled <= kMaxFilledCells) {
      filled_ += filled;
      return;
    }
    escape(place);
    if (!said_table_)
      log_.add(Rule::kFlattenedMarkdown, line_number_,
               "this table is too wide or too ragged to be shown as one",
               "give it fewer columns, and its rows as many cells as its header");
    said_table_ = true;
  }

  void escape(std::size_t place) {
    result_ += std::string_view(body_).substr(copied_, place - copied_);
    result_ += '\\';
    copied_ = place;
  }

  std::string& body_;
  int line_number_;
  FindingLog& log_;
  std::string result_;
  std::size_t copied_ = 0;
  std::size_t delimiter_rows_ = 0;  // since the last empty line
  std::size_t filled_ = 0;
  std::size_t nodes_ = 0;
  bool said_deep_ = false;
  bool said_table_ = false;
};

}  // namespace

std::string guard_body(std::string& body, int first_line, FindingLog& log) {
  return Guard(body, first_line, log).run();
}

bool guard_inline(std::string_view content, std::string& guarded) {
  std::size_t marks = 0;
  std::size_t declarations = 0;
  std::size_t copied = 0;
  bool escaped = false;
  guarded.clear();
  for (std::size_t at = 0; at < content.size(); ++at) {
    const char c = content[at];
    const bool was_escaped = std::exchange(escaped, c == '\\' && !escaped);
    if (was_escaped || (c != '\n' && !is_inline_mark(c))) continue;
    const char next = at + 1 < content.size() ? content[at + 1] : '\0';
    const bool declaration = c == '<' && (next == '!' || next == '?');
    if (++marks <= kMaxInlineMarks && !(declaration && ++declarations > kMaxDeclarations)) continue;
    guarded += content.substr(copied, at - copied);
    guarded += c == '\n' ? ' ' : '\\';  // a line break in a paragraph is as good as a space
    copied = c == '\n' ? at + 1 : at;
  }
  if (guarded.empty()) return false;
  guarded += content.substr(copied);
  return true;
}

}  // namespace aplomb
