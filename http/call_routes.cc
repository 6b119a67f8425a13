// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/access.h"
#include "http/parameters.h"
#include "http/problem.h"
#include "http/routes.h"

namespace aplomb::http {
namespace {

constexpr std::string_view kCall = "call";

/// Whether what is shown is a question's answer to an agent.
bool is_logged(const Searcher& searcher, const Request& request) {
  return searcher.reader() == Audience::kInternal && allows(Access::kAgent, request.caller) &&
         request.method == "GET";
}

}  // namespace

void note_search(desk::Intents& intents, const SearchPage& page, const Searcher& searcher,
                 const Request& request) {
  if (!page.certainty || !is_logged(searcher, request)) return;  // no question in words
  const auto& found = page.found();
  intents.searched(asker_of(request.caller), Parameters(request).text(kCall), page.query,
                   *page.certainty, found.empty() ? ArticleId{} : found.front().id);
}

void note_opening(desk::Intents& intents, const Searcher& searcher, const Request& request,
                  const Response& response) {
  const auto call = Parameters(request).text(kCall);
  const bool is_shown = response.status == 200 || response.status == 304;
  if (call.empty() || !is_shown || !is_logged(searcher, request)) return;
  intents.opened(asker_of(request.caller), call, ArticleId{std::string(request.capture("id"))});
}

Response end_call(desk::Desk& desk, const Request& request) {
  const auto ended = desk.intents().end(asker_of(request.caller), request.capture(kCall));
  return ended ? no_content() : problem_response(ended.error(), request);
}

}  // namespace aplomb::http
