// SPDX-License-Identifier: GPL-3.0-or-later
#include <string>
#include <utility>
#include <vector>

#include "http/own.h"
#include "http/parameters.h"
#include "http/problem.h"
#include "http/routes.h"

namespace aplomb::http {
namespace {

constexpr std::size_t kMaxNotesFound = 10;
constexpr std::size_t kMaxStarsFound = 20;

Json found_json(const desk::FoundNote& found, const Searcher& searcher) {
  auto snippet = Json::array();
  for (const auto& [text, match] : found.snippet)
    snippet.push_back({{"text", text}, {"match", match}});
  const auto& note = found.note;
  Json json{{"id", note.id.value}, {"title", note.title}, {"article", nullptr}};
  if (note.article)
    json["article"] = to_json(shown_article(searcher, *note.article, note.article_title));
  json["snippet"] = std::move(snippet);
  return json;
}

/// Which of the starred articles the query finds, as a search among them alone.
Result<Json> stars_found(desk::Desk& desk, const Searcher& searcher, desk::PersonId person,
                         const std::string& query, const std::string& language) {
  auto ids = Json::array();
  const auto stars = desk.stars().list(person);
  if (!stars) return tl::unexpected<Error>(stars.error());
  if (stars->empty()) return ids;
  SearchRequest request;
  request.text = query;
  request.limit = kMaxStarsFound;
  request.language = language;
  for (const auto& star : *stars)
    request.filters[FilterField::kId].push_back(
        shown_article(searcher, star.article, star.title).id.value);
  const auto page = searcher.search(request);
  if (!page) return tl::unexpected<Error>(page.error());
  for (const auto& hit : page->hits) ids.push_back(hit.id.value);
  return ids;
}

}  // namespace

Response search_own(desk::Desk& desk, const Searcher& searcher, const Request& request) {
  const Parameters parameters(request);
  const auto typed = parameters.query_text();
  if (!typed) return problem_response(typed.error(), request);
  const auto language = parameters.text("lang");
  const auto person = self(request);
  const auto query = desk.shortcuts().expand(person, *typed, kMaxQueryBytes).text;

  auto notes = Json::array();
  auto stars = Json::array();
  if (query.find_first_not_of(" \t\n") != query.npos) {
    const auto found = desk.own_notes().search(person, query, language, kMaxNotesFound);
    if (!found) return problem_response(found.error(), request);
    for (const auto& note : *found) notes.push_back(found_json(note, searcher));
    auto starred = stars_found(desk, searcher, person, query, language);
    if (!starred) return index_problem(starred.error(), request);
    stars = *std::move(starred);
  }
  return json(dump({{"notes", std::move(notes)}, {"stars", std::move(stars)}}), kNoStore);
}

}  // namespace aplomb::http
