// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/uses.h"

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "desk/article_sketch.h"
#include "desk/audit_rows.h"
#include "desk/field_checks.h"
#include "desk/question_text.h"
#include "desk/store.h"
#include "engine/masking.h"

namespace aplomb::desk {
namespace {

/// Below this share of what it was, an article is another one.
constexpr double kLeastLeft = 0.5;
/// Of one article's uses the newest are looked at; a thousand a day make three weeks.
constexpr std::size_t kMostLookedAt = 20'000;
/// Of the words of one use that nobody knows.
constexpr std::size_t kMaxUnknown = 5;
constexpr std::size_t kMaxWordBytes = 60;

constexpr std::array<std::pair<UseOutcome, std::string_view>, 3> kOutcomes{
    {{UseOutcome::kSolved, "solved"},
     {UseOutcome::kNotSolved, "not_solved"},
     {UseOutcome::kWrong, "wrong"}}};

constexpr const char* kAddQuestion =
    "INSERT INTO used_questions (article, text) VALUES (?1, ?2) ON CONFLICT DO NOTHING";
constexpr const char* kFindQuestion =
    "SELECT id, removed IS NOT NULL FROM used_questions WHERE article = ?1 AND text = ?2";
constexpr const char* kAddUse =
    "INSERT INTO uses (at, person, token, call, article, question, outcome) "
    "VALUES (?, nullif(?, 0), nullif(?, 0), nullif(?, ''), ?, ?, ?)";
constexpr const char* kAddSketch =
    "INSERT INTO taught_articles (article, sketch) VALUES (?1, CAST(?2 AS BLOB)) "
    "ON CONFLICT DO NOTHING";
constexpr const char* kAddWord =
    "INSERT INTO unknown_words (word) VALUES (?) ON CONFLICT DO NOTHING";
constexpr const char* kAddWordOfUse =
    "INSERT INTO unknown_words_of_uses (use, word) SELECT ?1, id FROM unknown_words "
    "WHERE word = ?2 ON CONFLICT DO NOTHING";
constexpr const char* kFindUse = "SELECT article, person, token FROM uses WHERE id = ? AND counts";
constexpr const char* kWithdraw = "UPDATE uses SET counts = 0 WHERE id = ?";
constexpr const char* kUsesOfArticle = R"sql(
SELECT u.question, u.person, u.token, u.outcome, u.at, q.text
FROM uses u JOIN used_questions q ON q.id = u.question
WHERE u.article = ?1 AND u.counts AND q.removed IS NULL AND q.text <> ''
ORDER BY u.id DESC LIMIT ?2
)sql";
constexpr const char* kRemoveQuestion =
    "UPDATE used_questions SET removed = ?3 WHERE id = ?1 AND article = ?2 AND removed IS NULL";
constexpr const char* kSketch = "SELECT sketch FROM taught_articles WHERE article = ?";
constexpr const char* kForgetSketch = "DELETE FROM taught_articles WHERE article = ?";
constexpr const char* kForgetUses = "UPDATE uses SET counts = 0 WHERE article = ? AND counts";
constexpr const char* kTaught = "SELECT article FROM taught_articles";
constexpr const char* kUsedBy =
    "SELECT article FROM uses WHERE person = ?1 AND counts AND outcome = 'solved' "
    "GROUP BY article ORDER BY max(id) DESC LIMIT ?2";
constexpr const char* kUnknown = R"sql(
SELECT w.id, w.word, count(DISTINCT coalesce(u.person, -u.token, 0)) AS people, count(*),
       (SELECT group_concat(article, ' ') FROM
          (SELECT u2.article FROM unknown_words_of_uses x2 JOIN uses u2 ON u2.id = x2.use
           WHERE x2.word = w.id AND u2.counts AND u2.outcome = 'solved'
           GROUP BY u2.article ORDER BY count(*) DESC, u2.article LIMIT 10))
FROM unknown_words w JOIN unknown_words_of_uses x ON x.word = w.id JOIN uses u ON u.id = x.use
WHERE w.dismissed IS NULL AND u.counts AND u.outcome = 'solved'
GROUP BY w.id ORDER BY people DESC, count(*) DESC, w.word LIMIT ?1
)sql";
constexpr const char* kWord = "SELECT word FROM unknown_words WHERE id = ? AND dismissed IS NULL";
constexpr const char* kDismiss = "UPDATE unknown_words SET dismissed = ?2 WHERE id = ?1";
constexpr const char* kAnyOld = "SELECT EXISTS (SELECT 1 FROM uses WHERE at < ?)";
constexpr const char* kRemoveOld = "DELETE FROM uses WHERE at < ?";
constexpr const char* kRemoveUnused =
    "DELETE FROM used_questions WHERE removed IS NULL AND NOT EXISTS "
    "(SELECT 1 FROM uses WHERE question = used_questions.id)";
