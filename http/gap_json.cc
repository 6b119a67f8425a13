// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/gap_json.h"

#include "http/search_json.h"
#include "http/uri.h"

namespace aplomb::http {
namespace {

Json counts_json(const desk::GapCounts& asked) {
  return {{"today", asked.today}, {"total", asked.total}, {"people", asked.people}};
}

/// null where there is no such article any more.
Json article_json(const ArticleId& id, const Searcher& searcher) {
  const auto stored = searcher.article(id);
  if (!stored) return nullptr;
  const auto& article = stored->article;
  return {
      {"id", article.id.value}, {"title", article.title}, {"url", article_url(article.id.value)}};
}

}  // namespace

Json to_json(const desk::GapBrief& gap) {
  return {{"id", gap.id.value},
          {"question", gap.question},
          {"state", to_string(gap.state)},
          {"asked", counts_json(gap.asked)},
          {"owner", gap.owner},
          {"due", timestamp(gap.due)},
          {"asked_by_me", gap.asked_by_me}};
}

Json to_json(const desk::Gap& gap, const desk::GapHouse& house, const Searcher& searcher) {
  auto nearest = Json::array();
  for (const auto& id : gap.nearest)
    if (auto article = article_json(id, searcher); !article.is_null())
      nearest.push_back(std::move(article));
  return {{"id", gap.id.value},
          {"question", gap.question},
          {"also", gap.also},
          {"notes", gap.notes},
          {"state", to_string(gap.state)},
          {"asked", counts_json(gap.asked)},
          {"certainty", to_word(gap.certainty)},
          {"hold", house.rules.hold(gap.language)},
          {"nearest", std::move(nearest)},
          {"owner", gap.owner},
          {"department", gap.department},
          {"due", timestamp(gap.due)},
          {"created", timestamp(gap.created)},
          {"article", gap.article ? article_json(*gap.article, searcher) : Json(nullptr)},
          {"reason", gap.reason ? Json(*gap.reason) : Json(nullptr)},
          {"asked_by_me", gap.asked_by_me}};
}

Json to_json(const desk::News& news, const Searcher& searcher) {
  return {{"id", news.id},
          {"kind", "gap_closed"},
          {"at", timestamp(news.at)},
          {"gap", news.gap},
          {"question", news.question},
          {"article", article_json(news.article, searcher)}};
}

}  // namespace aplomb::http
