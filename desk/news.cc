// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/news.h"

#include "desk/news_rows.h"
#include "desk/store.h"

namespace aplomb::desk {
namespace {

constexpr const char* kList =
    "SELECT id, at, gap, question, article FROM news WHERE person = ? AND seen IS NULL "
    "ORDER BY id DESC LIMIT ?";
constexpr const char* kSeen =
    "UPDATE news SET seen = ?3 WHERE id = ?1 AND person = ?2 AND seen IS NULL";
// the last row of each person decides which of their words they are told
constexpr const char* kTell = R"sql(
INSERT OR IGNORE INTO news (person, kind, at, gap, question, article)
SELECT person, 'gap_closed', ?1, gap, question, ?3 FROM gap_askings
WHERE id IN (SELECT max(id) FROM gap_askings WHERE gap = ?2 AND person IS NOT NULL GROUP BY person)
)sql";
constexpr const char* kTakeBack = "DELETE FROM news WHERE gap = ? AND seen IS NULL";
constexpr const char* kAnyOld = "SELECT 1 FROM news WHERE at < ? LIMIT 1";
constexpr const char* kForget = "DELETE FROM news WHERE at < ?";

}  // namespace

Result<std::vector<News>> NewsBoard::list(PersonId person) const {
  return store_.read([&](Connection& connection) -> Result<std::vector<News>> {
    Query query = connection.query(kList);
    query.bind(person.value, kMaxNewsTold);
    std::vector<News> news;
    while (query.step())
      news.push_back(
          {query.integer(0), query.time(1), query.integer(2), query.text(3), {query.text(4)}});
    return news;
  });
}

Result<void> NewsBoard::seen(PersonId person, std::int64_t id) {
  return store_.write([&](Connection& connection) -> Result<void> {
    if (connection.query(kSeen).bind(id, person.value, store_.now()).run() > 0) return {};
    return fail(Code::kNotFound, "there is no such news", "GET /api/v1/me/news lists yours");
  });
}

void tell_askers(Connection& connection, Time at, std::int64_t gap, const ArticleId& article) {
  connection.query(kTell).bind(at, gap, article.value).run();
}

void take_back_news(Connection& connection, std::int64_t gap) {
  connection.query(kTakeBack).bind(gap).run();
}

bool any_old_news(Connection& connection, Time before) {
  return connection.query(kAnyOld).bind(before).step();
}

void forget_news(Connection& connection, Time before) {
  connection.query(kForget).bind(before).run();
}

}  // namespace aplomb::desk
