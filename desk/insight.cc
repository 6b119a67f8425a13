// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/insight.h"

#include "desk/store.h"

namespace aplomb::desk {
namespace {

constexpr const char* kQuestions = R"sql(
SELECT coalesce(article, json_extract(opened, '$[#-1]'), found, ''), certainty, count(*)
FROM intents WHERE at >= ?1 AND at < ?2 GROUP BY 1, 2
)sql";
constexpr const char* kOpened = R"sql(
SELECT opening.value, count(*) FROM intents, json_each(intents.opened) AS opening
WHERE at >= ?1 AND at < ?2 AND opened IS NOT NULL GROUP BY 1
)sql";
constexpr const char* kOutcomes = R"sql(
SELECT article, outcome, count(*) FROM intents
WHERE at >= ?1 AND at < ?2 AND outcome IN ('solved', 'not_solved', 'wrong') AND article IS NOT NULL
GROUP BY 1, 2
)sql";
constexpr const char* kSeconds = R"sql(
SELECT article, seconds, count(*) FROM intents
WHERE at >= ?1 AND at < ?2 AND outcome = 'solved' AND article IS NOT NULL GROUP BY 1, 2
)sql";
// of the article that came nearest to its question
constexpr const char* kGaps = R"sql(
SELECT substr(nearest, 1, instr(nearest || char(10), char(10)) - 1),
       sum(created >= ?1 AND created < ?2),
       sum(state = 'closed' AND ended >= ?1 AND ended < ?2)
FROM gaps WHERE (created >= ?1 AND created < ?2) OR (ended >= ?1 AND ended < ?2) GROUP BY 1
)sql";
constexpr const char* kPromises = R"sql(
SELECT article, sum(made >= ?1 AND made < ?2),
       sum(state = 'kept' AND closed >= ?1 AND closed < ?2),
       sum(due >= ?1 AND due < ?2 AND due < ?3
           AND (state = 'broken' OR closed IS NULL OR closed > due))
FROM promises GROUP BY 1
)sql";
constexpr const char* kAskedByMany = R"sql(
SELECT question, count(DISTINCT person), count(*),
       sum(certainty = 'strong'), sum(certainty = 'weak'), sum(certainty = 'none')
FROM intents WHERE at >= ?1 AND at < ?2 AND question <> ''
GROUP BY question HAVING count(DISTINCT person) >= ?3
ORDER BY 3 DESC, question LIMIT ?4
)sql";

std::uint64_t count_at(const Query& query, int column) {
  return static_cast<std::uint64_t>(query.integer(column));
}

/// The counter that a word of a row stands for; null where it is none of these.
std::uint64_t* counter_of(ArticleFigures& figures, const std::string& word) {
  if (word == "strong") return &figures.strong;
  if (word == "weak") return &figures.weak;
  if (word == "none") return &figures.unanswered;
  if (word == "solved") return &figures.solved;
  if (word == "not_solved") return &figures.not_solved;
  if (word == "wrong") return &figures.wrong;
  return nullptr;
}

}  // namespace

Time Insight::now() const {
  return store_.now();
}

Result<std::map<std::string, ArticleFigures>> Insight::articles(const TimeSpan& span) const {
  using Figures = std::map<std::string, ArticleFigures>;
  return store_.read([&](Connection& connection) -> Result<Figures> {
    Figures all;
    {
      Query rows = connection.query(kQuestions);
      for (rows.bind(span.from, span.to); rows.step();) {
        ArticleFigures& figures = all[rows.text(0)];
        figures.questions += count_at(rows, 2);
        if (auto* const counter = counter_of(figures, rows.text(1))) *counter += count_at(rows, 2);
      }
    }
    {
      Query rows = connection.query(kOpened);
      for (rows.bind(span.from, span.to); rows.step();)
        all[rows.text(0)].opened = count_at(rows, 1);
    }
    {
      Query rows = connection.query(kOutcomes);
      for (rows.bind(span.from, span.to); rows.step();)
        if (auto* const counter = counter_of(all[rows.text(0)], rows.text(1)))
          *counter += count_at(rows, 2);
    }
    {
      Query rows = connection.query(kSeconds);
      for (rows.bind(span.from, span.to); rows.step();)
        all[rows.text(0)].seconds_to_answer[rows.integer(1)] = count_at(rows, 2);
    }
    {
      Query rows = connection.query(kGaps);
      for (rows.bind(span.from, span.to); rows.step();) {
        ArticleFigures& figures = all[rows.text(0)];
        figures.gaps_opened = count_at(rows, 1);
        figures.gaps_closed = count_at(rows, 2);
      }
    }
    {
      Query rows = connection.query(kPromises);
      for (rows.bind(span.from, span.to, store_.now()); rows.step();) {
        if (count_at(rows, 1) + count_at(rows, 2) + count_at(rows, 3) == 0) continue;
        ArticleFigures& figures = all[rows.text(0)];
        figures.promises_made = count_at(rows, 1);
        figures.promises_kept = count_at(rows, 2);
        figures.promises_late = count_at(rows, 3);
      }
    }
    return all;
  });
}

Result<std::vector<AskedQuestion>> Insight::questions(const TimeSpan& span) const {
  return store_.read([&](Connection& connection) -> Result<std::vector<AskedQuestion>> {
    Query rows = connection.query(kAskedByMany);
    std::vector<AskedQuestion> questions;
    for (rows.bind(span.from, span.to, kMinAskers, kMaxQuestionsTold); rows.step();)
      questions.push_back({rows.text(0), count_at(rows, 1), count_at(rows, 2), count_at(rows, 3),
                           count_at(rows, 4), count_at(rows, 5)});
    return questions;
  });
}

}  // namespace aplomb::desk