constexpr const char* kRemoveUnsaid =
    "DELETE FROM unknown_words WHERE dismissed IS NULL AND NOT EXISTS "
    "(SELECT 1 FROM unknown_words_of_uses WHERE word = unknown_words.id)";

/// What was typed, without what tells a person or an account, which leads to no article.
std::string words_of(std::string_view typed, std::size_t max_bytes) {
  std::string text = mask_personal(typed);
  for (const std::string_view mask : {"[number]", "[email]"})
    for (auto at = text.find(mask); at != std::string::npos; at = text.find(mask, at))
      text.replace(at, mask.size(), " ");
  return question_text(text, max_bytes);
}

/// Who said it: persons are above zero, tools below; removed ones are all one.
std::int64_t who_said(const Query& query, int person, int token) {
  if (!query.is_null(person)) return query.integer(person);
  return query.is_null(token) ? 0 : -query.integer(token);
}

std::int64_t number_of(const Asker& asker) {
  if (asker.person) return asker.person->value;
  return asker.token ? -asker.token->value : 0;
}

/// What one question stands on.
struct Support {
  LearnedQuestion question;
  std::set<std::int64_t> heard;       ///< whoever has said something of it
  std::set<std::int64_t> supporters;  ///< of them those whose call it solved
};

/// What is to be learned of an article, most people's first.
std::vector<Support> supports_of(Connection& connection, const ArticleId& article) {
  std::map<std::int64_t, Support> by_question;
  auto uses = connection.query(kUsesOfArticle);
  uses.bind(article.value, kMostLookedAt);
  while (uses.step()) {
    const std::int64_t id = uses.integer(0);
    Support& support = by_question[id];
    const bool solved = uses.text(3) == to_string(UseOutcome::kSolved);
    if (solved) ++support.question.uses;
    const std::int64_t who = who_said(uses, 1, 2);
    if (!support.heard.insert(who).second) continue;  // their last word counts, and that was it
    if (solved) support.supporters.insert(who);
    if (!support.question.text.empty()) continue;
    support.question.id = {id};
    support.question.text = uses.text(5);
    support.question.last = uses.time(4);
  }
  std::vector<Support> supports;
  for (auto& [id, support] : by_question) {
    const std::size_t for_it = support.supporters.size();
    const std::size_t against = support.heard.size() - for_it;
    if (for_it <= against) continue;
    support.question.people = static_cast<std::uint32_t>(for_it - against);
    supports.push_back(std::move(support));
  }
  std::ranges::sort(supports, std::greater{}, [](const Support& one) {
    return std::tuple(one.question.people, one.question.last, one.question.id.value);
  });
  std::map<std::int64_t, std::size_t> alone;
  std::erase_if(supports, [&](const Support& support) {
    return support.supporters.size() == 1 && ++alone[*support.supporters.begin()] > Uses::kMaxAlone;
  });
  return supports;
}

Lesson lesson_in(const std::vector<Support>& supports) {
  Lesson lesson;
  std::set<std::int64_t> teachers;
  for (const Support& support : supports) {
    lesson.questions.push_back({support.question.text, support.question.people});
    teachers.insert(support.supporters.begin(), support.supporters.end());
    if (lesson.questions.size() == kMaxLearnedQuestions) break;
  }
  lesson.teachers = static_cast<std::uint32_t>(std::max<std::size_t>(1, teachers.size()));
  return lesson;
}

