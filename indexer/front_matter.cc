// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/front_matter.h"

#include <algorithm>

#include "indexer/text.h"

namespace aplomb {
namespace {

/// Far above any front matter people write, and little enough for libyaml at its slowest.
constexpr std::size_t kMaxFrontMatterBytes = std::size_t{64} * 1024;

bool is_fence(std::string_view line, std::string_view fence) {
  if (!line.starts_with(fence)) return false;
  return is_blank(line.substr(fence.size()));
}

/// `key: value`, `- item`, a comment, or the indented rest of one.
bool looks_like_field(std::string_view line, char separator) {
  const std::string_view text = trim(line);
  if (text.empty()) return false;
  if (line.front() == ' ' || line.front() == '\t' || text.starts_with("- ")) return true;
  const std::size_t end = text.find(separator);
  if (end == 0 || end == std::string_view::npos) return false;
  return std::ranges::none_of(text.substr(0, end),
                              [](char c) {
                                return c == '[' || c == '(' || c == '<' || c == '#' || c == '*' ||
                                       c == '`' || c == '>';
                              }) &&
         std::ranges::count(trim(text.substr(0, end)), ' ') <= 1;
}

}  // namespace

FrontMatter split_front_matter(std::string_view text, FindingLog& log) {
  FrontMatter result;
  result.body = text;
  std::size_t at = 0;
  const std::string_view first = next_line(text, at);
  const bool yaml = is_fence(first, "---");
  if (!yaml && !is_fence(first, "+++")) return result;

  const std::size_t begin = at;
  std::size_t fields_end = at;  // as far as the lines look like fields
  int fields_end_line = 2;
  bool still_fields = true;
  bool any_field = false;
  bool any_text = false;
  int line = 2;
  const auto cut = [&](std::size_t end, std::size_t body, int body_line) {
    result.language = yaml ? FrontMatter::Language::kYaml : FrontMatter::Language::kToml;
    result.text = text.substr(begin, end - begin);
    result.body = text.substr(body);
    result.body_line = body_line;
  };
  while (at < text.size()) {
    const std::size_t line_begin = at;
    const std::string_view row = next_line(text, at);
    if (yaml ? is_fence(row, "---") || is_fence(row, "...") : is_fence(row, "+++")) {
      // Two rules drawn around a paragraph are no front matter: its text must not get lost.
      if (any_field || !any_text) cut(line_begin, at, line + 1);
      return result;
    }
    ++line;
    const bool field = looks_like_field(row, yaml ? ':' : '=');
    any_field = any_field || (field && row.find(yaml ? ':' : '=') != std::string_view::npos);
    any_text = any_text || !is_blank(row);
    still_fields = still_fields && field;
    if (!still_fields) continue;
    fields_end = at;
    fields_end_line = line;
  }
  if (fields_end == begin || !any_field) {
    if (yaml)
      log.add(Rule::kStrayRule, 1, "a line of hyphens opens the file, but no front matter follows");
    return result;
  }
  log.add(Rule::kBrokenFrontMatter, 1, "the front matter is never closed",
          yaml ? "end it with a line of three hyphens" : "end it with a line of three plus signs");
  cut(fields_end, fields_end, fields_end_line);
  result.closed = false;
  return result;
}

FieldTree read_fields(const FrontMatter& front_matter, FindingLog& log) {
  const bool yaml = front_matter.language == FrontMatter::Language::kYaml;
  if (front_matter.language == FrontMatter::Language::kNone) return {};
  if (front_matter.text.size() > kMaxFrontMatterBytes) {
    log.add(Rule::kBrokenFrontMatter, 1, "the front matter is longer than 64 KiB",
            "move the text below it; until then only its plain lines are taken, and the article "
            "is internal");
    const std::size_t end = front_matter.text.rfind('\n', kMaxFrontMatterBytes);
    const std::string_view head =
        front_matter.text.substr(0, end == std::string_view::npos ? 0 : end);
    return {salvage_fields(head, 2, yaml ? ':' : '='), true};
  }
  FieldTree tree =
      yaml ? read_yaml(front_matter.text, 2, log) : read_toml(front_matter.text, 2, log);
  tree.broken = tree.broken || !front_matter.closed;
  return tree;
}

}  // namespace aplomb
