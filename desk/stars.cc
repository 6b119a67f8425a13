// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/stars.h"

#include <algorithm>

#include "desk/own_rows.h"
#include "desk/person_row.h"
#include "desk/store.h"

namespace aplomb::desk {
namespace {

constexpr const char* kList =
    "SELECT article, title, starred FROM stars WHERE person = ? ORDER BY starred DESC, article";
constexpr const char* kCount = "SELECT count(*) FROM stars WHERE person = ?";
constexpr const char* kFind = "SELECT starred FROM stars WHERE person = ? AND article = ?";
constexpr const char* kPut =
    "INSERT INTO stars (person, article, title, starred) VALUES (?1, ?2, ?3, ?4)"
    " ON CONFLICT DO UPDATE SET title = excluded.title";
constexpr const char* kRemove = "DELETE FROM stars WHERE person = ? AND article = ?";

/// When the article was starred by a former name; else `now`.
Time starred_before(Connection& connection, PersonId person, const NamedArticle& article,
                    Time now) {
  Time at = now;
  for (const ArticleId& former : article.former) {
    Query query = connection.query(kFind);
    if (query.bind(person.value, former.value).step()) at = std::min(at, query.time(0));
  }
  return at;
}

}  // namespace

Result<std::vector<Star>> Stars::list(PersonId person) const {
  return store_.read([&](Connection& connection) -> Result<std::vector<Star>> {
    Query query = connection.query(kList);
    query.bind(person.value);
    std::vector<Star> stars;
    while (query.step())
      stars.push_back(
          {.article = {query.text(0)}, .title = query.text(1), .starred = query.time(2)});
    return stars;
  });
}

Result<void> Stars::add(PersonId person, const NamedArticle& article) {
  return store_.write([&](Connection& connection) -> Result<void> {
    if (auto found = find_person(connection, person); !found)
      return tl::unexpected<Error>(found.error());
    const Time at = starred_before(connection, person, article, store_.now());
    for_former(connection, kRemove, person, article);
    const bool known = connection.query(kFind).bind(person.value, article.id.value).step();
    if (!known && count_of(connection, kCount, person) >= kMaxStars)
      return fail(Code::kConflict, "there are " + std::to_string(kMaxStars) + " stars already",
                  "take away those that you need no more");
    connection.query(kPut).bind(person.value, article.id.value, kept_title(article), at).run();
    return {};
  });
}

Result<void> Stars::remove(PersonId person, const NamedArticle& article) {
  return store_.write([&](Connection& connection) -> Result<void> {
    for_former(connection, kRemove, person, article);
    connection.query(kRemove).bind(person.value, article.id.value).run();
    return {};
  });
}

}  // namespace aplomb::desk
