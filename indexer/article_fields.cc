// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/article_fields.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "indexer/amount.h"
#include "indexer/dialects.h"
#include "indexer/document.h"
#include "indexer/field_values.h"
#include "indexer/markdown.h"
#include "indexer/text.h"
#include "indexer/within.h"

namespace aplomb {
namespace {

using Shape = Field::Shape;
using Keys = std::initializer_list<std::string_view>;

// the array lives as long as the list that names it
const Keys kPinKeys{"pin", "pins"};
const Keys kTestQueryKeys{"test_queries"};

std::string_view without_extension(std::string_view path) {
  const std::size_t dot = path.rfind('.');
  const std::size_t slash = path.rfind('/');
  const bool has_one = dot != std::string_view::npos && dot > 0 &&
                       (slash == std::string_view::npos || dot > slash + 1);
  return has_one ? path.substr(0, dot) : path;
}

/// Reads one word of a small vocabulary; warns with the allowed words.
template <class Value>
std::optional<Value> word(const FieldValues& values, std::string_view key,
                          std::optional<Value> (*parse)(std::string_view), const char* allowed) {
  const Field* const field = values.find({key});
  if (field == nullptr) return std::nullopt;
  if (field->shape == Shape::kScalar) {
    const std::string lower = to_lower_ascii(trim(field->text));
    if (const auto value = parse(lower)) return value;
  }
  values.log().add(Rule::kBadValue, field->line,
                   "`" + values.name_of(*field) + "` has a value nobody knows here",
                   std::string("use ") + allowed);
  return std::nullopt;
}

Audience read_audience(const FieldValues& values, bool broken, FindingLog& log) {
  const auto mentions = values.find_all("audience");
  if (mentions.empty()) return Audience::kInternal;
  bool customer = true;
  for (const Field* field : mentions) {
    const std::string text = to_lower_ascii(trim(field->text));
    const auto audience = field->shape == Shape::kScalar ? parse_audience(text) : std::nullopt;
    customer = customer && audience == Audience::kCustomer;
    if (!audience && field->shape != Shape::kNothing)
      log.add(Rule::kBadValue, field->line, "`audience` has a value nobody knows here",
              "use internal or customer; until then the article is internal");
  }
  if (customer && broken) {
    log.add(Rule::kAudienceNotBelieved, mentions.back()->line,
            "`audience: customer` is not believed",
            "mend the front matter first; until then the article is internal");
    return Audience::kInternal;
  }
  return customer ? Audience::kCustomer : Audience::kInternal;
}

std::optional<Date> read_date(const FieldValues& values,
                              std::initializer_list<std::string_view> keys) {
  const Field* const field = values.find(keys);
  if (field == nullptr) return std::nullopt;
  const auto date = field->shape == Shape::kScalar ? parse_date(trim(field->text)) : std::nullopt;
  if (!date)
    values.log().add(Rule::kBadValue, field->line, "`" + values.name_of(*field) + "` is no date",
                     "write it as 2026-01-31");
  return date;
}

std::optional<DayOrMinute> read_day_or_minute(const FieldValues& values, Keys keys) {
  const Field* const field = values.find(keys);
  if (field == nullptr) return std::nullopt;
  const std::string_view text = field->shape == Shape::kScalar ? trim(field->text) : "";
  if (const auto moment = parse_day_or_minute(text)) {
    if (!moment->whole_day && text.find_first_of("Zz+-", 13) == std::string_view::npos)
      values.log().add(Rule::kUnzonedTime, field->line,
                       "the time of `" + values.name_of(*field) + "` is taken for UTC",
                       "add the zone that it is meant in, such as +01:00");
    return moment;
  }
  // the day holds where nobody knows the time
  const auto day = parse_day_or_minute(text.substr(0, 10));
  values.log().add(
      Rule::kBadValue, field->line,
      "`" + values.name_of(*field) + (day ? "` has a time that is none" : "` is no date"),
      "write it as 2026-01-31, or as 2026-01-31T08:30+01:00");
  return day;
}

/// The time of day behind a date (`2026-01-31T08:15:00+02:00`), in UTC.
std::chrono::seconds time_of_day(std::string_view text) {
  const auto two_digits = [&](std::size_t at) {
    int number = 0;
    if (at + 2 <= text.size()) std::from_chars(text.data() + at, text.data() + at + 2, number);
    return number;
  };
  if (text.size() < 16 || text[13] != ':') return {};
  std::chrono::seconds time =
      std::chrono::hours{two_digits(11)} + std::chrono::minutes{two_digits(14)};
  if (text.size() >= 19 && text[16] == ':') time += std::chrono::seconds{two_digits(17)};
  const std::size_t zone = text.find_first_of("+-", 16);
  if (zone == std::string_view::npos) return time;
  const std::size_t colon = zone + 3 < text.size() && text[zone + 3] == ':' ? 1 : 0;
  const std::chrono::seconds offset =
      std::chrono::hours{two_digits(zone + 1)} + std::chrono::minutes{two_digits(zone + 3 + colon)};
  return text[zone] == '+' ? time - offset : time + offset;
}

/// The time that front matter states; absent when it states none.
std::optional<std::chrono::sys_seconds> read_updated(const FieldValues& values) {
  for (const std::string_view key : {"lastmod", "last_modified_at", "updated", "ms.date", "date"}) {
    const Field* const field = values.find({key});
    if (field == nullptr || field->shape != Shape::kScalar) continue;
    const std::string_view text = trim(field->text);
    if (const auto date = parse_date(text)) return std::chrono::sys_days{*date} + time_of_day(text);
    values.log().add(Rule::kUnreadDate, field->line, "`" + values.name_of(*field) + "` is no date",
                     "write it as 2026-01-31");
  }
  return std::nullopt;
}

bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}
bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}

