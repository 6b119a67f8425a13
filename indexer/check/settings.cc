// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/check/settings.h"

#include <algorithm>
#include <array>

#include "engine/analyzer.h"
#include "indexer/field_values.h"
#include "indexer/folder.h"
#include "indexer/house_files.h"
#include "indexer/text.h"

namespace aplomb {
namespace {

using Shape = Field::Shape;

/// Far above any list that people keep by hand.
constexpr std::size_t kMaxEntries = 2000;

struct SeverityWord {
  std::string_view word;
  CheckSettings::Severity severity;
};

constexpr std::array<SeverityWord, 4> kSeverities{{
    {"off", std::nullopt},
    {"note", Finding::Severity::kNote},
    {"warning", Finding::Severity::kWarning},
    {"error", Finding::Severity::kError},
}};

CheckSettings::Severities read_severities(const Field& map, FindingLog& log) {
  CheckSettings::Severities severities;
  for (const Field& field : map.items) {
    const auto rule = find_rule(field.key);
    if (!rule) {
      log.add(Rule::kCheckSetting, field.line, "there is no rule `" + field.key + "`",
              "docs/check.md lists them");
      continue;
    }
    if (about(*rule).severity == Finding::Severity::kRefused) {
      log.add(Rule::kCheckSetting, field.line,
              "`" + field.key + "` cannot be set: the file is not taken, whatever it is called");
      continue;
    }
    const auto* const word = std::ranges::find_if(kSeverities, [&](const SeverityWord& one) {
      return equals_ignoring_case(one.word, field.text);
    });
    if (field.shape != Shape::kScalar || word == kSeverities.end()) {
      log.add(Rule::kCheckSetting, field.line, "`" + field.key + "` has a severity nobody knows",
              "use off, note, warning or error");
      continue;
    }
    severities[*rule] = word->severity;
  }
  return severities;
}

/// The map under `key`; null when there is none.
const Field* map_of(const FieldValues& values, std::string_view key) {
  const Field* const field = values.find({key});
  if (field == nullptr || field->shape == Shape::kMap) return field;
  values.log().add(Rule::kCheckSetting, field->line,
                   "`" + values.name_of(*field) + "` should be a group of `key: value`",
                   "as in docs/check.md");
  return nullptr;
}

/// The items under `key`, which must be a list.
std::vector<Field> list_of(const FieldValues& values, std::string_view key, Rule rule) {
  const Field* const field = values.find({key});
  if (field == nullptr) return {};
  if (field->shape == Shape::kSequence) {
    std::vector<Field> items = field->items;
    if (items.size() > kMaxEntries) {
      values.log().add(rule, items[kMaxEntries].line,
                       "`" + values.name_of(*field) + "` has more than " +
                           std::to_string(kMaxEntries) + " entries; the rest is left out");
      items.resize(kMaxEntries);
    }
    return items;
  }
  values.log().add(rule, field->line, "`" + values.name_of(*field) + "` should be a list",
                   "write each entry on a line that begins with `- `");
  return {};
}

std::string as_folder(std::string_view text) {
  text = trim(text);
  while (text.starts_with('/')) text.remove_prefix(1);
  while (text.ends_with('/')) text.remove_suffix(1);
  return text.empty() ? std::string() : std::string(text) + "/";
}

void read_check(const Field& map, FindingLog& log, CheckSettings& settings) {
  for (const Field& field : map.items)
    if (!equals_ignoring_case(field.key, "rules") && !equals_ignoring_case(field.key, "folders") &&
        !equals_ignoring_case(field.key, "allowed"))
      log.add(Rule::kCheckSetting, field.line, "`check." + field.key + "` is no key known here",
              "there are rules, folders, allowed");
  const FieldValues values(map, "check.", log);
  if (const Field* const rules = map_of(values, "rules"))
    settings.rules = read_severities(*rules, log);
  if (const Field* const folders = map_of(values, "folders")) {
    for (const Field& folder : folders->items) {
      if (folder.shape != Shape::kMap) {
        log.add(Rule::kCheckSetting, folder.line,
                "`check.folders." + folder.key + "` should be a group of `rule: severity`",
                "as in docs/check.md");
        continue;
      }
      settings.folders.emplace_back(as_folder(folder.key), read_severities(folder, log));
    }
  }
  for (const Field& item : list_of(values, "allowed", Rule::kCheckSetting)) {
    std::string text = collapse_space(item.text);
    if (item.shape == Shape::kScalar && !text.empty()) {
      settings.allowed.push_back(std::move(text));
    } else {
      log.add(Rule::kCheckSetting, item.line, "an entry of `check.allowed` should be a text",
              "write an address, a domain, a number or a word");
    }
  }
}

void read_internal_words(const FieldValues& values, FindingLog& log, CheckSettings& settings) {
  for (const Field& item : list_of(values, "internal_words", Rule::kHouseEntry)) {
    CheckSettings::InternalWord word;
    if (item.shape == Shape::kScalar) word.word = collapse_space(item.text);
    if (item.shape == Shape::kMap) {
      const FieldValues of_item(item, "internal_words.", log);
      warn_about_others(item, {"word", "say"}, log);
      word = {of_item.text({"word"}), of_item.text({"say"})};
    }
    if (analyze(word.word).empty())
      log.add(Rule::kHouseEntry, item.line,
              "an entry of `internal_words` has no word, and is left out",
              "write {word: what we call it, say: what customers call it}");
    else
      settings.internal_words.push_back(std::move(word));
  }
}

void read_departments(const FieldValues& values, CheckSettings& settings) {
  FindingLog unheard("");
  const Field* const field = values.find({"departments"});
  if (field == nullptr || field->shape != Shape::kSequence) return;
  for (const Field& item : field->items) {
    if (item.shape != Shape::kMap) continue;
    const FieldValues department(item, "", unheard);
    if (!department.text({"owner"}).empty())
      settings.owned_departments.insert(department.text({"id"}));
  }
}

}  // namespace

CheckSettings::Severity CheckSettings::severity_of(Rule rule, std::string_view path) const {
  const Severity own = about(rule).severity;
  if (own == Finding::Severity::kRefused) return own;
  const Severities* nearest = nullptr;
  std::size_t length = 0;
  for (const auto& [folder, severities] : folders) {
    if (!path.starts_with(folder) || folder.size() < length || !severities.contains(rule)) continue;
    nearest = &severities;
    length = folder.size();
  }
  if (nearest == nullptr) nearest = &rules;
  const auto set = nearest->find(rule);
  return set == nearest->end() ? own : set->second;
}

void CheckSettings::apply(std::vector<Finding>& findings) const {
  std::erase_if(findings, [&](Finding& finding) {
    const auto rule = find_rule(finding.rule);
    if (!rule) return false;
    const Severity severity = severity_of(*rule, finding.path);
    if (severity) finding.severity = *severity;
    return !severity;
  });
}

CheckSettings read_check_settings(std::string_view bytes, FindingLog& log) {
  CheckSettings settings;
  FindingLog unheard("");
  const auto root = read_house_fields(bytes, unheard);
  if (!root) return settings;
  const FieldValues values(*root, "", unheard);
  read_departments(values, settings);
  const FieldValues heard(*root, "", log);
  read_internal_words(heard, log, settings);
  if (const Field* const check = map_of(heard, "check")) read_check(*check, log, settings);
  return settings;
}

CheckSettings load_check_settings(const std::filesystem::path& articles, FindingLog& log) {
  std::error_code status;
  if (!std::filesystem::is_regular_file(articles / "aplomb.yaml", status)) return {};
  const auto bytes = read_file(articles / "aplomb.yaml");
  return bytes ? read_check_settings(*bytes, log) : CheckSettings{};
}

}  // namespace aplomb
