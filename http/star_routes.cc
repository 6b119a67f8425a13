// SPDX-License-Identifier: GPL-3.0-or-later
// What somebody starred and what they opened last.
#include <set>
#include <string>
#include <string_view>

#include "http/own.h"
#include "http/problem.h"
#include "http/routes.h"

namespace aplomb::http {
namespace {

ArticleId article_of(const Request& request) {
  return {std::string(request.capture("article"))};
}

/// One entry an article, however often it was noted under other ids; the first counts.
class NotedArticles {
 public:
  explicit NotedArticles(const Searcher& searcher) : searcher_(searcher) {}

  void add(const ArticleId& id, const std::string& title, std::string_view member, desk::Time at) {
    const auto article = shown_article(searcher_, id, title);
    if (!ids_.insert(article.id.value).second) return;
    auto entry = to_json(article);
    entry[std::string(member)] = timestamp(at);
    list_.push_back(std::move(entry));
  }

  [[nodiscard]] Json take() { return std::move(list_); }

 private:
  const Searcher& searcher_;
  std::set<std::string> ids_;
  Json list_ = Json::array();
};

}  // namespace

Response list_stars(desk::Desk& desk, const Searcher& searcher, const Request& request) {
  const auto stars = desk.stars().list(self(request));
  if (!stars) return problem_response(stars.error(), request);
  NotedArticles shown(searcher);
  for (const auto& [article, title, starred] : *stars)
    shown.add(article, title, "starred", starred);
  return json(dump({{"stars", shown.take()}}), kNoStore);
}

Response put_star(desk::Desk& desk, const Searcher& searcher, const Request& request) {
  const auto article = named_article(searcher, article_of(request));
  if (!article) return article_problem(article.error(), article_of(request), request);
  const auto added = desk.stars().add(self(request), *article);
  return added ? no_content() : problem_response(added.error(), request);
}

Response delete_star(desk::Desk& desk, const Searcher& searcher, const Request& request) {
  // what is gone can be taken away as well, by the name that the list has
  const auto article = named_article(searcher, article_of(request))
                           .value_or(desk::NamedArticle{.id = article_of(request), .title = {}});
  const auto removed = desk.stars().remove(self(request), article);
  return removed ? no_content() : problem_response(removed.error(), request);
}

Response list_recent(desk::Desk& desk, const Searcher& searcher, const Request& request) {
  const auto recent = desk.recent_articles().list(self(request));
  if (!recent) return problem_response(recent.error(), request);
  NotedArticles shown(searcher);
  for (const auto& [article, title, at] : *recent) shown.add(article, title, "at", at);
  return json(dump({{"recent", shown.take()}}), kNoStore);
}

Response put_recent(desk::Desk& desk, const Searcher& searcher, const Request& request) {
  const auto article = named_article(searcher, article_of(request));
  if (!article) return article_problem(article.error(), article_of(request), request);
  desk.shifts().note(self(request));
  const auto noted = desk.recent_articles().note(self(request), *article);
  return noted ? no_content() : problem_response(noted.error(), request);
}

}  // namespace aplomb::http
