// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/house_rules.h"

#include <algorithm>
#include <initializer_list>
#include <system_error>
#include <utility>

#include "engine/unicode.h"
#include "indexer/field_tree.h"
#include "indexer/field_values.h"
#include "indexer/folder.h"
#include "indexer/house_files.h"
#include "indexer/text.h"

namespace aplomb {
namespace {

using Shape = Field::Shape;

constexpr std::string_view kWhereMeans = "until then every change takes a second person";

void complain(FindingLog& log, const Field& at, std::string message, std::string hint,
              Rule rule = Rule::kHouseEntry) {
  log.add(rule, at.line, std::move(message), std::move(hint));
}

void complain_of_others(const Field& map, std::initializer_list<std::string_view> keys,
                        FindingLog& log) {
  for (const Field& field : map.items) {
    if (std::ranges::any_of(
            keys, [&](std::string_view key) { return equals_ignoring_case(field.key, key); }))
      continue;
    std::string all;
    for (const std::string_view key : keys) all.append(all.empty() ? "" : ", ").append(key);
    complain(log, field, "`" + field.key + "` is no key known here", "there are " + all,
             Rule::kUnknownKey);
  }
}

/// As departments and folders are compared.
std::string key_of(std::string_view text) {
  std::string key = fold(collapse_space(text));
  while (key.ends_with('/')) key.pop_back();
  key.erase(0, key.find_first_not_of('/'));
  return key;
}

std::optional<Field> read_fields(std::string_view bytes) {
  if (bytes.size() > kMaxHouseFileBytes || find_invalid_utf8(bytes)) return std::nullopt;
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  auto root = parse_yaml(bytes, 1);
  return root ? std::optional(std::move(*root)) : std::nullopt;
}

/// The departments and folders that `second_person` lists; absent where it asks for all, or for
/// something that nobody knows.
std::optional<std::vector<std::string>> read_second_person(const FieldValues& values,
                                                           FindingLog& log) {
  const Field* const field = values.find({"second_person"});
  std::vector<std::string> in;
  if (field == nullptr) return in;
  if (field->shape == Shape::kScalar) {
    const std::string word = to_lower_ascii(trim(field->text));
    if (word == "true" || word == "yes" || word == "on") return std::nullopt;
    if (word == "false" || word == "no" || word == "off") return in;
  }
  const auto is_name = [](const Field& item) {
    return item.shape == Shape::kScalar && !key_of(item.text).empty();
  };
  if (field->shape != Shape::kSequence || !std::ranges::all_of(field->items, is_name)) {
    complain(log, *field, "`publishing.second_person` is neither true, false nor a list of names",
             "list departments and folders; " + std::string(kWhereMeans));
    return std::nullopt;
  }
  for (const Field& item : field->items) in.push_back(key_of(item.text));
  return in;
}

}  // namespace

HouseRules HouseRules::read(std::string_view bytes, FindingLog& log) {
  HouseRules rules;
  const auto root = read_fields(bytes);
  if (!root) {
    rules.all_need_second_person_ = rules.all_keep_to_themselves_ = true;
    return rules;
  }
  const FieldValues top(*root, "", log);
  if (const Field* const publishing = top.find({"publishing"})) {
    if (publishing->shape == Shape::kMap) {
      complain_of_others(*publishing, {"second_person"}, log);
      auto in = read_second_person(FieldValues(*publishing, "publishing.", log), log);
      rules.all_need_second_person_ = !in;
      rules.second_person_in_ = std::move(in).value_or(std::vector<std::string>{});
    } else {
      complain(log, *publishing, "`publishing` should be a group of `key: value`",
               "write {second_person: true}; " + std::string(kWhereMeans));
      rules.all_need_second_person_ = true;
    }
  }

  const Field* const departments = top.find({"departments"});
  if (departments == nullptr) return rules;
  if (departments->shape != Shape::kSequence) {
    complain(log, *departments, "`departments` should be a list of groups",
             "until then every department keeps its articles to itself");
    rules.all_keep_to_themselves_ = true;
    return rules;
  }
  for (const Field& item : departments->items) {
    if (item.shape != Shape::kMap) {
      complain(log, item, "a department should be a group of `key: value`",
               "write {id: payments, name: Payments}; until then every department keeps its "
               "articles to itself");
      rules.all_keep_to_themselves_ = true;
      continue;
    }
    complain_of_others(item, {"id", "name", "owner", "desk", "hours", "edit"}, log);
    const FieldValues values(item, "departments.", log);
    Department department;
    department.called = values.text({"name"});
    const std::string id = values.text({"id"});
    if (department.called.empty()) department.called = id;
    department.id = key_of(id);
    department.name = key_of(department.called);
    department.desk = key_of(values.text({"desk"}));
    const Field* const edit = values.find({"edit"});
    const std::string word = edit == nullptr ? "all" : to_lower_ascii(trim(edit->text));
    department.own = word != "all";
    if (word != "all" && word != "own")
      complain(log, *edit, "`departments.edit` has a value nobody knows here",
               "use own or all; until then it is own");
    if (department.name.empty()) {
      complain(log, item, "a department has neither id nor name", "give it an id");
      rules.all_keep_to_themselves_ = rules.all_keep_to_themselves_ || department.own;
      continue;
    }
    rules.departments_.push_back(std::move(department));
  }
  return rules;
}

HouseRules HouseRules::of(const std::filesystem::path& articles) {
  const auto file = articles / "aplomb.yaml";
  std::error_code status;
  const auto type = std::filesystem::status(file, status).type();
  if (type == std::filesystem::file_type::not_found) return {};
  FindingLog unheard("aplomb.yaml");
  if (type == std::filesystem::file_type::regular)
    if (const auto bytes = read_file(file)) return read(*bytes, unheard);
  HouseRules closed;
  closed.all_need_second_person_ = closed.all_keep_to_themselves_ = true;
  return closed;
}

const HouseRules::Department* HouseRules::find(std::string_view department) const {
  const std::string key = key_of(department);
  const auto found = std::ranges::find_if(
      departments_, [&](const Department& one) { return one.id == key || one.name == key; });
  return key.empty() || found == departments_.end() ? nullptr : &*found;
}

bool HouseRules::needs_second_person(std::string_view path, std::string_view department) const {
  if (all_need_second_person_) return true;
  const std::string place = fold(path);
  return std::ranges::any_of(second_person_in_, [&](const std::string& one) {
    return same_department(one, department) || place.starts_with(one + '/');
  });
}

std::optional<std::string> HouseRules::keeps_to_itself(std::string_view department) const {
  const Department* const found = find(department);
  if (found != nullptr && (found->own || all_keep_to_themselves_)) return found->called;
  if (all_keep_to_themselves_ && !is_blank(department)) return std::string(department);
  return std::nullopt;
}

bool HouseRules::same_department(std::string_view one, std::string_view other) const {
  const Department *const first = find(one), *const second = find(other);
  if (first != nullptr || second != nullptr) return first == second;
  return !is_blank(one) && key_of(one) == key_of(other);
}

bool HouseRules::goes_by(std::string_view department, std::string_view name) const {
  const Department* const found = find(department);
  const std::string key = key_of(name);
  return same_department(department, name) ||
         (found != nullptr && !key.empty() && found->desk == key);
}

}  // namespace aplomb
