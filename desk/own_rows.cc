// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/own_rows.h"

#include "engine/unicode.h"

namespace aplomb::desk {

std::size_t for_former(Connection& connection, const char* sql, PersonId person,
                       const NamedArticle& article) {
  std::size_t changed = 0;
  for (const ArticleId& former : article.former)
    changed += connection.query(sql).bind(person.value, former.value).run();
  return changed;
}

std::size_t count_of(Connection& connection, const char* sql, PersonId person) {
  Query query = connection.query(sql);
  query.bind(person.value).step();
  return static_cast<std::size_t>(query.integer(0));
}

std::string kept_title(const NamedArticle& article) {
  return std::string(utf8_prefix(article.title, kMaxKeptTitleBytes));
}

}  // namespace aplomb::desk
