// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/own.h"

#include <utility>

#include "http/problem.h"
#include "http/uri.h"

namespace aplomb::http {

Result<desk::NamedArticle> named_article(const Searcher& searcher, const ArticleId& id) {
  return searcher.article(id).map([](StoredArticle stored) {
    return desk::NamedArticle{.id = std::move(stored.article.id),
                              .title = std::move(stored.article.title),
                              .former = std::move(stored.article.aliases)};
  });
}

Response article_problem(const Error& error, const ArticleId& id, const Request& request) {
  if (error.code != Code::kNotFound) return problem_response(error, request);
  return problem_response({Code::kNotFound, "No article has the id \"" + id.value + "\".",
                           "GET /api/v1/articles lists them."},
                          request);
}

ShownArticle shown_article(const Searcher& searcher, const ArticleId& id,
                           const std::string& title) {
  auto now = named_article(searcher, id);
  if (!now) return {.id = id, .title = title, .gone = now.error().code == Code::kNotFound};
  return {.id = std::move(now->id), .title = std::move(now->title), .gone = false};
}

Json to_json(const ShownArticle& article) {
  return {{"id", article.id.value},
          {"title", article.title},
          {"url", article_url(article.id.value)},
          {"gone", article.gone}};
}

Json to_json(const desk::OwnNote& note, const Searcher& searcher) {
  Json json{{"id", note.id.value},
            {"article", nullptr},
            {"title", note.title},
            {"text", note.text},
            {"created", timestamp(note.created)},
            {"changed", timestamp(note.changed)},
            {"offered", nullptr}};
  if (note.article)
    json["article"] = to_json(shown_article(searcher, *note.article, note.article_title));
  if (note.draft && note.offered)
    json["offered"] = {{"article", note.draft->value}, {"at", timestamp(*note.offered)}};
  return json;
}

}  // namespace aplomb::http
