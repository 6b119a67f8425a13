// SPDX-License-Identifier: GPL-3.0-or-later
// What somebody writes down for themselves.
#include <charconv>
#include <optional>
#include <string>
#include <utility>

#include "http/body.h"
#include "http/own.h"
#include "http/parameters.h"
#include "http/problem.h"
#include "http/routes.h"

namespace aplomb::http {
namespace {

/// One that no note has, where it is no number.
desk::OwnNoteId id_of(const Request& request) {
  const auto digits = request.capture("id");
  desk::OwnNoteId id;
  const auto* const end = digits.data() + digits.size();
  const auto [stop, status] = std::from_chars(digits.data(), end, id.value);
  return digits.empty() || status != std::errc{} || stop != end ? desk::OwnNoteId{} : id;
}

Response answer(const Result<desk::OwnNote>& note, const Searcher& searcher, const Request& request,
                int status = 200) {
  if (!note) return problem_response(note.error(), request);
  auto response = json(dump(to_json(*note, searcher)), kNoStore);
  response.status = status;
  return response;
}

}  // namespace

Response list_notes(desk::Desk& desk, const Searcher& searcher, const Request& request) {
  const ArticleId id{Parameters(request).text("article")};
  std::optional<desk::NamedArticle> article;
  if (!id.value.empty())
    article = named_article(searcher, id).value_or(desk::NamedArticle{.id = id, .title = {}});
  const auto notes = desk.own_notes().list(self(request), article);
  if (!notes) return problem_response(notes.error(), request);
  auto list = Json::array();
  for (const auto& note : *notes) list.push_back(to_json(note, searcher));
  return json(dump({{"notes", std::move(list)}}), kNoStore);
}

Response add_note(desk::Desk& desk, const Searcher& searcher, const Request& request) {
  Body body(request);
  const auto id = body.text_if_any("article");
  const auto title = body.text_if_any("title").value_or("");
  const auto text = body.text("text");
  if (auto problem = body.problem()) return *std::move(problem);
  std::optional<desk::NamedArticle> article;
  if (id && !id->empty()) {
    auto named = named_article(searcher, {*id});
    if (!named) return article_problem(named.error(), {*id}, request);
    article = *std::move(named);
  }
  desk.shifts().note(self(request));
  return answer(desk.own_notes().add(self(request), article, title, text), searcher, request, 201);
}

Response change_note(desk::Desk& desk, const Searcher& searcher, const Request& request) {
  Body body(request);
  desk::OwnNoteChange change;
  change.title = body.text_if_any("title");
  change.text = body.text_if_any("text");
  if (auto problem = body.problem()) return *std::move(problem);
  return answer(desk.own_notes().change(self(request), id_of(request), change), searcher, request);
}

Response delete_note(desk::Desk& desk, const Request& request) {
  const auto removed = desk.own_notes().remove(self(request), id_of(request));
  return removed ? no_content() : problem_response(removed.error(), request);
}

Response offer_note(desk::Desk& desk, const Searcher& searcher, const Request& request) {
  const auto person = desk.people().find(request.caller.name);
  if (!person) return problem_response(person.error(), request);
  const auto taken = [&](const ArticleId& id) { return searcher.article(id).has_value(); };
  const auto draft = desk.own_notes().offer(*person, id_of(request), desk.drafts(), taken);
  if (!draft) return problem_response(draft.error(), request);
  auto response = json(dump({{"draft", draft->value}}), kNoStore);
  response.status = 201;
  return response;
}

}  // namespace aplomb::http
