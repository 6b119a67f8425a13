// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/schema.h"

#include "engine/hash.h"
#include "engine/unicode.h"

namespace aplomb::schema {
namespace {

std::string_view to_string(Where where) {
  switch (where) {
    case Where::kEveryPassage:
      return "every";
    case Where::kLeadPassage:
      return "lead";
    case Where::kRulesPassage:
      return "rules";
  }
  return {};
}

static_assert([] {
  for (std::size_t i = 0; i < kTextFields.size(); ++i)
    if (static_cast<std::size_t>(kTextFields[i].field) != i) return false;
  return true;
}());

}  // namespace

Result<void> check_version(std::string_view version) {
  if (version == std::to_string(kVersion)) return {};
  return fail(Code::kSchemaMismatch,
              "the index has schema " + std::string(version.empty() ? "(none)" : version) +
                  ", this program has " + std::to_string(kVersion),
              "run `aplomb index`, which rebuilds it");
}

std::string filter_term(FilterField field, std::string_view value) {
  std::string term;
  for (const FilterTerm& candidate : kFilterTerms)
    if (candidate.field == field) term = candidate.prefix;
  const std::string folded = fold(value);
  // a colon keeps `XT` + "x" apart from a longer prefix, as Omega does
  if (field != FilterField::kId) term += ':';
  return term.append(utf8_prefix(folded, kMaxValueBytes));
}

std::string spoken_term(int tenths) {
  return std::string(kSpokenPrefix).append(":").append(std::to_string(tenths));
}

std::string minute_term(std::string_view prefix, Minute minute) {
  // 2026-11-22T13:30:00Z, without what is no digit and without the seconds
  std::string term(prefix);
  term += ':';
  for (const char c : timestamp(minute).substr(0, 16))
    if (c >= '0' && c <= '9') term += c;
  return term;
}

std::optional<Minute> minute_of_term(std::string_view rest) {
  if (rest.size() != 13) return std::nullopt;  // a colon and 12 digits
  const std::string digits(rest.substr(1));
  const auto moment = parse_day_or_minute(digits.substr(0, 4) + '-' + digits.substr(4, 2) + '-' +
                                          digits.substr(6, 2) + 'T' + digits.substr(8, 2) + ':' +
                                          digits.substr(10, 2));
  return moment ? std::optional(moment->begins) : std::nullopt;
}

std::string value_term(std::string_view prefix, std::string_view value) {
  std::string term(prefix);
  term += ':';
  if (value.size() <= kMaxValueBytes) return term.append(value);
  return term.append(value.substr(0, kMaxValueBytes)).append(hash_digits(value));
}

std::string markdown() {
  std::string page =
      "# The index schema\n\n"
      "<!-- Written by `aplomb schema` from engine/schema.h; a test keeps it true. -->\n\n"
      "Version " +
      std::to_string(kVersion) +
      ". An index of another version is rebuilt. One Xapian document is one passage; a generation "
      "holds two databases of this shape, `full` and `customer`.\n\n"
      "## Texts\n\n| Field | Passages | wdf there | wdf in the others | What it holds |\n"
      "| --- | --- | --- | --- | --- |\n";
  for (const TextField& field : kTextFields) {
    page.append("| ").append(field.name).append(" | ").append(to_string(field.where));
    page.append(" | ").append(std::to_string(field.wdf)).append(" | ");
    page.append(field.where == Where::kEveryPassage ? "" : std::to_string(field.elsewhere))
        .append(" | ");
    page.append(field.holds).append(" |\n");
  }
  page += "\n## Terms\n\n| Prefix | What it holds |\n| --- | --- |\n";
  for (const TermPrefix& term : kTermPrefixes) {
    page.append("| ").append(term.prefix.empty() ? "(none)" : "`");
    if (!term.prefix.empty()) page.append(term.prefix).append("`");
    page.append(" | ").append(term.holds).append(" |\n");
  }
  for (const FilterTerm& term : kFilterTerms) {
    if (term.field == FilterField::kId) continue;
    page.append("| `")
        .append(term.prefix)
        .append(":` | the filter `")
        .append(to_string(term.field));
    page += "`, folded; every passage |\n";
  }
  page += "\n## Value slots\n\n| Slot | What it holds |\n| --- | --- |\n";
  for (std::size_t slot = 0; slot < kSlots.size(); ++slot)
    page.append("| ")
        .append(std::to_string(slot))
        .append(" | ")
        .append(kSlots[slot])
        .append(" |\n");
  page +=
      "\n## Metadata\n\n| Key | What it holds |\n| --- | --- |\n"
      "| `schema`, `generation` | the version above; the generation's number |\n"
      "| `step`, `committed` | how many commits there were; when the last was made, in seconds "
      "since the Unix epoch |\n"
      "| `folder` | of `full` only: the folder of the articles, on the indexing machine |\n"
      "| `house-words` | synonyms and no-typo words, from the files beside the articles |\n"
      "| `article/ID` | the article's record: front matter and files; in `full` the source file |\n"
      "| `headings/ID` | its headings |\n"
      "| `html/ID`, `markdown/ID` | the article as this database's reader sees it |\n"
      "| `meaning` | which table of word vectors the vectors come from; absent without one |\n"
      "| `common`, `common-of` | what the titles' vectors have in common; of how many articles |\n";
  return page;
}

}  // namespace aplomb::schema
