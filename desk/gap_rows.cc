// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/gap_rows.h"

#include <algorithm>
#include <utility>

namespace aplomb::desk {
namespace {

constexpr const char* kGap =
    "SELECT question, language, readings, state, certainty, nearest, department, owner, created, "
    "due, asked, article, reason FROM gaps WHERE id = ?";
constexpr const char* kCompared = R"sql(
SELECT id FROM gaps WHERE state IN ('open', 'writing')
UNION SELECT id FROM (SELECT id FROM gaps WHERE state = 'dismissed' ORDER BY id DESC LIMIT ?)
ORDER BY id
)sql";
constexpr const char* kAskers =
    "SELECT DISTINCT person, token FROM gap_askings WHERE gap = ? "
    "AND (person IS NOT NULL OR token IS NOT NULL)";
constexpr const char* kToday = "SELECT count(*) FROM gap_askings WHERE gap = ? AND at >= ?";
constexpr const char* kAlso =
    "SELECT question FROM gap_askings WHERE gap = ?1 AND question <> ?2 "
    "GROUP BY question ORDER BY min(id) LIMIT ?3";
constexpr const char* kNotes =
    "SELECT note FROM gap_askings WHERE gap = ? AND note <> '' ORDER BY id LIMIT ?";
constexpr const char* kInsert =
    "INSERT INTO gaps (question, language, readings, state, certainty, nearest, known, department, "
    "owner, created, due, asked) VALUES (?, ?, ?, 'open', ?, ?, ?, ?, ?, ?, ?, 0) RETURNING id";
constexpr const char* kAsk =
    "INSERT INTO gap_askings (gap, at, person, token, call, question, note) "
    "VALUES (?, ?, ?, ?, ?, ?, ?)";
constexpr const char* kCount = "UPDATE gaps SET asked = asked + 1 WHERE id = ?";
constexpr const char* kAsked =
    "SELECT 1 FROM gap_askings WHERE gap = ? AND person IS ? AND token IS ? AND call = ?";

/// Dismissed ones that a question is compared with, so that its reason is told.
constexpr std::size_t kDismissedCompared = 1000;

std::string_view to_word(Certainty certainty) {
  switch (certainty) {
    case Certainty::kStrong:
      return "strong";
    case Certainty::kWeak:
      return "weak";
    case Certainty::kNone:
      return "none";
  }
  return "none";
}

Certainty certainty_of(std::string_view word) {
  return word == "strong" ? Certainty::kStrong
         : word == "weak" ? Certainty::kWeak
                          : Certainty::kNone;
}

/// Calls `take` with each line.
template <class Take>
void each_line(std::string_view text, Take&& take) {
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    take(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

/// Two texts with a tab between them, or one without.
std::pair<std::string, std::optional<std::string>> halves_of(std::string_view line) {
  const auto tab = line.find('\t');
  if (tab == std::string_view::npos) return {std::string(line), std::nullopt};
  return {std::string(line.substr(0, tab)), std::string(line.substr(tab + 1))};
}

std::string on_one_line(std::string text) {
  std::ranges::replace_if(
      text, [](char c) { return c == '\n' || c == '\t'; }, ' ');
  return text;
}

std::string lines_of(const Readings& readings) {
  std::string lines;
  for (const auto& [from, to] : readings.corrected)
    lines += on_one_line(from) + '\t' + on_one_line(to) + '\n';
  for (const std::string& word : readings.unmatched) lines += on_one_line(word) + '\n';
  return lines;
}

Readings readings_in(std::string_view lines) {
  Readings readings;
  each_line(lines, [&](std::string_view line) {
    auto [from, to] = halves_of(line);
    if (to)
      readings.corrected.emplace_back(std::move(from), *std::move(to));
    else
      readings.unmatched.push_back(std::move(from));
  });
  return readings;
}

std::optional<std::int64_t> optional_id(const Query& query, int column) {
  if (query.is_null(column)) return std::nullopt;
  return query.integer(column);
}

std::optional<std::int64_t> row_of(const std::optional<PersonId>& id) {
  return id ? std::optional(id->value) : std::nullopt;
}
std::optional<std::int64_t> row_of(const std::optional<TokenId>& id) {
  return id ? std::optional(id->value) : std::nullopt;
}

std::vector<Asker> read_askers(Connection& connection, GapId id) {
  Query query = connection.query(kAskers);
  query.bind(id.value);
  std::vector<Asker> askers;
  while (query.step()) {
    Asker asker;
    if (const auto person = optional_id(query, 0)) asker.person = PersonId{*person};
    if (const auto token = optional_id(query, 1)) asker.token = TokenId{*token};
    askers.push_back(asker);
  }
  return askers;
}

std::vector<std::string> read_texts(Query& query) {
  std::vector<std::string> texts;
  while (query.step()) texts.push_back(query.text(0));
  return texts;
}

/// What stands in the gap's own row.
std::optional<std::pair<Gap, Readings>> read_row(Connection& connection, GapId id) {
  Query query = connection.query(kGap);
  if (!query.bind(id.value).step()) return std::nullopt;
  Gap gap;
  gap.id = id;
  gap.question = query.text(0);
  gap.language = query.text(1);
  gap.state = parse_gap_state(query.text(3)).value_or(GapState::kOpen);
  gap.certainty = certainty_of(query.text(4));
  each_line(query.text(5),
            [&](std::string_view line) { gap.nearest.push_back({std::string(line)}); });
  gap.department = query.text(6);
  gap.owner = query.text(7);
  gap.created = query.time(8);
  gap.due = query.time(9);
  gap.asked.total = static_cast<std::size_t>(query.integer(10));
  if (!query.is_null(11)) gap.article = ArticleId{query.text(11)};
  if (!query.is_null(12)) gap.reason = query.text(12);
  return std::pair(std::move(gap), readings_in(query.text(2)));
}

std::size_t asked_since(Connection& connection, GapId id, Time day) {
  Query query = connection.query(kToday);
  query.bind(id.value, day).step();
  return static_cast<std::size_t>(query.integer(0));
}

}  // namespace

std::optional<Gap> read_gap(Connection& connection, GapId id, const Asker& by, Time day) {
  auto row = read_row(connection, id);
  if (!row) return std::nullopt;
  Gap gap = std::move(row->first);
  const auto askers = read_askers(connection, id);
  gap.asked.people = askers.size();
  gap.asked_by_me = std::ranges::find(askers, by) != askers.end();
  gap.asked.today = asked_since(connection, id, day);
  Query also = connection.query(kAlso);
  gap.also = read_texts(also.bind(id.value, gap.question, kMaxGapTexts));
  Query notes = connection.query(kNotes);
  gap.notes = read_texts(notes.bind(id.value, kMaxGapTexts));
  return gap;
}

std::shared_ptr<const OpenGap> read_open_gap(Connection& connection, GapId id, Time day) {
  auto row = read_row(connection, id);
  if (!row) return nullptr;
  auto gap = std::make_shared<OpenGap>();
  gap->language = row->first.language;
  gap->readings = std::move(row->second);
  gap->brief = std::move(row->first);  // the short half of it
  gap->askers = read_askers(connection, id);
  gap->day = day;
  gap->today = asked_since(connection, id, day);
  return gap;
}

std::vector<GapId> ids_compared(Connection& connection) {
  Query query = connection.query(kCompared);
  query.bind(kDismissedCompared);
  std::vector<GapId> ids;
  while (query.step()) ids.push_back({query.integer(0)});
  return ids;
}

GapId insert_gap(Connection& connection, const std::string& question, const std::string& language,
                 const GapFacts& facts, Time now, Time due) {
  Query query = connection.query(kInsert);
  query
      .bind(question, language, lines_of(facts.readings), to_word(facts.certainty),
            lines_of(facts.nearest), lines_of(facts.known), facts.department, facts.owner, now, due)
      .step();
  return {query.integer(0)};
}

void insert_asking(Connection& connection, GapId id, const Asking& asking, Time now) {
  connection.query(kAsk)
      .bind(id.value, now, row_of(asking.by.person), row_of(asking.by.token), asking.call,
            asking.question, asking.note)
      .run();
  connection.query(kCount).bind(id.value).run();
}

bool has_asked(Connection& connection, GapId id, const Asking& asking) {
  if (!asking.call) return false;
  return connection.query(kAsked)
      .bind(id.value, row_of(asking.by.person), row_of(asking.by.token), *asking.call)
      .step();
}

std::string lines_of(const std::vector<ArticleId>& ids) {
  std::string lines;
  for (const ArticleId& id : ids) lines += id.value + '\n';
  return lines;
}

std::string lines_of(const std::vector<KnownArticle>& known) {
  std::string lines;
  for (const auto& [id, version] : known) lines += id.value + '\t' + on_one_line(version) + '\n';
  return lines;
}

std::vector<KnownArticle> known_in(std::string_view lines) {
  std::vector<KnownArticle> known;
  each_line(lines, [&](std::string_view line) {
    auto [id, version] = halves_of(line);
    known.push_back({{std::move(id)}, std::move(version).value_or("")});
  });
  return known;
}

}  // namespace aplomb::desk
