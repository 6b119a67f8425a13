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

/// The end of the comment whose opening tag ends at `at`; `at` itself when it is never closed, or
/// when it holds an audience mark: taking half of a marked block away could open the other half.
std::size_t end_of_comment(std::string_view text, std::size_t at) {
  const std::size_t word = text.find("endcomment", at);
  if (word == std::string_view::npos) return at;
  const std::size_t end = text.find("%}", word);
  if (end == std::string_view::npos || end - word > 32) return at;
  return text.substr(at, end - at).find("[!") == std::string_view::npos ? end + 2 : at;
}

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
  std::string result;
  result.reserve(text.size());
  CodeTracker code;
  bool at_line_begin = true;
  bool comments_end = true;  // false once a comment was found open to the end
  NextPlace tag_ends(text, "%}");
  NextPlace value_ends(text, "}}");
  for (std::size_t at = 0; at < text.size();) {
    if (at_line_begin) {
      code.begin_line(text.substr(at, std::min(text.find('\n', at), text.size()) - at));
      at_line_begin = false;
    }
    const bool tag = text.substr(at, 2) == "{%";
    if (!code.in_code() && (tag || text.substr(at, 2) == "{{")) {
      const std::size_t close = (tag ? tag_ends : value_ends).from(at + 2);
      if (close != std::string_view::npos && close - at < kMaxTagBytes &&
          text.substr(at, close - at).find("[!") == std::string_view::npos) {
        std::size_t end = close + 2;
        if (tag && comments_end && word_of(text.substr(at, close - at)) == "comment") {
          const std::size_t comment_end = end_of_comment(text, end);
          comments_end = comment_end != end;
          end = comment_end;
        }
        keep_line_breaks(result, text.substr(at, end - at));
        at = end;
        continue;
      }
    }
    code.see(text[at]);
    at_line_begin = text[at] == '\n';
    result += text[at++];
  }
  return result;
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
      if (!noted) log.note(line, "imports and exports of MDX are left out");
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
