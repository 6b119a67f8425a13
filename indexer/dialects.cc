// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/dialects.h"

#include <algorithm>

#include "indexer/text.h"

namespace aplomb {
namespace {

constexpr std::size_t kMaxTagBytes = 4096;

/// The fence that `line` opens or closes: its character and length, or nothing.
struct Fence {
  char character = 0;
  std::size_t length = 0;
};

Fence fence_of(std::string_view line) {
  // Fences also stand in lists and quotes, behind their marks.
  const std::size_t at = line.find_first_not_of(" \t>");
  if (at == std::string_view::npos || (line[at] != '`' && line[at] != '~')) return {};
  const char character = line[at];
  const std::size_t end = std::min(line.find_first_not_of(character, at), line.size());
  if (end - at < 3) return {};
  if (character == '`' && line.find('`', end) != std::string_view::npos) return {};
  return {character, end - at};
}

/// Walks through text and knows whether the place is inside code.
class CodeTracker {
 public:
  void begin_line(std::string_view line) {
    in_span_ = false;
    const Fence fence = fence_of(line);
    on_fence_ = fence.length > 0;
    if (!on_fence_) return;
    if (open_.length == 0) {
      open_ = fence;
    } else if (fence.character == open_.character && fence.length >= open_.length) {
      open_ = {};
    }
  }
  void see(char c) {
    if (c == '`') in_span_ = !in_span_;
  }
  [[nodiscard]] bool in_code() const { return open_.length > 0 || on_fence_ || in_span_; }

 private:
  Fence open_;
  bool on_fence_ = false;
  bool in_span_ = false;
};

/// The next place of a word at or after ever later positions, in one pass over the text.
class NextPlace {
 public:
  NextPlace(std::string_view text, std::string_view word) : text_(text), word_(word) {}
  std::size_t from(std::size_t at) {
    if (found_ < at || !searched_) found_ = text_.find(word_, at);
    searched_ = true;
    return found_;
  }

 private:
  std::string_view text_;
  std::string_view word_;
  std::size_t found_ = 0;
  bool searched_ = false;
};

void keep_line_breaks(std::string& result, std::string_view removed) {
  result.append(static_cast<std::size_t>(std::ranges::count(removed, '\n')), '\n');
}

/// The word a tag begins with: `comment` in `{%- comment -%}`.
std::string_view word_of(std::string_view tag) {
  tag.remove_prefix(2);
  if (tag.starts_with('-')) tag.remove_prefix(1);
  tag = trim(tag);
  return tag.substr(0, tag.find_first_of(" \t\n-%\""));
}

/// Copies text without its Liquid, in one pass.
class LiquidStripper {
 public:
  explicit LiquidStripper(std::string_view text)
      : text_(text),
        tag_ends_(text, "%}"),
        value_ends_(text, "}}"),
        comment_ends_(text, "endcomment"),
        marks_(text, "[!") {}

  std::string run() {
    std::string result;
    result.reserve(text_.size());
    CodeTracker code;
    bool at_line_begin = true;
    for (std::size_t at = 0; at < text_.size();) {
      if (at_line_begin)
        code.begin_line(text_.substr(at, std::min(text_.find('\n', at), text_.size()) - at));
      const std::size_t end = text_[at] == '{' && !code.in_code() ? end_of_tag(at) : at;
      at_line_begin = end == at && text_[at] == '\n';
      if (end == at) {
        code.see(text_[at]);
        result += text_[at++];
      } else {
        keep_line_breaks(result, text_.substr(at, end - at));
        at = end;
      }
    }
    return result;
  }

 private:
  /// The end of what goes with the tag at `at`; `at` itself when nothing does.
  std::size_t end_of_tag(std::size_t at) {
    const bool tag = text_.substr(at, 2) == "{%";
    if (!tag && text_.substr(at, 2) != "{{") return at;
    const std::size_t close = (tag ? tag_ends_ : value_ends_).from(at + 2);
    if (close == std::string_view::npos || close - at > kMaxTagBytes || holds_mark(at, close))
      return at;
    const std::size_t end = close + 2;
    return tag && word_of(text_.substr(at, close - at)) == "comment" ? end_of_comment(end) : end;
  }

  std::size_t end_of_comment(std::size_t at) {
    const std::size_t word = comment_ends_.from(at);
    if (word == std::string_view::npos || holds_mark(at, word)) return at;
    const std::size_t close = text_.substr(word, 32).find("%}");
    return close == std::string_view::npos ? at : word + close + 2;
  }

