// SPDX-License-Identifier: GPL-3.0-or-later
#include <utility>

#include "http/body.h"
#include "http/editing_json.h"
#include "http/problem.h"
#include "http/routes.h"
#include "http/uri.h"
#include "indexer/draft_check.h"

namespace aplomb::http {
namespace {

Json above_json(const CheckedQuery& query) {
  auto list = Json::array();
  for (const auto& above : query.above)
    list.push_back({{"id", above.id.value}, {"title", above.title}});
  return list;
}

Json queries_json(const std::vector<CheckedQuery>& queries) {
  auto list = Json::array();
  for (const auto& query : queries)
    list.push_back({{"text", query.text},
                    {"pin", query.pin},
                    {"rank", query.rank > 0 ? Json(query.rank) : Json(nullptr)},
                    {"first", query.first() && !query.only_nearest},
                    {"above", above_json(query)}});
  return list;
}

Json duplicates_json(const std::vector<DraftReport::Duplicate>& duplicates) {
  auto list = Json::array();
  for (const auto& duplicate : duplicates)
    list.push_back({{"id", duplicate.id.value},
                    {"title", duplicate.title},
                    {"url", article_url(duplicate.id.value)},
                    {"share", duplicate.share}});
  return list;
}

/// What each of the two readers would see; null where that is nothing.
Json preview_json(const std::optional<Article>& article) {
  Json preview{{"full", nullptr}, {"customer", nullptr}};
  if (!article) return preview;
  const auto page = [](const Article& shown) {
    return Json{{"title", shown.title}, {"answer", shown.answer}, {"html", shown.full.html}};
  };
  preview["full"] = page(*article);
  if (const auto projection = customer_projection(*article))
    preview["customer"] = page(*projection);
  return preview;
}

}  // namespace

Response check_article(const std::filesystem::path& articles, const Searcher& searcher,
                       const Request& request) {
  Body body(request);
  Draft draft;
  draft.bytes = body.text_if_any("markdown").value_or("");
  draft.path = body.text_if_any("path").value_or("");
  const auto id = body.text_if_any("id");
  if (auto problem = body.problem()) return *std::move(problem);
  if (id) draft.replaces = ArticleId{*id};
  if (draft.path.empty()) draft.path = id ? *id + ".md" : "new.md";
  const auto report = check_draft(articles, draft, searcher);
  if (!report) return index_problem(report.error(), request);
  const auto& article = report->article;
  return json(dump({{"article", article ? Json{{"id", article->id.value}, {"title", article->title}}
                                        : Json(nullptr)},
                    {"findings", to_json(report->findings)},
                    {"queries", queries_json(report->queries)},
                    {"duplicates", duplicates_json(report->duplicates)},
                    {"preview", preview_json(article)}}),
              kNoStore);
}

}  // namespace aplomb::http
