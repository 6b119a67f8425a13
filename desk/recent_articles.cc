// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/recent_articles.h"

#include "desk/own_rows.h"
#include "desk/person_row.h"
#include "desk/store.h"

namespace aplomb::desk {
namespace {

constexpr const char* kList =
    "SELECT article, title, at FROM recent_articles WHERE person = ? ORDER BY at DESC, article";
constexpr const char* kPut =
    "INSERT INTO recent_articles (person, article, title, at) VALUES (?1, ?2, ?3, ?4)"
    " ON CONFLICT DO UPDATE SET title = excluded.title, at = excluded.at";
constexpr const char* kRemove = "DELETE FROM recent_articles WHERE person = ? AND article = ?";
constexpr const char* kRemoveOldest =
    "DELETE FROM recent_articles WHERE person = ?1 AND article NOT IN"
    " (SELECT article FROM recent_articles WHERE person = ?1 ORDER BY at DESC, article LIMIT ?2)";

}  // namespace

Result<std::vector<RecentArticle>> RecentArticles::list(PersonId person) const {
  return store_.read([&](Connection& connection) -> Result<std::vector<RecentArticle>> {
    Query query = connection.query(kList);
    query.bind(person.value);
    std::vector<RecentArticle> articles;
    while (query.step())
      articles.push_back({.article = {query.text(0)}, .title = query.text(1), .at = query.time(2)});
    return articles;
  });
}

Result<void> RecentArticles::note(PersonId person, const NamedArticle& article) {
  return store_.write([&](Connection& connection) -> Result<void> {
    if (auto found = find_person(connection, person); !found)
      return tl::unexpected<Error>(found.error());
    for_former(connection, kRemove, person, article);
    connection.query(kPut)
        .bind(person.value, article.id.value, kept_title(article), store_.now())
        .run();
    connection.query(kRemoveOldest).bind(person.value, kMaxRecent).run();
    return {};
  });
}

}  // namespace aplomb::desk