  /// Taking half of a marked block away could open the other half.
  bool holds_mark(std::size_t begin, std::size_t end) { return marks_.from(begin) < end; }

  std::string_view text_;
  NextPlace tag_ends_;
  NextPlace value_ends_;
  NextPlace comment_ends_;
  NextPlace marks_;
};

bool is_module_line(std::string_view line) {
  if (line.starts_with("import "))
    return line.find(" from ") != std::string_view::npos || line.find_first_of("'\"") == 7;
  return line.starts_with("export const ") || line.starts_with("export default ") ||
         line.starts_with("export function ");
}

/// `:::image type="content" source="…" alt-text="…":::` shows its alternative text, and
/// `:::tip A title` its title.
std::string_view shown_of_fence(std::string_view line) {
  constexpr std::string_view kAlt = "alt-text=\"";
  const std::size_t alt = line.find(kAlt);
  if (alt != std::string_view::npos) {
    line.remove_prefix(alt + kAlt.size());
    return line.substr(0, line.find('"'));
  }
  line.remove_prefix(std::min(line.find_first_not_of(": "), line.size()));
  const std::size_t space = line.find(' ');
  if (space == std::string_view::npos || line.find('=') != std::string_view::npos) return {};
  line = trim(line.substr(space));
  while (line.ends_with(':')) line.remove_suffix(1);
  return line;
}

/// Writes `row` with `[!INCLUDE [label](path)]` as its label: what it stands for is elsewhere.
void append_without_includes(std::string& result, std::string_view row) {
  constexpr std::string_view kOpen = "[!include";
  const std::string lower = to_lower_ascii(row);
  std::size_t copied = 0;
  for (std::size_t at = 0; (at = lower.find(kOpen, at)) != std::string::npos;) {
    const std::size_t label = row.find_first_not_of(' ', at + kOpen.size());
    at += kOpen.size();
    if (label == std::string_view::npos || row[label] != '[') continue;
    if (row.substr(label, 2) == "[!") continue;  // must not put a mark together
    const std::size_t label_end = row.find_first_of("[]", label + 1);
    if (label_end == std::string_view::npos || row.substr(label_end, 2) != "](") continue;
    const std::size_t end = row.find_first_of(")[", label_end);
    if (end == std::string_view::npos || row.substr(end, 2) != ")]") continue;
    result += row.substr(copied, at - kOpen.size() - copied);
    result += row.substr(label + 1, label_end - label - 1);
    copied = at = end + 2;
  }
  result += row.substr(copied);
}

}  // namespace

std::string strip_liquid(std::string_view text) {
  if (text.find("{%") == std::string_view::npos && text.find("{{") == std::string_view::npos)
    return std::string(text);
  return LiquidStripper(text).run();
}

std::string plain_markdown(std::string_view body, int first_line, FindingLog& log) {
  std::string stripped = strip_liquid(body);
  const bool has_fences = stripped.find(":::") != std::string::npos;
  const bool has_includes = stripped.find("[!INCLUDE") != std::string::npos ||
                            stripped.find("[!include") != std::string::npos;
  const std::size_t first_text = stripped.find_first_not_of(" \t\n");
  const bool has_modules = first_text != std::string::npos &&
                           is_module_line(std::string_view(stripped).substr(first_text));
  if (!has_fences && !has_includes && !has_modules) return stripped;

  std::string result;
  result.reserve(stripped.size());
  bool at_top = true;
  bool noted = false;
  CodeTracker code;
  int line = first_line;
  for (std::size_t at = 0; at < stripped.size(); ++line) {
    const std::string_view row = next_line(stripped, at);
    code.begin_line(row);
    const std::size_t mark = row.find_first_not_of(" \t>");
    if (at_top && is_module_line(row)) {
      if (!noted) log.add(Rule::kForeignSyntax, line, "imports and exports of MDX are left out");
      noted = true;
    } else if (!code.in_code() && mark != std::string_view::npos &&
               row.substr(mark).starts_with(":::")) {
      result += row.substr(0, mark);
      result += shown_of_fence(row.substr(mark));
    } else {
      at_top = at_top && is_blank(row);
      if (has_includes && !code.in_code()) {
        append_without_includes(result, row);
      } else {
        result += row;
      }
    }
    result += '\n';
  }
  return result;
}

}  // namespace aplomb