std::optional<std::string> sketch_in(Connection& connection, const ArticleId& article) {
  auto sketch = connection.query(kSketch);
  if (!sketch.bind(article.value).step()) return std::nullopt;
  return sketch.text(0);
}

void note_unknown(Connection& connection, std::int64_t use, const std::vector<std::string>& words) {
  for (std::size_t i = 0; i < std::min(words.size(), kMaxUnknown); ++i) {
    const std::string word = words_of(words[i], kMaxWordBytes);
    if (word.empty()) continue;
    connection.query(kAddWord).bind(word).run();
    connection.query(kAddWordOfUse).bind(use, word).run();
  }
}

}  // namespace

std::string_view to_string(UseOutcome outcome) {
  return std::ranges::find(kOutcomes, outcome, &decltype(kOutcomes)::value_type::first)->second;
}

std::optional<UseOutcome> parse_use_outcome(std::string_view word) {
  const auto* const found =
      std::ranges::find(kOutcomes, word, &decltype(kOutcomes)::value_type::second);
  return found == kOutcomes.end() ? std::nullopt : std::optional(found->first);
}

Result<Use> Uses::add(const Asker& asker, const Article& article, const NewUse& use) {
  std::string call;
  if (!use.call.empty()) {
    auto key = keys_.call_key(use.call);
    if (!key) return tl::unexpected<Error>(key.error());
    call = *std::move(key);
  }
  const std::string text = words_of(use.query, kMaxQuestionBytes);
  const std::string sketch = sketch_of(article);
  auto added = store_.write([&](Connection& connection) -> Result<Use> {
    const auto run = [&](const char* sql, const auto&... values) {
      connection.query(sql).bind(values...).run();
    };
    run(kAddQuestion, article.id.value, text);
    std::int64_t question = 0;
    bool removed = false;
    {
      auto found = connection.query(kFindQuestion);
      found.bind(article.id.value, text).step();
      question = found.integer(0);
      removed = found.integer(1) != 0;
    }
    run(kAddUse, store_.now(), asker.person.value_or(PersonId{}).value,
        asker.token.value_or(TokenId{}).value, call, article.id.value, question,
        to_string(use.outcome));
    Use done{{connection.database().getLastInsertRowid()}};
    if (use.outcome == UseOutcome::kSolved) {
      done.learned = !text.empty() && !removed && !article.excluded;
      if (done.learned) run(kAddSketch, article.id.value, sketch);
      note_unknown(connection, done.id.value, use.unknown);
    }
    return done;
  });
  if (added) tell(article.id);
  return added;
}

Result<void> Uses::withdraw(const Asker& asker, bool any, UseId id) {
  auto article = store_.write([&](Connection& connection) -> Result<ArticleId> {
    std::string of;
    {
      auto use = connection.query(kFindUse);
      if (!use.bind(id.value).step())
        return fail(Code::kNotFound, "there is no use " + std::to_string(id.value));
      if (!any && who_said(use, 1, 2) != number_of(asker))
        return fail(Code::kForbidden, "this use is somebody else's", "an editor can take it back");
      of = use.text(0);
    }
    connection.query(kWithdraw).bind(id.value).run();
    return ArticleId{of};
  });
  if (!article) return tl::unexpected<Error>(article.error());
  tell(*article);
  return {};
}

Result<std::vector<LearnedQuestion>> Uses::learned(const ArticleId& article) const {
  return store_.read([&](Connection& connection) -> Result<std::vector<LearnedQuestion>> {
    std::vector<LearnedQuestion> questions;
    for (Support& support : supports_of(connection, article))
      questions.push_back(std::move(support.question));
    return questions;
  });
}

Result<LearnedQuestion> Uses::unlearn(const Actor& actor, const ArticleId& article,
                                      LearnedId question) {
  auto unlearned = store_.write([&](Connection& connection) -> Result<LearnedQuestion> {
    for (Support& support : supports_of(connection, article)) {
      if (support.question.id != question) continue;
      const Time now = store_.now();
      connection.query(kRemoveQuestion).bind(question.value, article.value, now).run();
      write_audit(connection, now, actor, "learned.remove", article.value, support.question.text);
      return std::move(support.question);
    }
    return fail(Code::kNotFound,
                "the article has learned nothing by the number " + std::to_string(question.value),
                "GET /api/v1/articles/{id}/learned lists what it has");
  });
  if (unlearned) tell(article);
  return unlearned;
}