/// The language of a folder named `de-DE`, as translated documentation names them.
std::string language_from_path(std::string_view path) {
  while (!path.empty()) {
    const std::size_t slash = path.find('/');
    const std::string_view part = path.substr(0, slash);
    if (slash == std::string_view::npos) break;
    if (part.size() == 5 && is_lower(part[0]) && is_lower(part[1]) && part[2] == '-' &&
        is_upper(part[3]) && is_upper(part[4]))
      return std::string(part.substr(0, 2));
    path.remove_prefix(slash + 1);
  }
  return {};
}

std::string read_language(const FieldValues& values, std::string_view path,
                          const ReadOptions& options) {
  if (const Field* field = values.find({"language", "lang", "locale", "ms.contentlocale"})) {
    if (std::string language = language_of(field->text); !language.empty()) return language;
    values.log().add(Rule::kBadValue, field->line,
                     "`" + values.name_of(*field) + "` is no language code",
                     "use two letters, such as en or de");
  }
  const std::string language = language_from_path(path);
  return language.empty() ? options.default_language : language;
}

/// The id that somebody stated; absent when nobody did.
std::optional<ArticleId> read_id(const FieldValues& values) {
  const Field* const field = values.find({"id"});
  if (field == nullptr || field->shape != Shape::kScalar || is_blank(field->text)) {
    if (field != nullptr && field->shape != Shape::kScalar)
      values.log().add(Rule::kBadValue, field->line, "`id` should be a text",
                       "the file's path is used instead");
    return std::nullopt;
  }
  ArticleId id{std::string(trim(field->text))};
  if (is_valid(id)) return id;
  id = make_id(field->text);
  values.log().add(Rule::kOddId, field->line,
                   "the id is not lower-case letters, digits and hyphens",
                   "it is read as " + id.value);
  return id;
}

std::vector<ArticleId> read_aliases(const FieldValues& values, const ArticleId& own) {
  constexpr std::size_t kMaxAliases = 100;
  std::vector<ArticleId> aliases;
  for (const char* key : {"aliases", "redirect_from"}) {
    for (const std::string& text : values.texts({key})) {
      const ArticleId id = make_id(without_extension(text));
      const bool known = id == own || std::ranges::find(aliases, id) != aliases.end();
      if (!known && aliases.size() < kMaxAliases) aliases.push_back(id);
    }
  }
  return aliases;
}

/// `10 working days`, `4 hours`: a number and at least one word.
bool is_time_span(std::string_view text) {
  std::size_t digits = 0;
  while (digits < text.size() && text[digits] >= '0' && text[digits] <= '9') ++digits;
  return digits > 0 && digits < 7 && !is_blank(text.substr(digits));
}

/// A text that narrows what may be promised: one that cannot be read is not as good as none.
std::string narrowing_text(const FieldValues& values, std::string_view key) {
  std::string text = values.text({key});
  return text.empty() && values.find({key}) != nullptr ? "(unreadable)" : text;
}

