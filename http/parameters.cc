// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/parameters.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

#include "http/text.h"

namespace aplomb::http {
namespace {

constexpr std::array<std::pair<std::string_view, Sort>, 3> kSorts{
    {{"relevance", Sort::kRelevance}, {"updated", Sort::kUpdated}, {"title", Sort::kTitle}}};

/// Fields with a fixed set of words, so that a slip of the pen is told and not answered with
/// "nothing found".
struct Vocabulary {
  FilterField field;
  bool (*knows)(std::string_view word);
  std::string_view words;
};
constexpr std::array<Vocabulary, 3> kVocabularies{{
    {FilterField::kKind, [](std::string_view word) { return parse_kind(word).has_value(); },
     "tip, procedure, policy, script, faq or reference"},
    {FilterField::kConfidence,
     [](std::string_view word) { return parse_confidence(word).has_value(); },
     "wip, not-validated, validated or archived"},
    {FilterField::kAudience, [](std::string_view word) { return parse_audience(word).has_value(); },
     "internal or customer"},
}};

tl::unexpected<Error> malformed(std::string_view name, std::string takes, std::string hint = {}) {
  return fail_at(name, std::string(name) + " takes " + std::move(takes), std::move(hint));
}

std::string facet_names() {
  std::string names;
  for (const auto& [field, name] : kFilterNames)
    names += (names.empty() ? "" : ", ") + std::string(name);
  return names;
}

}  // namespace

std::string Parameters::text(std::string_view name) const {
  const auto found = std::ranges::find(fields_, name, &Fields::value_type::first);
  return found == fields_.end() ? std::string{} : found->second;
}

std::vector<std::string> Parameters::values(std::string_view name) const {
  std::vector<std::string> found;
  for (const auto& [key, value] : fields_)
    if (key == name && !value.empty()) found.push_back(value);
  return found;
}

Result<std::size_t> Parameters::number(std::string_view name, std::size_t least, std::size_t most,
                                       std::size_t otherwise) const {
  const auto digits = text(name);
  if (digits.empty()) return otherwise;
  std::size_t value = 0;
  const auto* const end = digits.data() + digits.size();
  const auto [stop, status] = std::from_chars(digits.data(), end, value);
  if (status != std::errc{} || stop != end || value < least || value > most)
    return malformed(name,
                     "a whole number from " + std::to_string(least) + " to " + std::to_string(most),
                     "Leave it out for " + std::to_string(otherwise) + ".");
  return value;
}

Result<bool> Parameters::flag(std::string_view name) const {
  const auto word = lower(text(name));
  if (word.empty() || word == "0" || word == "false") return false;
  if (word == "1" || word == "true") return true;
  return malformed(name, "1 or 0");
}

Result<std::string> Parameters::query_text() const {
  auto query = text("q");
  if (query.size() > kMaxQueryBytes)
    return malformed("q", "at most " + std::to_string(kMaxQueryBytes) + " bytes",
                     "Send the few words that matter.");
  return query;
}

Result<Filters> Parameters::filters() const {
  Filters filters;
  for (const auto& [field, name] : kFilterNames)
    if (auto wanted = values(name); !wanted.empty()) filters.emplace(field, std::move(wanted));
  for (const auto& vocabulary : kVocabularies) {
    const auto found = filters.find(vocabulary.field);
    if (found == filters.end()) continue;
    for (auto& word : found->second) {
      word = lower(std::move(word));
      if (!vocabulary.knows(word))
        return malformed(to_string(vocabulary.field), std::string(vocabulary.words),
                         "Several may be given: repeat the parameter.");
    }
  }
  return filters;
}

Result<std::vector<FilterField>> Parameters::facets() const {
  std::vector<FilterField> fields;
  for (const auto& list : values("facets")) {
    for (std::size_t from = 0; from <= list.size();) {
      const auto comma = std::min(list.find(',', from), list.size());
      const auto name = std::string_view(list).substr(from, comma - from);
      from = comma + 1;
      if (name.empty()) continue;
      const auto field = parse_filter_field(name);
      if (!field) return malformed("facets", "a comma list of " + facet_names());
      if (std::ranges::find(fields, *field) == fields.end()) fields.push_back(*field);
    }
  }
  return fields;
}

Result<Sort> Parameters::sort() const {
  const auto word = lower(text("sort"));
  if (word.empty()) return Sort::kRelevance;
  for (const auto& [name, sort] : kSorts)
    if (name == word) return sort;
  return malformed("sort", "relevance, updated or title");
}

std::string Parameters::folder() const {
  auto path = text("folder");
  path.erase(0, path.find_first_not_of('/'));
  while (path.ends_with('/')) path.pop_back();
  return path;
}

Result<std::optional<Standing>> Parameters::standing() const {
  const auto word = lower(text("standing"));
  if (word.empty()) return std::optional<Standing>{};
  if (const auto standing = parse_standing(word)) return standing;
  return malformed("standing", "overdue, flagged, expired, scheduled, archived or failing");
}

Result<std::optional<Date>> Parameters::day(std::string_view name) const {
  const auto value = text(name);
  if (value.empty()) return std::optional<Date>{};
  if (const auto date = parse_date(value)) return date;
  return malformed(name, "a day such as 2026-01-31");
}

}  // namespace aplomb::http
