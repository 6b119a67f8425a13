// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/check/queries.h"

#include <utility>

#include "indexer/finding_log.h"

namespace aplomb {
namespace {

/// What a finding says about an article above another.
std::string describe(const CheckedQuery::Above& above) {
  std::string text = above.id.value + ", '" + above.title + "'";
  for (std::size_t i = 0; i < above.why.size(); ++i) text += (i == 0 ? " (" : ", ") + above.why[i];
  return text + (above.why.empty() ? "" : ")");
}

std::string describe(const CheckedQuery& query) {
  const std::string name = (query.pin ? "the pin \"" : "\"") + query.text + "\"";
  if (query.rank == 1) return name + " has this article first, but as nearest, not as an answer";
  if (query.above.empty()) return name + " finds no article";
  const std::string first = describe(query.above.front());
  if (query.rank == 0)
    return name + " does not find this article among the first " + std::to_string(kMaxLimit) +
           "; first is " + first;
  return name + " has this article in place " + std::to_string(query.rank) + "; first is " + first;
}

Rule rule_of(const CheckedQuery& query, std::size_t top) {
  if (query.first()) return Rule::kQueryNearest;
  if (query.pin) return Rule::kPinSecond;
  return query.rank >= 1 && query.rank <= top ? Rule::kQuerySecond : Rule::kQueryMissed;
}

std::string hint_of(Rule rule) {
  switch (rule) {
    case Rule::kQueryMissed:
      return "put the callers' words under symptoms, into the title or a heading";
    case Rule::kPinSecond:
      return "another article is pinned for the same words; decide which of the two";
    case Rule::kQuerySecond:
      return "decide which of the two should come first";
    default:
      return "say it in the article as callers do";
  }
}

}  // namespace

QueriesToAsk queries_to_ask(const Article& article, const QueryLines& lines) {
  QueriesToAsk to_ask;
  const auto validity =
      validity_of(article, std::chrono::floor<std::chrono::minutes>(system_time()));
  if (article.excluded || article.confidence == Confidence::kArchived ||
      validity == Validity::kExpired)
    return to_ask;
  for (const bool pin : {true, false}) {
    const auto& line_of = pin ? lines.pins : lines.test_queries;
    for (const std::string& text : pin ? article.pins : article.test_queries) {
      const auto line = line_of.find(text);
      CheckedQuery& query = to_ask.queries.emplace_back();
      query.article = article.id;
      query.path = article.path;
      query.line = line == line_of.end() ? 0 : line->second;
      query.text = text;
      query.pin = pin;
      SearchRequest& request = to_ask.requests.emplace_back();
      request.text = text;
      request.unpublished = validity == Validity::kScheduled;
      request.limit = kMaxLimit;
    }
  }
  return to_ask;
}

void take_answer(const SearchPage& page, std::size_t top, CheckedQuery& query) {
  query.only_nearest = page.hits.empty() && !page.nearest.empty();
  std::size_t rank = 0;
  for (const Hit& hit : page.found()) {
    ++rank;
    if (hit.id == query.article) query.rank = rank;
    if (query.rank == 0 && query.above.size() < top)
      query.above.push_back({hit.id, hit.title, hit.why});
  }
  query.severity = about(rule_of(query, top)).severity;
}

std::optional<Finding> finding_of(const CheckedQuery& query, std::size_t top) {
  if (query.first() && !query.only_nearest) return std::nullopt;
  const Rule rule = rule_of(query, top);
  return make_finding(rule, query.path, query.line, describe(query), hint_of(rule));
}

}  // namespace aplomb
