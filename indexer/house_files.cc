// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/house_files.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <system_error>
#include <utility>

#include "engine/analyzer.h"
#include "engine/hash.h"
#include "engine/unicode.h"
#include "indexer/article_fields.h"
#include "indexer/field_tree.h"
#include "indexer/field_values.h"
#include "indexer/folder.h"
#include "indexer/gap_rules.h"
#include "indexer/house_calendar.h"
#include "indexer/house_rules.h"
#include "indexer/text.h"

namespace aplomb {
namespace {

namespace fs = std::filesystem;
using Shape = Field::Shape;

constexpr std::string_view kFormerStays = "mend the line; what the file said before stays in use";
constexpr std::size_t kMaxPhraseLength = 80;  // code points
constexpr std::size_t kMaxWordsOfRule = 50;   // on either side

void refuse(FindingLog& log, int line, std::string message) {
  log.add(Rule::kHouseFile, line, std::move(message), std::string(kFormerStays));
}

/// A list at the top of the file. Absent, with a finding, when it is something else: then the
/// file is not what it was meant to be.
std::optional<std::vector<Field>> top_list(const FieldValues& values, std::string_view key) {
  const Field* const field = values.find({key});
  if (field == nullptr) return std::vector<Field>{};
  if (field->shape == Shape::kSequence) return field->items;
  refuse(values.log(), field->line, "`" + field->key + "` should be a list of `- ` lines");
  return std::nullopt;
}

/// Reads the words of one rule.
class RuleReader {
 public:
  RuleReader(const Field& item, FindingLog& log) : item_(item), log_(log), values_(item, "", log) {}

  std::optional<SynonymRule> mutual() {
    warn_about_others(item_, {"language", "words"}, log_);
    SynonymRule rule;
    if (!read_language(rule)) return std::nullopt;
    rule.from = words("words");
    if (rule.from.size() < 2) {
      log_.add(Rule::kHouseEntry, item_.line,
               "this group has fewer than two words, and changes nothing",
               "write {words: [one, another]}");
      return std::nullopt;
    }
    rule.to = rule.from;
    return rule;
  }

  std::optional<SynonymRule> one_way() {
    warn_about_others(item_, {"language", "from", "to"}, log_);
    SynonymRule rule;
    if (!read_language(rule)) return std::nullopt;
    rule.from = words("from");
    rule.to = words("to");
    if (!rule.from.empty() && !rule.to.empty()) return rule;
    log_.add(Rule::kHouseEntry, item_.line,
             std::string("`") + (rule.from.empty() ? "from" : "to") +
                 "` has no words, and the entry changes nothing",
             "write {from: [what callers say], to: [what the articles say]}");
    return std::nullopt;
  }

 private:
  bool read_language(SynonymRule& rule) {
    const Field* const field = values_.find({"language"});
    if (field == nullptr) return true;
    rule.language = language_of(field->text);
    if (!rule.language.empty()) return true;
    log_.add(Rule::kHouseEntry, field->line,
             "`language` is no language code, and the entry is left out",
             "use two letters, such as en or de");
    return false;
  }

  std::vector<std::string> words(std::string_view key) {
    const Field* const field = values_.find({key});
    if (field == nullptr) return {};
    std::vector<std::string> texts;
    if (field->shape == Shape::kScalar) add(texts, *field);
    if (field->shape == Shape::kMap) {
      log_.add(Rule::kHouseEntry, field->line, "`" + field->key + "` should be a list",
               "write it as [one, two words]");
      return {};
    }
    for (const Field& item : field->items) {
      if (texts.size() == kMaxWordsOfRule) {
        log_.add(Rule::kHouseEntry, item.line,
                 "`" + field->key + "` has more than " + std::to_string(kMaxWordsOfRule) +
                     " words; the rest is left out");
        break;
      }
      add(texts, item);
    }
    return texts;
  }

  void add(std::vector<std::string>& texts, const Field& item) {
    if (item.shape != Shape::kScalar)
      return log_.add(Rule::kHouseEntry, item.line, "a word should be a text",
                      "put it in quotes if it holds ': '");
    std::string text = collapse_space(item.text);
    const std::vector<Token> tokens = analyze(text);
    if (tokens.empty())
      return log_.add(Rule::kHouseEntry, item.line,
                      "'" + text + "' holds no letters or digits, and is left out");
    const bool wide = std::ranges::any_of(
        tokens, [](const Token& token) { return token.form.size() >= kMaxFormBytes; });
    if (wide || count_code_points(text) > kMaxPhraseLength ||
        static_cast<std::size_t>(std::ranges::count(text, ' ')) >= kMaxSynonymWords)
      return log_.add(
          Rule::kHouseEntry, item.line,
          "'" + std::string(utf8_prefix(text, kMaxPhraseLength)) + "' is too long, and is left out",
          "nobody types it so; at most " + std::to_string(kMaxSynonymWords) + " words and " +
              std::to_string(kMaxPhraseLength) + " letters");
    const std::string folded = fold(text);
    const bool twice =
        std::ranges::any_of(texts, [&](const std::string& other) { return fold(other) == folded; });
    if (twice)
      return log_.add(Rule::kHouseEntry, item.line, "'" + text + "' stands here twice",
                      "delete one");
    texts.push_back(std::move(text));
  }

