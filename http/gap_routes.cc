// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <charconv>
#include <utility>

#include "desk/gap_article.h"
#include "desk/gap_asking.h"
#include "engine/unicode.h"
#include "http/body.h"
#include "http/desk_json.h"
#include "http/editing_json.h"
#include "http/editor.h"
#include "http/gap_json.h"
#include "http/parameters.h"
#include "http/problem.h"
#include "http/routes.h"
#include "http/uri.h"

namespace aplomb::http {
namespace {

constexpr std::size_t kDefaultGaps = 50;
/// `id`, `id-2`, …: questions that make the same id are rare.
constexpr int kMostIds = 20;
constexpr std::size_t kMaxTitleChars = 200;

std::optional<std::int64_t> number_in(std::string_view digits) {
  std::int64_t number = 0;
  const auto* const end = digits.data() + digits.size();
  const auto [stop, status] = std::from_chars(digits.data(), end, number);
  if (digits.empty() || status != std::errc{} || stop != end) return std::nullopt;
  return number;
}

std::optional<desk::GapId> id_of(const Request& request) {
  const auto number = number_in(request.capture("id"));
  return number ? std::optional(desk::GapId{*number}) : std::nullopt;
}

Response no_such(const Request& request) {
  return problem_response(
      {Code::kNotFound, "There is no such gap.", "GET /api/v1/gaps lists them."}, request);
}

Response answer(const Result<desk::Gap>& gap, desk::Desk& desk, const Searcher& searcher,
                const Request& request) {
  if (!gap) return problem_response(gap.error(), request);
  return json(dump(to_json(*gap, *desk.gaps().house(), searcher)), kNoStore);
}

/// Those of the list that are asked for: open ones and those being written where nothing is said.
Result<std::optional<std::vector<desk::GapState>>> states_of(const Parameters& parameters) {
  using enum desk::GapState;
  std::vector<desk::GapState> states;
  for (const auto& word : parameters.values("state")) {
    if (word == "all") return std::nullopt;
    const auto state = desk::parse_gap_state(word);
    if (!state)
      return fail_at("state", "state takes open, writing, closed, dismissed or all",
                     "Leave it out for open ones and those being written.");
    states.push_back(*state);
  }
  if (states.empty()) states = {kOpen, kWriting};
  return states;
}

/// An id for the article that nobody has yet.
ArticleId free_id(const desk::Editing& editing, const std::string& title) {
  const ArticleId first = make_id(title);
  ArticleId id = first;
  for (int n = 2; n <= kMostIds && editing.read(id); ++n)
    id = make_id(first.value + "-" + std::to_string(n));
  return id;
}

}  // namespace

Response add_gap(desk::Desk& desk, const Searcher& searcher, const Request& request) {
  Body body(request);
  desk::Asking asking{.by = asker_of(request.caller), .question = body.text("question")};
  asking.note = body.text_if_any("note").value_or("");
  const auto call = body.text_if_any("call");
  if (auto problem = body.problem()) return *std::move(problem);
  if (call) {
    auto key = desk.call_keys().call_key(*call);
    if (!key) return problem_response(key.error(), request);
    asking.call = *std::move(key);
  }
  // what is too long is not searched for first
  if (asking.question.size() > 4 * desk::kMaxGapQuestionChars)
    asking.question.resize(4 * desk::kMaxGapQuestionChars + 5);
  auto& gaps = desk.gaps();
  const auto facts =
      desk::facts_about(searcher, *gaps.house(), asking.question, Parameters(request).text("lang"));
  if (!facts) return index_problem(facts.error(), request);
  const auto raised = gaps.raise(asking, *facts);
  if (!raised) return problem_response(raised.error(), request);
  if (call) desk.intents().ended(asking.by, *call, {}, desk::Outcome::kGap);
  auto response = answer(raised->gap, desk, searcher, request);
  if (raised->created) response.status = 201;
  return response;
}

Response list_gaps(desk::Desk& desk, const Searcher& searcher, const Request& request) {
  const Parameters parameters(request);
  const auto limit = parameters.number("limit", 1, desk::kMaxGapPage, kDefaultGaps);
  if (!limit) return problem_response(limit.error(), request);
  auto states = states_of(parameters);
  if (!states) return problem_response(states.error(), request);
  const auto mine = parameters.flag("mine");
  if (!mine) return problem_response(mine.error(), request);
  const auto me = asker_of(request.caller);
  const auto page = desk.gaps().list({.states = *std::move(states),
                                      .owner = parameters.text("owner"),
                                      .asked_by = *mine ? std::optional(me) : std::nullopt,
                                      .limit = *limit,
                                      .cursor = parameters.text("cursor")},
                                     me);
  if (!page) return problem_response(page.error(), request);
  const auto house = desk.gaps().house();
  auto list = Json::array();
  for (const auto& gap : page->gaps) list.push_back(to_json(gap, *house, searcher));
  return json(
      dump({{"gaps", std::move(list)}, {"next", page->next ? Json(*page->next) : Json(nullptr)}}),
      kNoStore);
}

Response change_gap(desk::Desk& desk, const Searcher& searcher, const Request& request) {
  const auto id = id_of(request);
  if (!id) return no_such(request);
  Body body(request);
  desk::GapChange change;
  change.owner = body.text_if_any("owner");
  change.reason = body.text_if_any("reason");
  if (const auto text = body.text_if_any("due")) {
    const auto moment = parse_day_or_minute(*text);
    if (!moment) body.fault("due", "must be a time such as 2026-01-31T08:30+01:00, or a day");
    if (moment) change.due = moment->begins;
  }
  if (const auto word = body.text_if_any("state")) {
    change.state = desk::parse_gap_state(*word);
    const bool taken =
        change.state == desk::GapState::kOpen || change.state == desk::GapState::kDismissed;
    if (!taken) body.fault("state", "must be open or dismissed");
  }
  if (auto problem = body.problem()) return *std::move(problem);
  auto& gaps = desk.gaps();
  const auto me = asker_of(request.caller);
  if (change.state == desk::GapState::kOpen) {
    const auto gap = gaps.get(*id, me);
    if (!gap) return problem_response(gap.error(), request);
    auto known = desk::known_now(searcher, gap->question, gap->language);
    if (!known) return index_problem(known.error(), request);
    change.known = *std::move(known);
  }
  return answer(gaps.change(actor_of(request.caller), me, *id, change), desk, searcher, request);
}

Response write_gap_article(const Workshop& workshop, const Request& request) {
  const auto id = id_of(request);
  if (!id) return no_such(request);
  Body body(request);
  const auto wanted_id = body.text_if_any("id");
  const auto path = body.text_if_any("path").value_or("");
  const auto wanted_title = body.text_if_any("title");
  auto kind = Kind::kFaq;
  if (const auto word = body.text_if_any("kind")) {
    const auto known = parse_kind(*word);
    if (!known) body.fault("kind", "must be tip, procedure, policy, script, faq or reference");
    kind = known.value_or(kind);
  }
  if (wanted_title && count_code_points(*wanted_title) > kMaxTitleChars)
    body.fault("title", "is too long");
  if (auto problem = body.problem()) return *std::move(problem);
  auto& gaps = workshop.desk.gaps();
  const auto gap = gaps.get(*id, {});
  if (!gap) return problem_response(gap.error(), request);
  const auto editor = editor_of(workshop.desk, request.caller);
  if (!editor) return problem_response(editor.error(), request);
  const auto title = wanted_title && !wanted_title->empty() ? *wanted_title : title_for(*gap);
  const ArticleId article =
      wanted_id && !wanted_id->empty() ? ArticleId{*wanted_id} : free_id(workshop.editing, title);

  // The gap first: of two who begin at once one is told so before a file is made.
  if (auto begun = gaps.begin_article(editor->actor, *id, article); !begun)
    return problem_response(begun.error(), request);
  const desk::Editing::Text text{desk::article_for(*gap, article, title, kind), path};
  const auto saved = workshop.editing.save(
      *editor, article, text, [](const desk::ArticleFile* there) { return there == nullptr; });
  if (!saved) {
    static_cast<void>(gaps.give_up_article(*id, article, ""));
    Error error = saved.error();
    if (error.code == Code::kStale)
      error = {Code::kConflict, "There is an article \"" + article.value + "\" already.",
               "Choose another id."};
    return editing_problem(error, workshop.editing, request);
  }
  auto response = json(dump(to_json(*saved, workshop.searchable())), kNoStore);
  response.status = 201;
  response.headers.emplace_back("ETag", etag_of_version(saved->version));
  response.headers.emplace_back("Location", "/api/v1/articles/" + percent_encode(saved->id.value));
  return response;
}

Response list_news(desk::Desk& desk, const Searcher& searcher, const Request& request) {
  const auto news = desk.news().list(*request.caller.person);
  if (!news) return problem_response(news.error(), request);
  auto list = Json::array();
  for (const auto& each : *news) list.push_back(to_json(each, searcher));
  return json(dump({{"news", std::move(list)}}), kNoStore);
}

Response remove_news(desk::Desk& desk, const Request& request) {
  const auto id = number_in(request.capture("id"));
  const auto seen = desk.news().seen(*request.caller.person, id.value_or(0));
  return seen ? no_content() : problem_response(seen.error(), request);
}

}  // namespace aplomb::http