Result<Lesson> Uses::lesson_of(const ArticleId& article) const {
  return store_.read([&](Connection& connection) -> Result<Lesson> {
    return lesson_in(supports_of(connection, article));
  });
}

Result<Lesson> Uses::lesson_of(const Article& article) {
  const auto then = store_.read([&](Connection& connection) -> Result<std::optional<std::string>> {
    return sketch_in(connection, article.id);
  });
  if (!then) return tl::unexpected<Error>(then.error());
  if (!*then) return Lesson{};
  if (likeness(**then, sketch_of(article)) >= kLeastLeft) return lesson_of(article.id);
  return store_.write([&](Connection& connection) -> Result<Lesson> {
    connection.query(kForgetUses).bind(article.id.value).run();
    connection.query(kForgetSketch).bind(article.id.value).run();
    return Lesson{};
  });
}

Result<std::vector<ArticleId>> Uses::taught() const {
  return store_.read([&](Connection& connection) -> Result<std::vector<ArticleId>> {
    std::vector<ArticleId> ids;
    for (auto row = connection.query(kTaught); row.step();) ids.push_back({row.text(0)});
    return ids;
  });
}

Result<std::vector<ArticleId>> Uses::used_by(PersonId person, std::size_t limit) const {
  return store_.read([&](Connection& connection) -> Result<std::vector<ArticleId>> {
    std::vector<ArticleId> ids;
    auto row = connection.query(kUsedBy);
    row.bind(person.value, limit);
    while (row.step()) ids.push_back({row.text(0)});
    return ids;
  });
}

Result<std::vector<UnknownWord>> Uses::unknown_words(std::size_t limit) const {
  return store_.read([&](Connection& connection) -> Result<std::vector<UnknownWord>> {
    std::vector<UnknownWord> words;
    auto row = connection.query(kUnknown);
    row.bind(limit);
    while (row.step()) {
      UnknownWord& word = words.emplace_back();
      word.id = row.integer(0);
      word.word = row.text(1);
      word.people = static_cast<std::uint32_t>(row.integer(2));
      word.uses = static_cast<std::uint32_t>(row.integer(3));
      const std::string ids = row.text(4);
      for (std::size_t at = 0; at < ids.size();) {
        const std::size_t end = std::min(ids.find(' ', at), ids.size());
        word.articles.push_back({ids.substr(at, end - at)});
        at = end + 1;
      }
    }
    return words;
  });
}

Result<void> Uses::dismiss(const Actor& actor, std::int64_t word) {
  return store_.write([&](Connection& connection) -> Result<void> {
    std::string text;
    {
      auto found = connection.query(kWord);
      if (!found.bind(word).step())
        return fail(Code::kNotFound, "there is no proposal " + std::to_string(word));
      text = found.text(0);
    }
    const Time now = store_.now();
    connection.query(kDismiss).bind(word, now).run();
    write_audit(connection, now, actor, "proposal.dismiss", text, "");
    return {};
  });
}

void Uses::on_lesson(std::function<void(const ArticleId&)> tell) {
  const std::lock_guard lock(mutex_);
  tell_ = std::move(tell);
}

void Uses::tell(const ArticleId& article) const {
  const std::lock_guard lock(mutex_);
  if (tell_) tell_(article);
}

Result<void> Uses::remove_old() {
  const Time before = store_.now() - kKept;
  const auto any = store_.read([&](Connection& connection) -> Result<bool> {
    auto old = connection.query(kAnyOld);
    old.bind(before).step();
    return old.integer(0) != 0;
  });
  if (!any) return tl::unexpected<Error>(any.error());
  if (!*any) return {};
  return store_.write([&](Connection& connection) -> Result<void> {
    connection.query(kRemoveOld).bind(before).run();
    connection.query(kRemoveUnused).run();
    connection.query(kRemoveUnsaid).run();
    return {};
  });
}

}  // namespace aplomb::desk
