// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/search_json.h"

#include <array>
#include <cstdio>

#include "http/gap_json.h"
#include "http/json.h"
#include "http/uri.h"

namespace aplomb::http {
namespace {

Json certainty_json(const std::optional<Certainty>& certainty) {
  return certainty ? Json(to_word(*certainty)) : Json(nullptr);
}

Json changes_json(const std::vector<Interpretation::Change>& changes) {
  auto list = Json::array();
  for (const auto& change : changes) list.push_back({{"from", change.from}, {"to", change.to}});
  return list;
}

Json interpretation_json(const Interpretation& made) {
  return {{"searched", made.searched},
          {"corrected", changes_json(made.corrected)},
          {"expanded", changes_json(made.expanded)},
          {"ignored", made.ignored},
          {"unmatched", made.unmatched},
          {"said", made.said},
          {"limited", made.limited}};
}

Json fragments_json(const std::vector<Fragment>& fragments) {
  auto list = Json::array();
  for (const auto& fragment : fragments)
    list.push_back({{"text", fragment.text}, {"match", fragment.match}});
  return list;
}

Json passage_json(const Hit& hit) {
  return {
      {"heading", hit.heading}, {"anchor", hit.anchor}, {"snippet", fragments_json(hit.snippet)}};
}

std::string_view to_word(Suggestion::Source source) {
  switch (source) {
    case Suggestion::Source::kTitle:
      return "title";
    case Suggestion::Source::kSymptom:
      return "symptom";
    case Suggestion::Source::kHeading:
      return "heading";
    case Suggestion::Source::kCode:
      return "code";
  }
  return "title";
}

Json hit_json(const Hit& hit) {
  return {{"id", hit.id.value},
          {"title", hit.title},
          {"kind", or_null(to_string(hit.kind))},
          {"answer", hit.answer},
          {"language", hit.language},
          {"passage", passage_json(hit)},
          {"url", article_url(hit.id.value, hit.anchor)},
          {"score", hit.score},
          {"audience", to_string(hit.audience)},
          {"confidence", hit.confidence ? Json(to_string(*hit.confidence)) : Json(nullptr)},
          {"last_reviewed", or_null(hit.last_reviewed)},
          {"overdue", hit.overdue},
          {"validity", to_string(hit.validity)},
          {"why", hit.why}};
}

Json hits_json(const std::vector<Hit>& hits) {
  auto list = Json::array();
  for (const auto& hit : hits) list.push_back(hit_json(hit));
  return list;
}

Json facets_json(const SearchPage& page) {
  auto facets = Json::object();
  for (const auto& [field, counts] : page.facets) {
    auto& values = facets[std::string(to_string(field))] = Json::object();
    for (const auto& [value, count] : counts) values[value] = count;
  }
  return facets;
}

Json explain_json(const std::vector<Stage>& stages) {
  auto list = Json::array();
  for (const auto& stage : stages) {
    const auto us = std::chrono::duration<double, std::micro>(stage.took).count();
    list.push_back({{"stage", stage.name}, {"us", us}, {"shows", stage.shows}});
  }
  return list;
}

/// In short: what stands in a line above the hits.
Json notices_json(const std::vector<desk::Notice>& notices) {
  auto list = Json::array();
  for (const auto& notice : notices)
    list.push_back({{"id", notice.id.value},
                    {"title", notice.title},
                    {"text", notice.text},
                    {"expires", timestamp(notice.expires)}});
  return list;
}

/// A metric's name is a token (RFC 9110): what no token may hold becomes a hyphen.
std::string metric(std::string_view name, std::chrono::nanoseconds took) {
  std::string text;
  for (const char c : name) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    text += plain || c == '_' ? c : '-';
  }
  std::array<char, 32> number{};
  const auto ms = std::chrono::duration<double, std::milli>(took).count();
  const int length = std::snprintf(number.data(), number.size(), ";dur=%.3f", ms);
  return text.append(number.data(), static_cast<std::size_t>(length));
}

}  // namespace

std::string_view to_word(Certainty certainty) {
  switch (certainty) {
    case Certainty::kStrong:
      return "strong";
    case Certainty::kWeak:
      return "weak";
    case Certainty::kNone:
      return "none";
  }
  return "none";
}

std::string to_json(const SearchPage& page, bool explain, const std::vector<desk::Notice>& notices,
                    const std::optional<desk::GapBrief>& gap) {
  Json body{{"query", page.query},
            {"certainty", certainty_json(page.certainty)},
            {"certainty_score", page.certainty_score ? Json(*page.certainty_score) : Json(nullptr)},
            {"total", page.total},
            {"total_is", page.total_exact ? "exact" : "at_least"},
            {"generation", page.generation},
            {"interpretation", interpretation_json(page.interpretation)},
            {"notices", notices_json(notices)},
            {"hits", hits_json(page.hits)},
            {"nearest", hits_json(page.nearest)},
            {"facets", facets_json(page)}};
  if (gap) body["gap"] = to_json(*gap);
  if (explain) body["explain"] = explain_json(page.stages);
  return dump(body);
}

std::string to_json(std::string_view query, const std::vector<Suggestion>& suggestions) {
  auto list = Json::array();
  for (const auto& suggestion : suggestions)
    list.push_back({{"text", suggestion.text},
                    {"id", suggestion.id.value},
                    {"title", suggestion.title},
                    {"kind", to_word(suggestion.source)},
                    {"url", article_url(suggestion.id.value, suggestion.anchor)},
                    {"marked", fragments_json(suggestion.marked)}});
  return dump({{"query", query}, {"suggestions", std::move(list)}});
}

std::string to_opensearch(std::string_view query, const std::vector<Suggestion>& suggestions,
                          std::string_view here) {
  auto texts = Json::array(), titles = Json::array(), urls = Json::array();
  for (const auto& [text, id, title, source, anchor, marked] : suggestions) {
    texts.push_back(text);
    titles.push_back(title);
    urls.push_back(std::string(here) + article_url(id.value, anchor));
  }
  return dump(Json::array({query, std::move(texts), std::move(titles), std::move(urls)}));
}

std::string server_timing(std::chrono::nanoseconds waited, const std::vector<Stage>& stages,
                          std::chrono::nanoseconds total) {
  auto header = metric("queue", waited) + ", ";
  for (const auto& stage : stages) header += metric(stage.name, stage.took) + ", ";
  return header + metric("total", total);
}

}  // namespace aplomb::http
