// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <utility>

#include "indexer/field_tree.h"
#include "indexer/text.h"

namespace aplomb {
namespace {

bool is_key_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '-' || c == '.';
}

std::string unquote(std::string_view text) {
  text = trim(text);
  if (!text.empty() && (text.front() == '"' || text.front() == '\'')) {
    const std::size_t end = text.find(text.front(), 1);
    return std::string(text.substr(1, end == std::string_view::npos ? end : end - 1));
  }
  const std::size_t comment = text.find(" #");
  return std::string(trim(text.substr(0, comment)));
}

Field scalar(std::string_view text, int line) {
  Field field{Field::Shape::kScalar, {}, unquote(text), line, {}};
  if (field.text.empty()) field.shape = Field::Shape::kNothing;
  return field;
}

/// `[a, "b", c]`, split at its commas: good enough for what is broken anyway.
Field flow_list(std::string_view text, int line) {
  Field list{Field::Shape::kSequence, {}, {}, line, {}};
  text.remove_prefix(1);
  text = text.substr(0, text.find(']'));
  while (!text.empty()) {
    const std::size_t comma = std::min(text.find(','), text.size());
    if (Field item = scalar(text.substr(0, comma), line); item.shape == Field::Shape::kScalar)
      list.items.push_back(std::move(item));
    text.remove_prefix(std::min(comma + 1, text.size()));
  }
  return list;
}

}  // namespace

Field salvage_fields(std::string_view text, int first_line, char separator) {
  Field root{Field::Shape::kMap, {}, {}, first_line, {}};
  int line = first_line;
  for (std::size_t at = 0; at < text.size() && root.items.size() < kMaxFields; ++line) {
    const std::string_view row = next_line(text, at);
    std::string_view rest = trim(row);
    if (rest.starts_with("- ") && !root.items.empty()) {
      Field& owner = root.items.back();
      if (owner.shape == Field::Shape::kNothing) owner.shape = Field::Shape::kSequence;
      if (owner.shape == Field::Shape::kSequence)
        owner.items.push_back(scalar(rest.substr(2), line));
      continue;
    }
    const auto key_end = std::ranges::find_if_not(row, is_key_character);
    const std::string_view key(row.begin(), key_end);
    rest = trim(row.substr(key.size()));
    if (key.empty() || rest.empty() || rest.front() != separator) continue;
    rest = trim(rest.substr(1));
    root.items.push_back(rest.starts_with('[') ? flow_list(rest, line) : scalar(rest, line));
    root.items.back().key = std::string(key);
  }
  return root;
}

}  // namespace aplomb
