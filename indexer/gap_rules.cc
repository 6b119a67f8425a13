// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/gap_rules.h"

#include <algorithm>
#include <array>
#include <utility>

#include "engine/unicode.h"
#include "indexer/article_fields.h"
#include "indexer/field_tree.h"
#include "indexer/field_values.h"
#include "indexer/house_files.h"
#include "indexer/text.h"

namespace aplomb {
namespace {

using Shape = Field::Shape;

/// What somebody can say in one breath or two.
constexpr std::size_t kMaxHoldChars = 400;
constexpr std::size_t kMaxOwnerChars = 64;

/// Nothing in them is promised but that somebody looks into it.
constexpr std::array<std::pair<std::string_view, std::string_view>, 2> kHold{{
    {"en",
     "I want to give you the right answer, and I don't have it in front of me. I am passing your "
     "question on to the people who know, and we will come back to you."},
    {"de",
     "Ich möchte Ihnen die richtige Antwort geben, und die habe ich gerade nicht vor mir. Ich gebe "
     "Ihre Frage an die Kollegen weiter, die es wissen, und wir melden uns bei Ihnen."},
}};

std::string key_of(std::string_view text) {
  return fold(collapse_space(text));
}

void read_hold(const FieldValues& gaps, FindingLog& log,
               std::map<std::string, std::string, std::less<>>& hold) {
  const Field* const field = gaps.find({"hold"});
  if (field == nullptr) return;
  if (field->shape == Shape::kScalar) {
    hold[""] = gaps.text({"hold"}, kMaxHoldChars);
    return;
  }
  if (field->shape != Shape::kMap) {
    log.add(Rule::kHouseEntry, field->line, "`gaps.hold` is neither a text nor texts by language",
            "write {en: \"I want to be right about this …\"}");
    return;
  }
  const FieldValues texts(*field, "gaps.hold.", log);
  for (const Field& item : field->items) {
    const std::string language = language_of(item.key);
    if (language.empty() || item.shape != Shape::kScalar)
      log.add(Rule::kHouseEntry, item.line, "`" + item.key + "` is no language, or has no text",
              "use two letters, such as en or de");
    else
      hold[language] = texts.text({item.key}, kMaxHoldChars);
  }
}

}  // namespace

GapRules GapRules::read(std::string_view bytes, FindingLog& log) {
  GapRules rules;
  FindingLog told_elsewhere("aplomb.yaml");  // by read_house_files() and HouseRules
  const auto root = read_house_fields(bytes, told_elsewhere);
  if (!root) return rules;
  const FieldValues top(*root, "", told_elsewhere);
  rules.default_owner_ = top.text({"default_owner"}, kMaxOwnerChars);
  if (const Field* const departments = top.find({"departments"}))
    for (const Field& item : departments->items) {
      if (item.shape != Shape::kMap) continue;
      const FieldValues values(item, "departments.", told_elsewhere);
      Department department;
      department.id = key_of(values.text({"id"}));
      department.name = key_of(values.text({"name"}));
      department.owner = values.text({"owner"}, kMaxOwnerChars);
      rules.departments_.push_back(std::move(department));
    }

  const Field* const gaps = top.find({"gaps"});
  if (gaps == nullptr) return rules;
  if (gaps->shape != Shape::kMap) {
    log.add(Rule::kHouseEntry, gaps->line, "`gaps` should be a group of `key: value`",
            "write {within: 4 hours}");
    return rules;
  }
  warn_about_others(*gaps, {"within", "hold"}, log);
  const FieldValues values(*gaps, "gaps.", log);
  if (const Field* const field = values.find({"within"})) {
    const auto within = parse_within(values.text({"within"}));
    if (within) rules.within_ = *within;
    if (!within)
      log.add(Rule::kHouseEntry, field->line, "`gaps.within` is no number and unit",
              "write 4 hours or 2 working days; until then it is 4 hours");
  }
  read_hold(values, log, rules.hold_);
  return rules;
}

std::string GapRules::hold(std::string_view language) const {
  const auto own = [&](std::string_view key) {
    const auto found = hold_.find(key);
    return found == hold_.end() ? std::string() : found->second;
  };
  if (auto words = own(language); !words.empty()) return words;
  if (auto words = own(""); !words.empty()) return words;
  for (const auto& [known, words] : kHold)
    if (known == language && language != "en") return std::string(words);
  auto english = own("en");
  return english.empty() ? std::string(kHold.front().second) : english;
}

std::string GapRules::owner_of(std::string_view department) const {
  const std::string key = key_of(department);
  const auto found = std::ranges::find_if(departments_, [&](const Department& one) {
    return !key.empty() && (one.id == key || one.name == key);
  });
  return found == departments_.end() || found->owner.empty() ? default_owner_ : found->owner;
}

}  // namespace aplomb