std::optional<Promise> read_promise(const FieldValues& front, FindingLog& log) {
  const Field* const field = front.map("promise");
  if (field == nullptr) return std::nullopt;
  const FieldValues values(*field, "promise.", log);
  Promise promise{values.text({"what"}), values.text({"within"}), narrowing_text(values, "limit"),
                  narrowing_text(values, "authority")};
  if (!promise.within.empty() && !is_time_span(promise.within)) {
    log.add(Rule::kBadValue, values.find({"within"})->line, "`promise.within` is no time span",
            "write a number and a unit, such as 10 working days");
    promise.within.clear();
  } else if (!promise.within.empty() && !parse_within(promise.within)) {
    log.add(Rule::kBadValue, values.find({"within"})->line,
            "`promise.within` cannot be counted, so that only some may promise it",
            "use minutes, hours, working days, days, weeks, months or years");
  }
  if (!promise.limit.empty() && !parse_amount(promise.limit))
    log.add(Rule::kBadValue, values.find({"limit"})->line,
            "`promise.limit` is no amount, so that every amount is beyond it",
            "write an amount and a currency alone, such as 200 EUR");
  if (promise.what.empty()) {
    log.add(Rule::kBadValue, field->line, "the promise does not say `what` is promised");
    if (promise.within.empty() && promise.limit.empty() && promise.authority.empty())
      return std::nullopt;
  }
  return promise;
}

std::vector<RuleException> read_exceptions(const FieldValues& front, FindingLog& log) {
  std::vector<RuleException> exceptions;
  const Field* const field = front.find({"exceptions"});
  if (field == nullptr) return exceptions;
  const auto read_one = [&](const Field& item) {
    if (item.shape != Shape::kMap) {
      log.add(Rule::kBadValue, item.line, "`exceptions` should be a list of groups",
              "write each as {when: …, may: …, who: …, never: …}");
      return;
    }
    const FieldValues values(item, "exceptions.", log);
    exceptions.push_back({values.text({"when"}), values.text({"may"}), values.text({"who"}),
                          values.text({"never"})});
  };
  if (field->shape == Shape::kSequence) {
    for (const Field& item : field->items) read_one(item);
  } else {
    read_one(*field);
  }
  return exceptions;
}

std::optional<Handoff> read_handoff(const FieldValues& front, FindingLog& log) {
  const Field* const field = front.map("handoff");
  if (field == nullptr) return std::nullopt;
  const FieldValues values(*field, "handoff.", log);
  return Handoff{values.text({"to"}), values.text({"hours"}), values.text({"say"}),
                 values.texts({"collect"})};
}

/// Flags that are kept of one article, the newest; nobody reads more.
constexpr std::size_t kMaxFlags = 100;

std::vector<Flag> read_flags(const FieldValues& front, FindingLog& log) {
  std::vector<Flag> flags;
  const Field* const field = front.find({"flags"});
  if (field == nullptr) return flags;
  const auto wrong_shape = [&](int line) {
    log.add(Rule::kBadValue, line, "`flags` should be a list of groups",
            "write each as {by: …, at: 2026-01-31T08:30Z, reason: …}");
  };
  if (field->shape != Shape::kSequence) {
    wrong_shape(field->line);
    return flags;
  }
  for (const Field& item : field->items) {
    if (item.shape != Shape::kMap) {
      wrong_shape(item.line);
      continue;
    }
    const FieldValues values(item, "flags.", log);
    Flag flag{values.text({"by"}), {}, values.text({"reason"}, 1000)};
    const std::string at = values.text({"at"});
    if (const auto date = parse_date(at)) flag.at = std::chrono::sys_days{*date} + time_of_day(at);
    flags.push_back(std::move(flag));
  }
  if (flags.size() > kMaxFlags)
    flags.erase(flags.begin(), flags.end() - static_cast<std::ptrdiff_t>(kMaxFlags));
  return flags;
}

void read_search(const FieldValues& front, FindingLog& log, Article& article) {
  const Field* const field = front.map("search");
  if (field == nullptr) return;
  const FieldValues values(*field, "search.", log);
  article.excluded = values.boolean({"exclude"}).value_or(false);
  const Field* const boost = values.find({"boost"});
  if (boost == nullptr) return;
  double number = 0;
  const char* const end = boost->text.data() + boost->text.size();
  const auto [stop, status] = std::from_chars(boost->text.data(), end, number);
  if (status == std::errc{} && stop == end && number >= 0.1 && number <= 10) {
    article.boost = number;
  } else {
    log.add(Rule::kBadValue, boost->line, "`search.boost` should be a number from 0.1 to 10",
            "1 is used until then");
  }
}

void read_review(const FieldValues& values, Article& article) {
  article.last_reviewed = read_date(values, {"last_reviewed"});
  const Field* const field = values.find({"review_every"});
  if (field == nullptr) return;
  article.review_every = parse_period(trim(field->text));
  if (!article.review_every)
    values.log().add(Rule::kBadValue, field->line, "`review_every` is no period",
                     "write a number and a unit, such as 90d or 6 months");
}

}  // namespace

