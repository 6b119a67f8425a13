// SPDX-License-Identifier: GPL-3.0-or-later
#include <yaml.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "indexer/field_tree.h"

namespace aplomb {
namespace {

class Parser {
 public:
  Parser(std::string_view text, int first_line) : text_(text), first_line_(first_line) {
    yaml_parser_initialize(&parser_);
    yaml_parser_set_encoding(&parser_, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser_, reinterpret_cast<const unsigned char*>(text.data()),
                                 text.size());
  }
  ~Parser() { yaml_parser_delete(&parser_); }
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;

  bool next(yaml_event_t& event) { return yaml_parser_parse(&parser_, &event) != 0; }

  [[nodiscard]] int line_of(const yaml_mark_t& mark) const {
    return first_line_ + static_cast<int>(mark.line);
  }

  [[nodiscard]] FieldFault fault() const {
    std::string message = parser_.problem != nullptr ? parser_.problem : "not readable as YAML";
    if (parser_.context != nullptr) message = std::string(parser_.context) + ": " + message;
    // bytes that YAML does not allow have a place in the text but no mark
    if (parser_.error == YAML_READER_ERROR) {
      const std::string_view before = text_.substr(0, parser_.problem_offset);
      return {first_line_ + static_cast<int>(std::ranges::count(before, '\n')), std::move(message)};
    }
    return {line_of(parser_.problem_mark), std::move(message)};
  }

 private:
  yaml_parser_t parser_{};
  std::string_view text_;
  int first_line_;
};

class Event {
 public:
  Event() = default;
  ~Event() { yaml_event_delete(&event_); }
  Event(const Event&) = delete;
  Event& operator=(const Event&) = delete;
  yaml_event_t& get() { return event_; }

 private:
  yaml_event_t event_{};
};

/// Plain `~`, `null` and nothing at all stand for absence; the same in quotes is text.
bool is_null(const yaml_event_t& event) {
  if (event.data.scalar.style != YAML_PLAIN_SCALAR_STYLE) return false;
  const std::string_view text(reinterpret_cast<const char*>(event.data.scalar.value),
                              event.data.scalar.length);
  return text.empty() || text == "~" || text == "null" || text == "Null" || text == "NULL";
}

/// Builds the tree from the parser's events, on a stack of its own: nesting costs no C++ stack.
class Builder {
 public:
  std::optional<FieldFault> take(const yaml_event_t& event, int line) {
    switch (event.type) {
      case YAML_ALIAS_EVENT:
        return FieldFault{line, "aliases (*name) are not read here"};
      case YAML_SCALAR_EVENT:
        return take_scalar(event, line);
      case YAML_SEQUENCE_START_EVENT:
        return open(Field::Shape::kSequence, line);
      case YAML_MAPPING_START_EVENT:
        return open(Field::Shape::kMap, line);
      case YAML_SEQUENCE_END_EVENT:
      case YAML_MAPPING_END_EVENT:
        close();
        return std::nullopt;
      default:
        return std::nullopt;
    }
  }

  Field root;

 private:
  struct Level {
    Field field;
    std::optional<std::string> key;  // of a map, once read: the next value is its
  };

  std::optional<FieldFault> take_scalar(const yaml_event_t& event, int line) {
    std::string text(reinterpret_cast<const char*>(event.data.scalar.value),
                     event.data.scalar.length);
    if (!levels_.empty() && levels_.back().field.shape == Field::Shape::kMap &&
        !levels_.back().key) {
      levels_.back().key = std::move(text);
      return std::nullopt;
    }
    Field field;
    field.shape = is_null(event) ? Field::Shape::kNothing : Field::Shape::kScalar;
    field.line = line;
    field.text = std::move(text);
    return place(std::move(field));
  }

  std::optional<FieldFault> open(Field::Shape shape, int line) {
    if (levels_.size() >= kMaxFieldDepth) return FieldFault{line, "nested too deeply"};
    if (!levels_.empty() && levels_.back().field.shape == Field::Shape::kMap && !levels_.back().key)
      return FieldFault{line, "a key must be a word, not a list or a map"};
    Field field;
    field.shape = shape;
    field.line = line;
    levels_.push_back({std::move(field), std::nullopt});
    return std::nullopt;
  }

  void close() {
    Field field = std::move(levels_.back().field);
    levels_.pop_back();
    static_cast<void>(place(std::move(field)));
  }

  std::optional<FieldFault> place(Field field) {
    if (++count_ > kMaxFields)
      return FieldFault{field.line, "it holds more than " + std::to_string(kMaxFields) + " values"};
    if (levels_.empty()) {
      root = std::move(field);
      return std::nullopt;
    }
    Level& level = levels_.back();
    if (level.key) field.key = *std::exchange(level.key, std::nullopt);
    level.field.items.push_back(std::move(field));
    return std::nullopt;
  }

  std::vector<Level> levels_;
  std::size_t count_ = 0;
};

std::optional<FieldFault> build(std::string_view text, int first_line, Field& root) {
  Parser parser(text, first_line);
  Builder builder;
  for (;;) {
    Event event;
    if (!parser.next(event.get())) return parser.fault();
    if (event.get().type == YAML_DOCUMENT_END_EVENT || event.get().type == YAML_STREAM_END_EVENT)
      break;
    if (auto fault = builder.take(event.get(), parser.line_of(event.get().start_mark)))
      return fault;
  }
  root = std::move(builder.root);
  return std::nullopt;
}

}  // namespace

tl::expected<Field, FieldFault> parse_yaml(std::string_view text, int first_line) {
  Field root;
  if (auto fault = build(text, first_line, root)) return tl::unexpected<FieldFault>(*fault);
  if (root.shape == Field::Shape::kNothing) return FieldTree{}.root;
  if (root.shape != Field::Shape::kMap)
    return tl::unexpected<FieldFault>({first_line, "it must be a list of `key: value` lines"});
  return root;
}

FieldTree read_yaml(std::string_view text, int first_line, FindingLog& log) {
  auto root = parse_yaml(text, first_line);
  if (root) return {std::move(*root), false};
  log.add(Rule::kBrokenFrontMatter, root.error().line,
          "the front matter is not valid YAML: " + root.error().message,
          "put values that hold ': ' or '#' in quotes; until then only what can be understood "
          "line by line is taken, and the article is internal");
  return {salvage_fields(text, first_line, ':'), true};
}

}  // namespace aplomb
