// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "desk/desk.h"
#include "desk/editing.h"
#include "desk/promising.h"
#include "desk/ways_in.h"
#include "engine/result.h"
#include "engine/searcher.h"
#include "http/message.h"
#include "http/router.h"
#include "http/server_status.h"
#include "http/setting.h"

namespace aplomb::http {

/// What the routes that change articles work with. Both must outlive the router.
struct Workshop {
  desk::Desk& desk;
  desk::Editing& editing;
  /// Whether the server follows the folder that is edited; while not, nothing is.
  std::function<bool()> open = [] { return true; };
  /// Waits a little until searches see what was saved; whether they do.
  std::function<bool()> searchable = [] { return false; };
};

/// What the routes answer from. All of it must outlive the router.
struct Resources {
  const Houses& houses;
  desk::Desk& desk;
  desk::WaysIn& ways_in;
  /// Pictures and documents that articles link to come from here; empty: there are none.
  std::filesystem::path articles = {};
  /// Hears of each search that was answered, from many threads at once; may be empty.
  std::function<void(const SearchPage&)> searched = {};
  /// What /metrics answers; may be empty.
  std::function<std::string()> metrics = {};
  /// The settings in force, in the order in which to show them; may be empty.
  std::function<std::vector<SettingInForce>()> settings = {};
  ServerStatus server = {};
  /// Where articles are changed; absent: nowhere.
  std::optional<Workshop> workshop = {};
};

/// The route table.
[[nodiscard]] Router make_router(const Resources& resources);

/// What the query parameters of GET /api/v1/search ask for. Errors: kInvalidArgument.
[[nodiscard]] Result<SearchRequest> read_search_request(const Request& request);

/// What the query parameters of GET /api/v1/articles ask for. Errors: kInvalidArgument.
[[nodiscard]] Result<ListRequest> read_list_request(const Request& request);

// The handlers, by the file that holds them. Those that are handed `houses` answer from the
// searcher all the same; the houses know by which names (view.h).

// search_routes.cc
/// `desk` may be null: then there are neither notices nor gaps nor the caller's own shortcuts. Of
/// gaps named internal readers are told, whose question has no good answer.
[[nodiscard]] Response search(const Searcher& searcher, desk::Desk* desk,
                              const std::function<void(const SearchPage&)>& searched,
                              const Request& request);
[[nodiscard]] Response suggest(const Searcher& searcher, const Request& request);

// call_routes.cc
/// Notes for the search log what an agent was shown; what others are, and what is seen in a
/// customer's view, it does not hold.
void note_search(desk::Intents& intents, const SearchPage& page, const Searcher& searcher,
                 const Request& request);
/// The same of an article, where the request says on which call it was opened.
void note_opening(desk::Intents& intents, const Searcher& searcher, const Request& request,
                  const Response& response);
[[nodiscard]] Response end_call(desk::Desk& desk, const Request& request);

// insight_routes.cc
// JSON, or CSV where Accept prefers it.
[[nodiscard]] Response insight_topics(const desk::Insight& insight, const Searcher& searcher,
                                      const Request& request);
[[nodiscard]] Response insight_articles(const desk::Insight& insight, const Searcher& searcher,
                                        const Request& request);
[[nodiscard]] Response insight_questions(desk::Desk& desk, const Request& request);

// article_routes.cc
[[nodiscard]] Response list_articles(const Searcher& searcher, const Request& request);
[[nodiscard]] Response similar_articles(const Houses& houses, const Searcher& searcher,
                                        const Request& request);
[[nodiscard]] Response get_folder(const Searcher& searcher, const Request& request);
/// Internal readers get the Markdown from the folder, byte for byte, where there is a workshop.
[[nodiscard]] Response get_article(const Houses& houses, const std::optional<Workshop>& workshop,
                                   const Searcher& searcher, const Request& request);

// editing_routes.cc
[[nodiscard]] Response put_article(const Workshop& workshop, const Request& request);
[[nodiscard]] Response delete_article(const Workshop& workshop, const Request& request);
[[nodiscard]] Response move_article(const Workshop& workshop, const Request& request);
[[nodiscard]] Response archive_article(const Workshop& workshop, const Request& request);
[[nodiscard]] Response restore_article(const Workshop& workshop, const Request& request);
[[nodiscard]] Response review_article(const Workshop& workshop, const Request& request);
[[nodiscard]] Response flag_article(const Workshop& workshop, const Request& request);
[[nodiscard]] Response unflag_article(const Workshop& workshop, const Request& request);
/// Makes the draft the article, if that is still the one it was begun from.
[[nodiscard]] Response publish_draft(const Workshop& workshop, const Request& request);
[[nodiscard]] Response revert_article(const Workshop& workshop, const Request& request);
[[nodiscard]] Response merge_article(const Workshop& workshop, const Request& request);

// check_routes.cc
/// What is wrong with a text that is not saved, and what both readers would see of it.
[[nodiscard]] Response check_article(const std::filesystem::path& articles,
                                     const Searcher& searcher, const Request& request);

// upload_routes.cc
[[nodiscard]] Response put_file(const Workshop& workshop, const Request& request);
[[nodiscard]] Response delete_file(const Workshop& workshop, const Request& request);

// history_routes.cc
[[nodiscard]] Response get_history(const Workshop& workshop, const Request& request);
[[nodiscard]] Response get_version(const Workshop& workshop, const Request& request);
[[nodiscard]] Response get_difference(const Workshop& workshop, const Request& request);
[[nodiscard]] Response get_blame(const Workshop& workshop, const Request& request);

// page_routes.cc
[[nodiscard]] Response get_page(const Request& request);
/// The page where pages of other sites have to do with it. Never 304.
[[nodiscard]] Response get_panel_page(const Request& request);
[[nodiscard]] Response get_description(const Request& request);
[[nodiscard]] Response get_article_page(const Houses& houses, const Searcher& searcher,
                                        const Request& request);
[[nodiscard]] Response get_by_path(const Houses& houses, const Searcher& searcher,
                                   const Request& request);
[[nodiscard]] Response get_asset(const Request& request);

// file_routes.cc
/// Of customers' files only those that a text of theirs shows, by their opaque names.
[[nodiscard]] Response get_file(const Houses& houses, const std::filesystem::path& articles,
                                const Searcher& searcher, const Request& request);

// health_routes.cc
[[nodiscard]] Response healthz(const Request& request);
[[nodiscard]] Response metrics(const std::function<std::string()>& scrape);
/// Only an agent's searcher says what the index holds.
[[nodiscard]] Response readyz(const ServerStatus& server, const Searcher& searcher,
                              const Request& request);

// notice_routes.cc
/// With `all=1`, for leads, also drafts and what has ended; else what holds now.
[[nodiscard]] Response list_notices(desk::Desk& desk, const Request& request);
[[nodiscard]] Response add_notice(desk::Desk& desk, const Request& request);
[[nodiscard]] Response change_notice(desk::Desk& desk, const Request& request);
[[nodiscard]] Response publish_notice(desk::Desk& desk, const Request& request);
[[nodiscard]] Response end_notice(desk::Desk& desk, const Request& request);

// promise_routes.cc
/// What an article lets the caller promise.
[[nodiscard]] Response get_promise_terms(desk::Promising& promising, const Searcher& searcher,
                                         const Request& request);
[[nodiscard]] Response list_promises(desk::Promising& promising, const Request& request);
[[nodiscard]] Response count_promises(desk::Promising& promising, const Request& request);
[[nodiscard]] Response make_promise(desk::Promising& promising, desk::Intents& intents,
                                    const Searcher& searcher, const Request& request);
/// Kept, broken, or another due time.
[[nodiscard]] Response change_promise(desk::Promising& promising, const Request& request);

// draft_routes.cc
[[nodiscard]] Response list_drafts(desk::Desk& desk, const Searcher& searcher,
                                   const Request& request);
[[nodiscard]] Response get_draft(desk::Desk& desk, const Request& request);
[[nodiscard]] Response put_draft(desk::Desk& desk, const Request& request);
[[nodiscard]] Response delete_draft(desk::Desk& desk, const Request& request);

// gap_routes.cc
/// 201 where it is a new gap, 200 where it was asked before. `lang` is the page's.
[[nodiscard]] Response add_gap(desk::Desk& desk, const Searcher& searcher, const Request& request);
[[nodiscard]] Response list_gaps(desk::Desk& desk, const Searcher& searcher,
                                 const Request& request);
[[nodiscard]] Response change_gap(desk::Desk& desk, const Searcher& searcher,
                                  const Request& request);
/// Begins the article that is to answer it.
[[nodiscard]] Response write_gap_article(const Workshop& workshop, const Request& request);
[[nodiscard]] Response list_news(desk::Desk& desk, const Searcher& searcher,
                                 const Request& request);
[[nodiscard]] Response remove_news(desk::Desk& desk, const Request& request);

// use_routes.cc
[[nodiscard]] Response add_use(desk::Desk& desk, const Searcher& searcher, const Request& request);
[[nodiscard]] Response withdraw_use(desk::Desk& desk, const Request& request);
/// What callers also say.
[[nodiscard]] Response get_learned(desk::Desk& desk, const Searcher& searcher,
                                   const Request& request);
[[nodiscard]] Response unlearn(desk::Desk& desk, const Request& request);
[[nodiscard]] Response learned_to_symptom(const Workshop& workshop, const Request& request);
[[nodiscard]] Response list_synonym_proposals(desk::Desk& desk, const Searcher& searcher,
                                              const Request& request);
[[nodiscard]] Response dismiss_synonym_proposal(desk::Desk& desk, const Request& request);

// template_routes.cc
[[nodiscard]] Response list_templates(const std::filesystem::path& articles,
                                      const Request& request);

// session_routes.cc
[[nodiscard]] Response get_session(desk::Desk& desk, const Request& request);
[[nodiscard]] Response sign_in(desk::WaysIn& ways_in, const Request& request);
[[nodiscard]] Response sign_in_first(desk::WaysIn& ways_in, const Request& request);
[[nodiscard]] Response sign_out(desk::Desk& desk, const Request& request);
[[nodiscard]] Response issue_panel(desk::Desk& desk, const Request& request);
[[nodiscard]] Response change_own_password(desk::Desk& desk, desk::WaysIn& ways_in,
                                           const Request& request);

// star_routes.cc
[[nodiscard]] Response list_stars(desk::Desk& desk, const Searcher& searcher,
                                  const Request& request);
[[nodiscard]] Response put_star(desk::Desk& desk, const Searcher& searcher, const Request& request);
[[nodiscard]] Response delete_star(desk::Desk& desk, const Searcher& searcher,
                                   const Request& request);
[[nodiscard]] Response list_recent(desk::Desk& desk, const Searcher& searcher,
                                   const Request& request);
[[nodiscard]] Response put_recent(desk::Desk& desk, const Searcher& searcher,
                                  const Request& request);

// note_routes.cc
[[nodiscard]] Response list_notes(desk::Desk& desk, const Searcher& searcher,
                                  const Request& request);
[[nodiscard]] Response add_note(desk::Desk& desk, const Searcher& searcher, const Request& request);
[[nodiscard]] Response change_note(desk::Desk& desk, const Searcher& searcher,
                                   const Request& request);
[[nodiscard]] Response delete_note(desk::Desk& desk, const Request& request);
[[nodiscard]] Response offer_note(desk::Desk& desk, const Searcher& searcher,
                                  const Request& request);

// shortcut_routes.cc
[[nodiscard]] Response list_shortcuts(desk::Desk& desk, const Request& request);
[[nodiscard]] Response put_shortcut(desk::Desk& desk, const Request& request);
[[nodiscard]] Response delete_shortcut(desk::Desk& desk, const Request& request);

// own_search_routes.cc
/// The caller's notes that match, and which of their starred articles do.
[[nodiscard]] Response search_own(desk::Desk& desk, const Searcher& searcher,
                                  const Request& request);

// since_routes.cc
/// `workshop` may be null: then no differences are told, and nothing that is gone.
[[nodiscard]] Response get_since(desk::Desk& desk, const Workshop* workshop,
                                 const Searcher& searcher, const Request& request);
[[nodiscard]] Response put_since(desk::Desk& desk, const Request& request);

// personal_data_routes.cc
/// Notes, stars and shortcuts as one Markdown document.
[[nodiscard]] Response export_own(desk::Desk& desk, const Searcher& searcher,
                                  const Request& request);
/// All that the desk has of the caller.
[[nodiscard]] Response get_own_data(desk::Desk& desk, const Request& request);

// people_routes.cc
[[nodiscard]] Response list_people(desk::Desk& desk, const Request& request);
[[nodiscard]] Response get_person(desk::Desk& desk, const Request& request);
[[nodiscard]] Response add_person(desk::Desk& desk, const Request& request);
[[nodiscard]] Response change_person(desk::Desk& desk, const Request& request);
[[nodiscard]] Response remove_person(desk::Desk& desk, const Request& request);
[[nodiscard]] Response set_password_of(desk::Desk& desk, const Request& request);
[[nodiscard]] Response end_sessions_of(desk::Desk& desk, const Request& request);

// token_routes.cc
[[nodiscard]] Response list_tokens(desk::Desk& desk, const Request& request);
[[nodiscard]] Response add_token(desk::Desk& desk, const Request& request);
[[nodiscard]] Response revoke_token(desk::Desk& desk, const Request& request);

// config_routes.cc
[[nodiscard]] Response get_config(const std::function<std::vector<SettingInForce>()>& settings,
                                  const Request& request);

// status_routes.cc
/// Also while there is no index to read, which it then says.
[[nodiscard]] Response get_status(const ServerStatus& server, const Houses& houses,
                                  const desk::Desk& desk, const Request& request);

// opensearch_routes.cc
[[nodiscard]] Response get_opensearch(const Request& request);

// audit_routes.cc
[[nodiscard]] Response list_audit(desk::Desk& desk, const Request& request);

}  // namespace aplomb::http
