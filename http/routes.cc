// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/routes.h"

#include <memory>

#include "http/problem.h"
#include "http/stored_file.h"
#include "indexer/article_reader.h"

namespace aplomb::http {
namespace {

/// The longest article, and two of them, with what JSON escapes in an ordinary one.
constexpr std::size_t kTextAsJson = kMaxArticleBytes + kMaxArticleBytes / 2;
constexpr std::size_t kTwoTextsAsJson = 2 * kTextAsJson;

/// What the routes that change articles answer where there are none to change.
Response no_workshop(const Request& request) {
  return problem_response(
      {Code::kUnavailable,
       "This server follows no folder of articles, so that nothing can be saved.",
       "Start it with --articles."},
      request);
}

}  // namespace

Router make_router(const Resources& resources) {
  using DeskHandler = Response (*)(desk::Desk&, const Request&);
  using DeskReadingHandler = Response (*)(desk::Desk&, const Searcher&, const Request&);
  using NamingHandler = Response (*)(const Houses&, const Searcher&, const Request&);
  using WayInHandler = Response (*)(desk::WaysIn&, const Request&);
  const auto with_desk = [&desk = resources.desk](DeskHandler handler) -> Handler {
    return [&desk, handler](const Request& request) { return handler(desk, request); };
  };
  const auto with_ways_in = [&ways_in = resources.ways_in](WayInHandler handler) -> Handler {
    return [&ways_in, handler](const Request& request) { return handler(ways_in, request); };
  };
  const auto with_houses = [&houses = resources.houses](NamingHandler handler) -> ReadingHandler {
    return [&houses, handler](const Searcher& searcher, const Request& request) {
      return handler(houses, searcher, request);
    };
  };
  const auto file = [&houses = resources.houses, articles = resources.articles](
                        const Searcher& searcher, const Request& request) {
    return get_file(houses, articles, searcher, request);
  };
  const auto article = [&houses = resources.houses, workshop = resources.workshop,
                        &intents = resources.desk.intents()](const Searcher& searcher,
                                                             const Request& request) {
    auto response = get_article(houses, workshop, searcher, request);
    note_opening(intents, searcher, request, response);
    return response;
  };
  const auto check = [articles = resources.articles](const Searcher& searcher,
                                                     const Request& request) {
    return check_article(articles, searcher, request);
  };
  const auto own_password = [&desk = resources.desk,
                             &ways_in = resources.ways_in](const Request& request) {
    return change_own_password(desk, ways_in, request);
  };
  const auto searching = [&desk = resources.desk, searched = resources.searched](
                             const Searcher& searcher, const Request& request) {
    const auto tell = [&](const SearchPage& page) {
      if (searched) searched(page);
      note_search(desk.intents(), page, searcher, request);
    };
    return search(searcher, &desk, tell, request);
  };
  using DeskReadingHandler = Response (*)(desk::Desk&, const Searcher&, const Request&);
  const auto with_articles = [&desk =
                                  resources.desk](DeskReadingHandler handler) -> ReadingHandler {
    return [&desk, handler](const Searcher& searcher, const Request& request) {
      return handler(desk, searcher, request);
    };
  };
  const auto promising = std::make_shared<desk::Promising>(resources.desk, resources.articles);
  using PromiseHandler = Response (*)(desk::Promising&, const Request&);
  using PromisingHandler = Response (*)(desk::Promising&, const Searcher&, const Request&);
  const auto with_ledger = [promising](PromiseHandler handler) -> Handler {
    return [promising, handler](const Request& request) { return handler(*promising, request); };
  };
  const auto promise = [promising, &intents = resources.desk.intents()](const Searcher& searcher,
                                                                        const Request& request) {
    return make_promise(*promising, intents, searcher, request);
  };
  const auto with_promising = [promising](PromisingHandler handler) -> ReadingHandler {
    return [promising, handler](const Searcher& searcher, const Request& request) {
      return handler(*promising, searcher, request);
    };
  };
  const auto since = [&desk = resources.desk, workshop = resources.workshop](
                         const Searcher& searcher, const Request& request) {
    return get_since(desk, workshop ? &*workshop : nullptr, searcher, request);
  };
  const auto templates = [articles = resources.articles](const Request& request) {
    return list_templates(articles, request);
  };
  using InsightHandler = Response (*)(const desk::Insight&, const Searcher&, const Request&);
  const auto with_insight =
      [&insight = resources.desk.insight()](InsightHandler handler) -> ReadingHandler {
    return [&insight, handler](const Searcher& searcher, const Request& request) {
      return handler(insight, searcher, request);
    };
  };
  const auto scrape = [metrics_text = resources.metrics](const Request&) {
    return metrics(metrics_text);
  };
  const auto config = [settings = resources.settings](const Request& request) {
    return get_config(settings, request);
  };
  const auto status = [server = resources.server, &houses = resources.houses,
                       &desk = resources.desk](const Request& request) {
    return get_status(server, houses, desk, request);
  };
  using WorkshopHandler = Response (*)(const Workshop&, const Request&);
  const auto with_workshop = [&workshop = resources.workshop](WorkshopHandler handler) -> Handler {
    if (!workshop) return no_workshop;
    return [workshop = *workshop, handler](const Request& request) {
      return workshop.open() ? handler(workshop, request) : no_workshop(request);
    };
  };
  const auto ready = [server = resources.server](const Searcher& searcher, const Request& request) {
    return readyz(server, searcher, request);
  };
  using enum Access;
  using enum Reads;
  return Router(
      {
          {"GET", "/api/v1/search", kReader, kOwnAudience, searching},
          {"GET", "/api/v1/suggest", kReader, kOwnAudience, suggest},
          {"GET", "/api/v1/articles", kReader, kOwnAudience, list_articles},
          {"GET", "/api/v1/folders", kReader, kOwnAudience, get_folder},
          {"GET", "/api/v1/articles/{id}", kReader, kOwnAudience, article},
          {"GET", "/api/v1/articles/{id}/similar", kReader, kOwnAudience,
           with_houses(similar_articles)},

          Route("PUT", "/api/v1/articles/{id}", kEditor, with_workshop(put_article))
              .taking(kMaxArticleBytes),
          {"DELETE", "/api/v1/articles/{id}", kEditor, with_workshop(delete_article)},
          {"POST", "/api/v1/articles/{id}/move", kEditor, with_workshop(move_article)},
          {"POST", "/api/v1/articles/{id}/archive", kEditor, with_workshop(archive_article)},
          {"POST", "/api/v1/articles/{id}/restore", kEditor, with_workshop(restore_article)},
          {"POST", "/api/v1/articles/{id}/reviewed", kAgent, with_workshop(review_article)},
          {"POST", "/api/v1/articles/{id}/flag", kAgent, with_workshop(flag_article)},
          {"POST", "/api/v1/articles/{id}/unflag", kAgent, with_workshop(unflag_article)},
          {"POST", "/api/v1/articles/{id}/draft/publish", kEditor, with_workshop(publish_draft)},
          {"POST", "/api/v1/articles/{id}/revert", kEditor, with_workshop(revert_article)},
          Route("POST", "/api/v1/articles/{id}/merge", kEditor, with_workshop(merge_article))
              .taking(kTwoTextsAsJson),
          {"GET", "/api/v1/articles/{id}/history", kAgent, with_workshop(get_history)},
          {"GET", "/api/v1/articles/{id}/versions/{revision}", kAgent, with_workshop(get_version)},
          {"GET", "/api/v1/articles/{id}/versions/{revision}/difference", kAgent,
           with_workshop(get_difference)},
          {"GET", "/api/v1/articles/{id}/blame", kAgent, with_workshop(get_blame)},

          Route("POST", "/api/v1/check", kEditor, kInternal, check)
              .in(Lane::kRead)
              .taking(kTextAsJson),
          Route("PUT", "/api/v1/files/{path...}", kEditor, with_workshop(put_file))
              .taking(kMaxFileBytes),
          {"DELETE", "/api/v1/files/{path...}", kEditor, with_workshop(delete_file)},

          {"POST", "/api/v1/uses", kAgent, kInternal, with_articles(add_use)},
          {"DELETE", "/api/v1/uses/{id}", kAgent, with_desk(withdraw_use)},
          {"GET", "/api/v1/articles/{id}/learned", kEditor, kInternal, with_articles(get_learned)},
          {"DELETE", "/api/v1/articles/{id}/learned/{question}", kEditor, with_desk(unlearn)},
          {"POST", "/api/v1/articles/{id}/learned/{question}/symptom", kEditor,
           with_workshop(learned_to_symptom)},
          {"GET", "/api/v1/proposals/synonyms", kEditor, kInternal,
           with_articles(list_synonym_proposals)},
          {"DELETE", "/api/v1/proposals/synonyms/{id}", kEditor,
           with_desk(dismiss_synonym_proposal)},

          {"GET", "/api/v1/drafts", kEditor, kInternal, with_articles(list_drafts)},
          {"GET", "/api/v1/articles/{id}/draft", kEditor, with_desk(get_draft)},
          Route("PUT", "/api/v1/articles/{id}/draft", kEditor, with_desk(put_draft))
              .taking(desk::kMaxDraftBytes),
          {"DELETE", "/api/v1/articles/{id}/draft", kEditor, with_desk(delete_draft)},
          {"GET", "/api/v1/templates", kEditor, templates},

          {"GET", "/api/v1/notices", kReader, with_desk(list_notices)},
          {"POST", "/api/v1/notices", kLead, with_desk(add_notice)},
          {"PATCH", "/api/v1/notices/{id}", kLead, with_desk(change_notice)},
          {"POST", "/api/v1/notices/{id}/publish", kLead, with_desk(publish_notice)},
          {"DELETE", "/api/v1/notices/{id}", kLead, with_desk(end_notice)},

          {"POST", "/api/v1/calls/{call}/end", kAgent, with_desk(end_call)},
          {"GET", "/api/v1/insight/topics", kLead, kInternal, with_insight(insight_topics)},
          {"GET", "/api/v1/insight/articles", kLead, kInternal, with_insight(insight_articles)},
          {"GET", "/api/v1/insight/questions", kLead, with_desk(insight_questions)},

          {"GET", "/api/v1/promises", kAgent, with_ledger(list_promises)},
          {"POST", "/api/v1/promises", kAgent, kInternal, promise},
          {"GET", "/api/v1/promises/terms", kAgent, kInternal, with_promising(get_promise_terms)},
          {"GET", "/api/v1/promises/summary", kAgent, with_ledger(count_promises)},
          {"PATCH", "/api/v1/promises/{id}", kAgent, with_ledger(change_promise)},

          {"GET", "/api/v1/gaps", kAgent, kInternal, with_articles(list_gaps)},
          {"POST", "/api/v1/gaps", kAgent, kInternal, with_articles(add_gap)},
          {"PATCH", "/api/v1/gaps/{id}", kLead, kInternal, with_articles(change_gap)},
          {"POST", "/api/v1/gaps/{id}/article", kEditor, with_workshop(write_gap_article)},
          {"GET", "/api/v1/me/news", kStaff, kInternal, with_articles(list_news)},
          {"DELETE", "/api/v1/me/news/{id}", kStaff, with_desk(remove_news)},

          {"GET", "/api/v1/session", kOpen, with_desk(get_session)},
          {"POST", "/api/v1/session", kOpen, with_ways_in(sign_in)},
          {"DELETE", "/api/v1/session", kOpen, with_desk(sign_out)},
          {"POST", "/api/v1/session/first", kOpen, with_ways_in(sign_in_first)},
          {"POST", "/api/v1/session/panel", kPerson, with_desk(issue_panel)},
          {"PUT", "/api/v1/me/password", kPerson, own_password},

          {"GET", "/api/v1/me/stars", kStaff, kInternal, with_articles(list_stars)},
          {"PUT", "/api/v1/me/stars/{article}", kStaff, kInternal, with_articles(put_star)},
          {"DELETE", "/api/v1/me/stars/{article}", kStaff, kInternal, with_articles(delete_star)},
          {"GET", "/api/v1/me/notes", kStaff, kInternal, with_articles(list_notes)},
          {"POST", "/api/v1/me/notes", kStaff, kInternal, with_articles(add_note)},
          {"PATCH", "/api/v1/me/notes/{id}", kStaff, kInternal, with_articles(change_note)},
          {"DELETE", "/api/v1/me/notes/{id}", kStaff, with_desk(delete_note)},
          {"POST", "/api/v1/me/notes/{id}/offer", kStaff, kInternal, with_articles(offer_note)},
          {"GET", "/api/v1/me/shortcuts", kStaff, with_desk(list_shortcuts)},
          {"PUT", "/api/v1/me/shortcuts/{short}", kStaff, with_desk(put_shortcut)},
          {"DELETE", "/api/v1/me/shortcuts/{short}", kStaff, with_desk(delete_shortcut)},
          {"GET", "/api/v1/me/recent", kStaff, kInternal, with_articles(list_recent)},
          {"PUT", "/api/v1/me/recent/{article}", kStaff, kInternal, with_articles(put_recent)},
          {"GET", "/api/v1/me/search", kStaff, kInternal, with_articles(search_own)},
          {"GET", "/api/v1/me/since", kStaff, kInternal, since},
          {"PUT", "/api/v1/me/since", kStaff, with_desk(put_since)},
          {"GET", "/api/v1/me/export", kStaff, kInternal, with_articles(export_own)},
          {"GET", "/api/v1/me/data", kPerson, with_desk(get_own_data)},

          {"GET", "/api/v1/users", kAdmin, with_desk(list_people)},
          {"POST", "/api/v1/users", kAdmin, with_desk(add_person)},
          {"GET", "/api/v1/users/{name}", kAdmin, with_desk(get_person)},
          {"PATCH", "/api/v1/users/{name}", kAdmin, with_desk(change_person)},
          {"DELETE", "/api/v1/users/{name}", kAdmin, with_desk(remove_person)},
          {"PUT", "/api/v1/users/{name}/password", kAdmin, with_desk(set_password_of)},
          {"DELETE", "/api/v1/users/{name}/sessions", kAdmin, with_desk(end_sessions_of)},
          {"GET", "/api/v1/tokens", kAdmin, with_desk(list_tokens)},
          {"POST", "/api/v1/tokens", kAdmin, with_desk(add_token)},
          {"DELETE", "/api/v1/tokens/{id}", kAdmin, with_desk(revoke_token)},
          {"GET", "/api/v1/audit", kAdmin, with_desk(list_audit)},
          {"GET", "/api/v1/config", kAdmin, config},
          {"GET", "/api/v1/status", kAdmin, status},

          Route("GET", "/metrics", kAdmin, scrape).in(Lane::kStatus),
          Route("GET", "/healthz", kOpen, healthz).in(Lane::kStatus),
          Route("GET", "/readyz", kOpen, kOwnAudience, ready).in(Lane::kStatus),
          {"GET", "/openapi.json", kOpen, get_description},
          {"GET", "/opensearch.xml", kOpen, get_opensearch},

          {"GET", "/", kOpen, get_page},
          {"GET", "/welcome", kOpen, get_page},
          {"GET", "/browse", kOpen, get_page},
          {"GET", "/browse/{folder...}", kOpen, get_page},
          {"GET", "/call", kOpen, get_page},
          {"GET", "/admin", kOpen, get_page},
          {"GET", "/admin/{view...}", kOpen, get_page},
          {"GET", "/edit/{id}", kOpen, get_page},
          {"GET", "/new", kOpen, get_page},
          {"GET", "/new/{kind}", kOpen, get_page},
          {"GET", "/a/{id}/history", kOpen, get_page},
          {"GET", "/lists/{list}", kOpen, get_page},
          {"GET", "/notices", kOpen, get_page},
          {"GET", "/desk/{part}", kOpen, get_page},
          Route("GET", "/panel", kOpen, get_panel_page).shown_by(Shown::kInPanels),
          Route("GET", "/panel/connect", kOpen, get_panel_page).shown_by(Shown::kOpenedByPanel),
          {"GET", "/a/{id}", kOpen, kOwnAudience, with_houses(get_article_page)},
          {"GET", "/p/{path...}", kOpen, kOwnAudience, with_houses(get_by_path)},
          {"GET", "/files/{path...}", kReader, kOwnAudience, file},
          {"GET", "/assets/{name}", kOpen, get_asset},
      },
      resources.houses);
}

}  // namespace aplomb::http
