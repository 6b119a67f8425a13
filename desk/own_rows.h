// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "desk/clock.h"
#include "desk/named_article.h"
#include "desk/people.h"
#include "desk/store.h"

// What the tables of people's own things have in common.
namespace aplomb::desk {

/// A statement over one person's rows of an article: `sql` binds the person and an id. Runs it for
/// the article's former names; how many rows it changed.
std::size_t for_former(Connection& connection, const char* sql, PersonId person,
                       const NamedArticle& article);

/// How many rows `sql`, which binds the person, counts.
[[nodiscard]] std::size_t count_of(Connection& connection, const char* sql, PersonId person);

/// The title as it is kept.
[[nodiscard]] std::string kept_title(const NamedArticle& article);

}  // namespace aplomb::desk
