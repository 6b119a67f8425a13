// SPDX-License-Identifier: GPL-3.0-or-later
// For .cc files of this folder only: it names the JSON library.
#pragma once

#include <optional>
#include <string>

#include "desk/named_article.h"
#include "desk/own_notes.h"
#include "engine/searcher.h"
#include "http/json.h"
#include "http/message.h"

/// What the routes of somebody's own things have in common. Their rows take people only.
namespace aplomb::http {

/// Who asks.
[[nodiscard]] inline desk::PersonId self(const Request& request) {
  return request.caller.person.value_or(desk::PersonId{});
}

/// The article of that id or former id, with all its names. Errors: those of Searcher::article().
[[nodiscard]] Result<desk::NamedArticle> named_article(const Searcher& searcher,
                                                       const ArticleId& id);

/// Why it is none: 404 names the id.
[[nodiscard]] Response article_problem(const Error& error, const ArticleId& id,
                                       const Request& request);

/// How articles are shown that somebody noted under some id: as they are called now, or, when they
/// are gone, as they were.
struct ShownArticle {
  ArticleId id;
  std::string title;
  bool gone = false;
};
[[nodiscard]] ShownArticle shown_article(const Searcher& searcher, const ArticleId& id,
                                         const std::string& title);

/// {"id", "title", "url", "gone"}
[[nodiscard]] Json to_json(const ShownArticle& article);

[[nodiscard]] Json to_json(const desk::OwnNote& note, const Searcher& searcher);

}  // namespace aplomb::http
