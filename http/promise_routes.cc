// SPDX-License-Identifier: GPL-3.0-or-later
#include <charconv>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "engine/calendar.h"
#include "http/body.h"
#include "http/desk_json.h"
#include "http/parameters.h"
#include "http/problem.h"
#include "http/routes.h"
#include "http/uri.h"

namespace aplomb::http {
namespace {

constexpr std::size_t kDefaultPromises = 50;

using desk::PromiseEntry;
using desk::PromiseListing;

std::optional<std::int64_t> whole_number(std::string_view digits) {
  std::int64_t number = 0;
  const auto* const end = digits.data() + digits.size();
  const auto [stop, status] = std::from_chars(digits.data(), end, number);
  if (digits.empty() || status != std::errc{} || stop != end) return std::nullopt;
  return number;
}

desk::Promiser promiser_of(const Caller& caller) {
  return {actor_of(caller), caller.role.value_or(desk::Role::kCustomer), caller.person,
          caller.token};
}

/// A moment with a time; a day would leave open which of its hours is meant.
std::optional<desk::Time> time_of(Body& body, std::string_view name) {
  const auto text = body.text_if_any(name);
  if (!text || text->empty()) return std::nullopt;
  const auto moment = parse_day_or_minute(*text);
  if (moment && !moment->whole_day) {
    // seconds do not count in a minute, but in what we have told ourselves
    const auto second = text->size() > 18 && (*text)[16] == ':' ? whole_number(text->substr(17, 2))
                                                                : std::optional<std::int64_t>(0);
    if (second) return moment->begins + std::chrono::seconds{*second};
  }
  body.fault(name, "must be a time such as 2026-01-31T08:30:00+01:00");
  return std::nullopt;
}

Json article_json(const ArticleId& id, std::string_view title) {
  return {{"id", id.value}, {"title", title}, {"url", "/a/" + percent_encode(id.value)}};
}

Json or_null(const std::optional<std::string>& text) {
  return text ? Json(*text) : Json(nullptr);
}
Json or_null(const std::optional<desk::Time>& time) {
  return time ? Json(timestamp(*time)) : Json(nullptr);
}

Json to_json(const desk::PromiseWords& words) {
  return {{"made", words.made}, {"notice", words.notice}};
}

/// null of what is closed.
Json standing_json(const PromiseEntry& entry, desk::Time now) {
  if (entry.state != PromiseEntry::State::kOpen) return nullptr;
  switch (entry.urgency(now)) {
    case PromiseEntry::Urgency::kNone:
      return "ok";
    case PromiseEntry::Urgency::kSoon:
      return "soon";
    case PromiseEntry::Urgency::kLate:
      return "late";
  }
  return "late";
}

Json to_json(const PromiseEntry& entry, desk::Promising& promising) {
  Json by = nullptr;
  if (!entry.by_name.empty()) by = {{"name", entry.by_name}, {"display_name", entry.by_display}};
  auto moved = Json::array();
  for (const auto& move : entry.moves)
    moved.push_back({{"at", timestamp(move.at)},
                     {"from", timestamp(move.from)},
                     {"to", timestamp(move.to)},
                     {"reason", move.reason}});
  return {{"id", entry.id.value},
          {"article", article_json(entry.article, entry.title)},
          {"what", entry.what},
          {"within", entry.within},
          {"case", entry.case_reference},
          {"amount", or_null(entry.amount)},
          {"by", std::move(by)},
          {"team", entry.team},
          {"made", timestamp(entry.made)},
          {"due", timestamp(entry.due)},
          {"warn_at", timestamp(entry.warn_at)},
          {"state", to_string(entry.state)},
          {"standing", standing_json(entry, promising.ledger().now())},
          {"closed", or_null(entry.closed)},
          {"moved", std::move(moved)},
          {"reason", or_null(entry.reason)},
          {"say", to_json(promising.say(entry))}};
}

Response answer(const Result<PromiseEntry>& entry, desk::Promising& promising,
                const Request& request) {
  if (!entry) return problem_response(entry.error(), request);
  return json(dump(to_json(*entry, promising)), kNoStore);
}

/// `1800000000.17`, as PromisePage ended.
std::string cursor_text(const PromiseListing::Cursor& cursor) {
  return std::to_string(cursor.due.time_since_epoch().count()) + "." + std::to_string(cursor.id);
}

std::optional<PromiseListing::Cursor> parse_cursor(std::string_view text) {
  const auto point = text.find('.');
  if (point == std::string_view::npos) return std::nullopt;
  const auto due = whole_number(text.substr(0, point));
  const auto id = whole_number(text.substr(point + 1));
  if (!due || !id) return std::nullopt;
  return PromiseListing::Cursor{desk::Time{std::chrono::seconds{*due}}, *id};
}

Result<PromiseListing> read_listing(const Request& request) {
  const Parameters parameters(request);
  PromiseListing listing;
  const auto whose = parameters.text("whose");
  if (whose == "team")
    listing.whose = PromiseListing::Whose::kTeam;
  else if (!whose.empty() && whose != "mine")
    return fail_at("whose", "whose takes mine or team", "Leave it out for your own.");
  if (auto team = parameters.text("team"); !team.empty()) {
    listing.whose = PromiseListing::Whose::kTeam;
    listing.team = std::move(team);
  }
  const auto state = parameters.text("state");
  using enum PromiseEntry::State;
  if (state == "all")
    listing.state = std::nullopt;
  else if (state == "kept")
    listing.state = kKept;
  else if (state == "broken")
    listing.state = kBroken;
  else if (!state.empty() && state != "open")
    return fail_at("state", "state takes open, kept, broken or all", "Leave it out for open ones.");
  const auto limit = parameters.number("limit", 1, desk::kMaxPromisePage, kDefaultPromises);
  if (!limit) return tl::unexpected(limit.error());
  listing.limit = *limit;
  if (const auto cursor = parameters.text("cursor"); !cursor.empty()) {
    listing.after = parse_cursor(cursor);
    if (!listing.after)
      return fail_at("cursor", "cursor takes the \"next\" of the page before",
                     "Leave it out to start at the first promise.");
  }
  return listing;
}

/// The article by its id or a former one.
Result<Article> article_of(const Searcher& searcher, const std::string& id) {
  auto stored = searcher.article({id});
  if (stored) return std::move(stored->article);
  return tl::unexpected<Error>(stored.error());
}

/// The same error where it is another than that there is none.
Error no_article(const Error& error, Code code) {
  if (error.code != Code::kNotFound) return error;
  return {code, "There is no article by that id.", "GET /api/v1/articles lists them.", "article"};
}

}  // namespace

Response get_promise_terms(desk::Promising& promising, const Searcher& searcher,
                           const Request& request) {
  const auto id = Parameters(request).text("article");
  if (!is_valid(ArticleId{id}))
    return problem_response({Code::kInvalidArgument, "article takes the id of an article",
                             "GET /api/v1/articles lists them.", "article"},
                            request);
  const auto article = article_of(searcher, id);
  if (!article) return problem_response(no_article(article.error(), Code::kNotFound), request);
  const auto terms = promising.terms(promiser_of(request.caller), *article);
  if (!terms) {
    auto error = terms.error();
    if (error.code == Code::kUnprocessable) error.code = Code::kNotFound;
    return problem_response(error, request);
  }
  const auto words = promising.say(*article, *terms);
  return json(dump({{"article", article_json(article->id, article->title)},
                    {"what", terms->what},
                    {"within", or_null(std::string_view(terms->within))},
                    {"due", or_null(terms->due)},
                    {"limit", or_null(std::string_view(terms->limit))},
                    {"authority", or_null(std::string_view(terms->authority))},
                    {"may", terms->may},
                    {"who", terms->who},
                    {"say", words ? to_json(*words) : Json(nullptr)}}),
              kNoStore);
}

Response list_promises(desk::Promising& promising, const Request& request) {
  const auto listing = read_listing(request);
  if (!listing) return problem_response(listing.error(), request);
  const auto page = promising.ledger().list(promiser_of(request.caller), *listing);
  if (!page) return problem_response(page.error(), request);
  auto list = Json::array();
  for (const auto& entry : page->promises) list.push_back(to_json(entry, promising));
  return json(dump({{"promises", std::move(list)},
                    {"next", page->next ? Json(cursor_text(*page->next)) : Json(nullptr)}}),
              kNoStore);
}

Response count_promises(desk::Promising& promising, const Request& request) {
  const auto counts = promising.ledger().counts(promiser_of(request.caller));
  if (!counts) return problem_response(counts.error(), request);
  return json(dump({{"open", counts->open}, {"soon", counts->soon}, {"late", counts->late}}),
              kNoStore);
}

Response make_promise(desk::Promising& promising, desk::Intents& intents, const Searcher& searcher,
                      const Request& request) {
  Body body(request);
  const auto id = body.text("article");
  desk::PromiseRequest wanted;
  wanted.case_reference = body.text("case");
  wanted.call = body.text_if_any("call");
  wanted.amount = body.text_if_any("amount");
  wanted.due = time_of(body, "due");
  if (auto problem = body.problem()) return *std::move(problem);
  const auto article = article_of(searcher, id);
  if (!article) return problem_response(no_article(article.error(), Code::kUnprocessable), request);
  auto response =
      answer(promising.make(promiser_of(request.caller), *article, wanted), promising, request);
  if (response.status != 200) return response;
  response.status = 201;
  if (wanted.call)
    intents.ended(asker_of(request.caller), *wanted.call, article->id, desk::Outcome::kPromise);
  return response;
}

Response change_promise(desk::Promising& promising, const Request& request) {
  const auto id = whole_number(request.capture("id"));
  if (!id)
    return problem_response(
        {Code::kNotFound, "There is no such promise.", "GET /api/v1/promises lists your own."},
        request);
  Body body(request);
  const auto state = body.text_if_any("state");
  const auto due = time_of(body, "due");
  const auto seen = time_of(body, "from");
  const auto reason = body.text_if_any("reason");
  if (auto problem = body.problem()) return *std::move(problem);
  if (state && *state != "kept" && *state != "broken")
    body.fault("state", "must be kept or broken");
  else if (state && (due || seen))
    body.fault("due", "cannot be changed of what is closed with the same request");
  else if (!state && !due)
    body.fault("due", "is missing, and so is state");
  if (auto problem = body.problem()) return *std::move(problem);
  const auto promiser = promiser_of(request.caller);
  if (due)
    return answer(promising.move(promiser, {*id}, *due, reason.value_or(""), seen), promising,
                  request);
  using enum PromiseEntry::State;
  return answer(
      promising.ledger().close(promiser, {*id}, *state == "kept" ? kKept : kBroken, reason),
      promising, request);
}

}  // namespace aplomb::http