std::string language_of(std::string_view text) {
  const std::string lower = to_lower_ascii(trim(text));
  const bool starts = lower.size() >= 2 && is_lower(lower[0]) && is_lower(lower[1]);
  const bool ends = lower.size() == 2 || (lower.size() > 2 && (lower[2] == '-' || lower[2] == '_'));
  return starts && ends ? lower.substr(0, 2) : std::string();
}

void fill_fields(const FieldTree& fields, const ReadOptions& options, FindingLog& log,
                 Article& article) {
  const FieldValues values(fields.root, {}, log);
  const auto id = read_id(values);
  article.id = id ? *id : make_id(without_extension(article.path));
  article.id_is_of_path = !id;
  article.title = plain_title(values.text({"title"}, kMaxTitleLength));
  article.description =
      collapse_space(strip_liquid(values.text({"description", "summary", "excerpt"})));
  article.answer = values.text({"answer"});
  article.empathy = values.text({"empathy"});
  article.symptoms = values.texts({"symptoms"});
  article.kind =
      word(values, "kind", parse_kind, "tip, procedure, policy, script, faq or reference")
          .value_or(Kind::kUnstated);
  article.confidence =
      word(values, "confidence", parse_confidence, "wip, not-validated, validated or archived")
          .value_or(Confidence::kNotValidated);
  if (values.boolean({"draft"}).value_or(false) && article.confidence != Confidence::kArchived)
    article.confidence = Confidence::kWip;
  article.audience = read_audience(values, fields.broken, log);
  article.owner = values.text({"owner"});
  article.department = values.text({"department"});
  article.products = values.texts({"products"}, true);
  for (const char* key : {"tags", "keywords", "categories"})
    for (std::string& tag : values.texts({key}, true))
      if (std::ranges::find(article.tags, tag) == article.tags.end())
        article.tags.push_back(std::move(tag));
  article.promise = read_promise(values, log);
  article.exceptions = read_exceptions(values, log);
  article.handoff = read_handoff(values, log);
  read_review(values, article);
  article.publish_date = read_day_or_minute(values, {"publishDate", "publish_date"});
  article.expiry_date = read_day_or_minute(values, {"expiryDate", "expiry_date"});
  article.flags = read_flags(values, log);
  const auto updated = read_updated(values);
  article.updated = updated.value_or(options.file_time);
  article.updated_is_of_file = !updated;
  article.language = read_language(values, article.path, options);
  read_search(values, log, article);
  article.aliases = read_aliases(values, article.id);
  article.pins = values.texts(kPinKeys);
  article.test_queries = values.texts(kTestQueryKeys);
}

QueryLines lines_of_queries(const FieldTree& fields) {
  FindingLog unheard("");
  const FieldValues values(fields.root, {}, unheard);
  const auto lines_of = [&](Keys keys) {
    std::map<std::string, int> lines;
    const Field* const field = values.find(keys);
    if (field == nullptr) return lines;
    if (field->shape == Shape::kScalar) lines.emplace(collapse_space(field->text), field->line);
    for (const Field& item : field->items) lines.emplace(collapse_space(item.text), item.line);
    return lines;
  };
  return {lines_of(kPinKeys), lines_of(kTestQueryKeys)};
}

std::string plain_title(std::string_view text) {
  std::string title = collapse_space(strip_liquid(text));
  if (title.find_first_of("`*_[]<&\\~") != std::string::npos) {
    // A letter in front keeps `1. Title`, `# Title` and their kind an ordinary line of text.
    FindingLog unheard("");
    const Document document = parse_markdown("x " + title, 1, unheard);
    title = collapse_space(plain_text(document, 0)).substr(1);
    title = collapse_space(title);
  }
  static_cast<void>(cut_text(title, kMaxTitleLength));
  return title;
}

std::string title_from_path(std::string_view path) {
  path = without_extension(path);
  const auto last_part = [&] {
    const std::size_t slash = path.rfind('/');
    return slash == std::string_view::npos ? path : path.substr(slash + 1);
  };
  std::string_view name = last_part();
  const bool is_index = equals_ignoring_case(name, "index") ||
                        equals_ignoring_case(name, "readme") || name == "_index";
  if (is_index && path.size() > name.size()) {
    path.remove_suffix(name.size() + 1);
    name = last_part();
  }
  std::string title(name);
  // A file's name may be any bytes; a title is UTF-8.
  while (const auto place = find_invalid_utf8(title)) title[*place] = '?';
  std::ranges::replace_if(
      title, [](char c) { return c == '-' || c == '_'; }, ' ');
  title = collapse_space(title);
  if (title.empty()) title = "Untitled";
  if (is_lower(title[0])) title[0] = static_cast<char>(title[0] - 'a' + 'A');
  static_cast<void>(cut_text(title, kMaxTitleLength));
  return title;
}

}  // namespace aplomb