  const Field& item_;
  FindingLog& log_;
  FieldValues values_;
};

/// A word as the analyzer knows it; nothing when the text is none, or several.
std::vector<std::string> forms_of_word(std::string_view text) {
  std::vector<std::string> forms;
  for (Token& token : analyze(text))
    if (token.kind == Token::Kind::kWord || token.kind == Token::Kind::kWhole)
      forms.push_back(std::move(token.form));
  if (forms.size() > 1) forms.clear();
  return forms;
}

/// Calls `take(bytes)` with the file's text, or `absent()`. True unless the file was refused.
template <class Take, class Absent>
bool read_file_beside(const fs::path& file, FindingLog& log, Take&& take, Absent&& absent) {
  std::error_code status;
  const fs::file_type type = fs::status(file, status).type();
  if (type == fs::file_type::not_found) {
    absent();
    return true;
  }
  if (type != fs::file_type::regular) {
    refuse(log, 0, "is not a regular file");
    return false;
  }
  const auto bytes = read_file(file);
  if (bytes) return take(*bytes);
  refuse(log, 0, bytes.error().message);
  return false;
}

}  // namespace

std::optional<Field> read_house_fields(std::string_view bytes, FindingLog& log) {
  if (bytes.size() > kMaxHouseFileBytes) {
    refuse(log, 0, "the file is larger than 256 KiB");
    return std::nullopt;
  }
  if (const auto place = find_invalid_utf8(bytes)) {
    refuse(log, 1 + static_cast<int>(std::ranges::count(bytes.substr(0, *place), '\n')),
           "the file is not UTF-8");
    return std::nullopt;
  }
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  auto root = parse_yaml(bytes, 1);
  if (root) return std::move(*root);
  refuse(log, root.error().line, "the file is not valid YAML: " + root.error().message);
  return std::nullopt;
}

void warn_about_others(const Field& map, std::initializer_list<std::string_view> keys,
                       FindingLog& log) {
  for (const Field& field : map.items) {
    const bool known = std::ranges::any_of(
        keys, [&](std::string_view key) { return equals_ignoring_case(field.key, key); });
    if (known) continue;
    std::string all;
    for (const std::string_view key : keys) all.append(all.empty() ? "" : ", ").append(key);
    log.add(Rule::kUnknownKey, field.line, "`" + field.key + "` is no key known here",
            "there are " + all);
  }
}

std::optional<std::vector<SynonymRule>> read_synonyms(std::string_view bytes, FindingLog& log) {
  const auto root = read_house_fields(bytes, log);
  if (!root) return std::nullopt;
  warn_about_others(*root, {"mutual", "one_way"}, log);
  const FieldValues values(*root, "", log);
  const auto mutual = top_list(values, "mutual");
  const auto one_way = top_list(values, "one_way");
  if (!mutual || !one_way) return std::nullopt;
  std::vector<SynonymRule> rules;
  const auto read = [&](const std::vector<Field>& items, auto rule_of, const char* example) {
    for (const Field& item : items) {
      if (item.shape != Shape::kMap) {
        log.add(Rule::kHouseEntry, item.line,
                "an entry should be a group of `key: value`, and is left out",
                std::string("write ") + example);
        continue;
      }
      RuleReader reader(item, log);
      if (auto rule = (reader.*rule_of)()) rules.push_back(std::move(*rule));
    }
  };
  read(*mutual, &RuleReader::mutual, "- {words: [one, another]}");
  read(*one_way, &RuleReader::one_way, "- {from: [one], to: [another]}");
  return rules;
}

std::optional<std::vector<std::string>> read_no_typo(std::string_view bytes, FindingLog& log) {
  const auto root = read_house_fields(bytes, log);
  if (!root) return std::nullopt;
  warn_about_others(*root,
                    {"no_typo", "internal_words", "calendar", "default_owner", "departments",
                     "check", "publishing", "gaps"},
                    log);
  static_cast<void>(HouseRules::read(bytes, log));  // who asks for them reads them anew
  static_cast<void>(read_calendar(bytes, log));     // and so who asks what is due
  static_cast<void>(GapRules::read(bytes, log));    // and who takes a question that has no answer
  const auto items = top_list(FieldValues(*root, "", log), "no_typo");
  if (!items) return std::nullopt;
  std::vector<std::string> words;
  for (const Field& item : *items) {
    const std::vector<std::string> forms =
        item.shape == Shape::kScalar ? forms_of_word(item.text) : std::vector<std::string>{};
    if (forms.empty()) {
      log.add(Rule::kHouseEntry, item.line,
              "an entry of `no_typo` should be one word, and is left out",
              "write each word on a line of its own");
      continue;
    }
    std::string word = hash_digits(forms.front());
    if (std::ranges::find(words, word) != words.end())
      log.add(Rule::kHouseEntry, item.line, "'" + item.text + "' stands in `no_typo` twice",
              "delete one");
    else
      words.push_back(std::move(word));
  }
  return words;
}

HouseFiles read_house_files(const fs::path& articles, const HouseWords& former) {
  HouseFiles files{former, {}, 0};
  const auto read = [&](const char* name, auto parse, auto& part) {
    FindingLog log(name);
    const bool taken = read_file_beside(
        articles / name, log,
        [&](std::string_view bytes) {
          auto value = parse(bytes, log);
          if (value) part = std::move(*value);
          return value.has_value();
        },
        [&] { part.clear(); });
    files.refused += taken ? 0 : 1;
    for (Finding& finding : log.take()) files.findings.push_back(std::move(finding));
  };
  read(kHouseFiles[0], read_synonyms, files.words.synonyms);
  read(kHouseFiles[1], read_no_typo, files.words.no_typo);
  return files;
}

}  // namespace aplomb
