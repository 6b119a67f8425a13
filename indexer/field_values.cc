// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/field_values.h"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <utility>

#include "indexer/text.h"

namespace aplomb {
namespace {

using Shape = Field::Shape;

constexpr std::size_t kMaxListItems = 500;
constexpr std::array<std::string_view, 4> kYes{"true", "yes", "on", "1"};
constexpr std::array<std::string_view, 4> kNo{"false", "no", "off", "0"};

bool is_one_of(const std::array<std::string_view, 4>& words, std::string_view word) {
  return std::ranges::any_of(
      words, [&](std::string_view candidate) { return equals_ignoring_case(candidate, word); });
}

}  // namespace

FieldValues::FieldValues(const Field& fields, std::string context, FindingLog& log)
    : fields_(&fields), context_(std::move(context)), log_(&log) {
  warn_about_duplicates();
}

const Field* FieldValues::find(std::initializer_list<std::string_view> keys) const {
  for (const std::string_view key : keys) {
    const auto found =
        std::find_if(fields_->items.rbegin(), fields_->items.rend(),
                     [&](const Field& field) { return equals_ignoring_case(field.key, key); });
    if (found != fields_->items.rend() && found->shape != Shape::kNothing) return &*found;
  }
  return nullptr;
}

std::vector<const Field*> FieldValues::find_all(std::string_view key) const {
  std::vector<const Field*> found;
  for (const Field& field : fields_->items)
    if (equals_ignoring_case(field.key, key)) found.push_back(&field);
  return found;
}

std::string FieldValues::text(std::initializer_list<std::string_view> keys,
                              std::size_t limit) const {
  const Field* const field = find(keys);
  if (field == nullptr) return {};
  if (field->shape == Shape::kScalar) return bounded(*field, name_of(*field), limit);
  log_->add(Rule::kBadValue, field->line, "`" + name_of(*field) + "` should be a text",
            "write it on one line after the colon");
  return {};
}

std::vector<std::string> FieldValues::texts(std::initializer_list<std::string_view> keys,
                                            bool split) const {
  std::vector<std::string> result;
  const Field* const field = find(keys);
  if (field == nullptr) return result;
  const auto add = [&](std::string text) {
    if (!text.empty() && std::ranges::find(result, text) == result.end())
      result.push_back(std::move(text));
  };
  if (field->shape == Shape::kScalar) {
    const std::string whole = bounded(*field, name_of(*field), 4000);
    std::string_view rest = whole;
    while (split && rest.find(',') != std::string_view::npos) {
      add(std::string(trim(rest.substr(0, rest.find(',')))));
      rest.remove_prefix(rest.find(',') + 1);
    }
    add(std::string(trim(rest)));
  }
  if (field->shape == Shape::kMap)
    log_->add(Rule::kBadValue, field->line, "`" + name_of(*field) + "` should be a list of texts",
              "write it as [one, two]");
  if (field->shape == Shape::kSequence) {
    for (const Field& item : field->items) {
      if (result.size() >= kMaxListItems) {
        log_->add(Rule::kLongValue, item.line, "`" + name_of(*field) + "` has more than 500 items",
                  "the rest is left out");
        break;
      }
      if (item.shape == Shape::kScalar) {
        add(bounded(item, name_of(*field), 4000));
      } else if (item.shape != Shape::kNothing) {
        log_->add(Rule::kBadValue, item.line,
                  "an item of `" + name_of(*field) + "` should be a text",
                  "put it in quotes if it holds ': '");
      }
    }
  }
  if (result.size() > kMaxListItems) result.resize(kMaxListItems);
  return result;
}

std::optional<bool> FieldValues::boolean(std::initializer_list<std::string_view> keys) const {
  const Field* const field = find(keys);
  if (field == nullptr) return std::nullopt;
  if (field->shape == Shape::kScalar && is_one_of(kYes, field->text)) return true;
  if (field->shape == Shape::kScalar && is_one_of(kNo, field->text)) return false;
  log_->add(Rule::kBadValue, field->line, "`" + name_of(*field) + "` should be true or false");
  return std::nullopt;
}

const Field* FieldValues::map(std::string_view key) const {
  const Field* const field = find({key});
  if (field == nullptr || field->shape == Shape::kMap) return field;
  log_->add(Rule::kBadValue, field->line,
            "`" + name_of(*field) + "` should be a group of `key: value`",
            "as in docs/articles.md");
  return nullptr;
}

void FieldValues::warn_about_duplicates() const {
  std::unordered_map<std::string, int> seen;
  for (const Field& field : fields_->items) {
    const auto [first, is_new] = seen.emplace(to_lower_ascii(field.key), field.line);
    if (!is_new)
      log_->add(Rule::kRepeatedKey, field.line,
                "`" + name_of(field) + "` stands here a second time, after line " +
                    std::to_string(first->second),
                "the last one counts; delete the other");
  }
}

std::string FieldValues::bounded(const Field& field, const std::string& name,
                                 std::size_t limit) const {
  std::string value = collapse_space(field.text);
  if (cut_text(value, limit))
    log_->add(Rule::kLongValue, field.line,
              "`" + name + "` is longer than " + std::to_string(limit) + " characters",
              "it was cut; move the rest into the text");
  return value;
}

}  // namespace aplomb
