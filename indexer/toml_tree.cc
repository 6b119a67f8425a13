// SPDX-License-Identifier: GPL-3.0-or-later
#include <toml++/toml.h>

#include <sstream>
#include <utility>

#include "indexer/field_tree.h"

namespace aplomb {
namespace {

/// Numbers and dates in the form that TOML itself gives them.
template <class Value>
std::string print(const Value& value) {
  std::ostringstream text;
  text << value;
  return text.str();
}

std::string text_of(const toml::node& node) {
  if (const auto* string = node.as_string()) return string->get();
  if (const auto* boolean = node.as_boolean()) return boolean->get() ? "true" : "false";
  if (const auto* integer = node.as_integer()) return std::to_string(integer->get());
  if (const auto* number = node.as_floating_point()) return print(number->get());
  if (const auto* date = node.as_date()) return print(date->get());
  if (const auto* time = node.as_time()) return print(time->get());
  if (const auto* moment = node.as_date_time()) return print(moment->get());
  return {};
}

/// toml++ refuses nesting beyond 256, so recursion is bounded by it; we stop sooner.
Field convert(const toml::node& node, int first_line, int depth) {
  Field field;
  field.line = first_line + static_cast<int>(node.source().begin.line) - 1;
  if (depth >= kMaxFieldDepth) return field;
  if (const auto* table = node.as_table()) {
    field.shape = Field::Shape::kMap;
    for (const auto& [key, value] : *table) {
      field.items.push_back(convert(value, first_line, depth + 1));
      field.items.back().key = std::string(key.str());
    }
  } else if (const auto* array = node.as_array()) {
    field.shape = Field::Shape::kSequence;
    for (const auto& value : *array) field.items.push_back(convert(value, first_line, depth + 1));
  } else {
    field.shape = Field::Shape::kScalar;
    field.text = text_of(node);
  }
  return field;
}

}  // namespace

FieldTree read_toml(std::string_view text, int first_line, FindingLog& log) {
  try {
    const toml::table table = toml::parse(text);
    return {convert(table, first_line, 0), false};
  } catch (const toml::parse_error& error) {
    log.add(Rule::kBrokenFrontMatter, first_line + static_cast<int>(error.source().begin.line) - 1,
            "the front matter is not valid TOML: " + std::string(error.description()),
            "until it is, only what can be understood line by line is taken, and the article is "
            "internal");
    return {salvage_fields(text, first_line, '='), true};
  }
}

}  // namespace aplomb
