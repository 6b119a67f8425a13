// SPDX-License-Identifier: GPL-3.0-or-later
#include <chrono>
#include <utility>

#include "desk/gap_asking.h"
#include "http/access.h"
#include "http/own_address.h"
#include "http/parameters.h"
#include "http/problem.h"
#include "http/routes.h"
#include "http/search_json.h"
#include "http/uri.h"

namespace aplomb::http {
namespace {

constexpr std::size_t kDefaultHits = 10;
constexpr std::size_t kDefaultSuggestions = 8;
constexpr std::size_t kMaxSuggestions = 20;

using Clock = std::chrono::steady_clock;

enum class SuggestionsForm { kOwn, kOpenSearch };

Result<SuggestionsForm> suggestions_form(const Parameters& parameters) {
  const auto word = parameters.text("format");
  if (word.empty() || word == "json") return SuggestionsForm::kOwn;
  if (word == "opensearch") return SuggestionsForm::kOpenSearch;
  return fail_at("format", "format takes json or opensearch", "Leave it out for json.");
}

/// Whether what was found leaves the question open: nothing answers it well, or what would is still
/// being written.
bool leaves_open(const SearchPage& page) {
  if (!page.certainty) return false;
  return page.certainty != Certainty::kStrong ||
         (!page.hits.empty() && page.hits.front().confidence == Confidence::kWip);
}

/// The gap that such a question has, for named internal readers.
std::optional<desk::GapBrief> gap_of(desk::Desk* desk, const Searcher& searcher,
                                     const SearchRequest& wanted, const SearchPage& page,
                                     const Caller& caller) {
  const bool told = desk != nullptr && searcher.reader() == Audience::kInternal &&
                    caller.is_named() && caller.audience() == Audience::kInternal;
  if (!told || !leaves_open(page)) return std::nullopt;
  return desk->gaps().asked_before(wanted.text, desk::readings_of(page.interpretation),
                                   wanted.language, asker_of(caller));
}

using Changes = std::vector<Interpretation::Change>;

/// Writes out the caller's own shortcuts in what is searched for; what was made of which. Customers
/// have none, nor has a view as theirs, and what is to be taken as typed is.
Changes expand_own(desk::Desk& desk, const Searcher& searcher, const Request& request,
                   SearchRequest& wanted) {
  const auto& person = request.caller.person;
  if (!person) return {};
  desk.shifts().note(*person);
  if (searcher.reader() != Audience::kInternal || wanted.exact) return {};
  auto expanded = desk.shortcuts().expand(*person, wanted.text, kMaxQueryBytes);
  Changes changes;
  for (auto& [from, to] : expanded.made) changes.push_back({std::move(from), std::move(to)});
  wanted.text = std::move(expanded.text);
  return changes;
}

}  // namespace

Result<SearchRequest> read_search_request(const Request& request) {
  const Parameters parameters(request);
  SearchRequest search;
  auto text = parameters.query_text();
  if (!text) return tl::unexpected(text.error());
  const auto limit = parameters.number("limit", 1, kMaxLimit, kDefaultHits);
  if (!limit) return tl::unexpected(limit.error());
  const auto offset = parameters.number("offset", 0, kMaxDepth, 0);
  if (!offset) return tl::unexpected(offset.error());
  if (*offset + *limit > kMaxDepth)
    return fail_at("offset",
                   "offset and limit together reach past hit " + std::to_string(kMaxDepth),
                   "Narrow the search with more words or a filter.");
  auto filters = parameters.filters();
  if (!filters) return tl::unexpected(filters.error());
  auto facets = parameters.facets();
  if (!facets) return tl::unexpected(facets.error());
  const auto sort = parameters.sort();
  if (!sort) return tl::unexpected(sort.error());
  const auto updated_since = parameters.day("updated_since");
  if (!updated_since) return tl::unexpected(updated_since.error());
  const auto exact = parameters.flag("exact");
  if (!exact) return tl::unexpected(exact.error());
  const auto unpublished = parameters.flag("unpublished");
  if (!unpublished) return tl::unexpected(unpublished.error());
  const auto explain = parameters.flag("explain");
  if (!explain) return tl::unexpected(explain.error());

  search.text = std::move(*text);
  search.limit = *limit;
  search.offset = *offset;
  search.filters = std::move(*filters);
  search.facets = std::move(*facets);
  search.sort = *sort;
  search.updated_since = *updated_since;
  search.language = parameters.text("lang");
  search.unpublished = *unpublished;
  search.exact = *exact;
  search.explain = *explain;
  return search;
}

Response search(const Searcher& searcher, desk::Desk* desk,
                const std::function<void(const SearchPage&)>& searched, const Request& request) {
  const auto start = Clock::now();
  auto wanted = read_search_request(request);
  if (!wanted) return problem_response(wanted.error(), request);
  if (wanted->unpublished)
    if (auto refused = refusal(Access::kEditor, request)) return *std::move(refused);
  const auto typed = wanted->text;
  const auto written_out =
      desk == nullptr ? Changes{} : expand_own(*desk, searcher, request, *wanted);
  auto page = searcher.search(*wanted);
  if (!page) return index_problem(page.error(), request);
  page->query = typed;
  if (searched) searched(*page);
  auto& expanded = page->interpretation.expanded;  // nobody else is told of what is somebody's own
  expanded.insert(expanded.begin(), written_out.begin(), written_out.end());

  // a search is answered also where the desk is not
  auto above = desk == nullptr ? std::vector<desk::Notice>{}
                               : desk->notices()
                                     .for_query(searcher.reader(), wanted->text, wanted->language)
                                     .value_or(std::vector<desk::Notice>{});
  const auto gap = gap_of(desk, searcher, *wanted, *page, request.caller);
  auto response = json(to_json(*page, wanted->explain, above, gap));
  response.headers.emplace_back("Server-Timing",
                                server_timing(request.waited, page->stages, Clock::now() - start));
  return response;
}

Response suggest(const Searcher& searcher, const Request& request) {
  const auto start = Clock::now();
  const Parameters parameters(request);
  const auto text = parameters.query_text();
  if (!text) return problem_response(text.error(), request);
  const auto limit = parameters.number("limit", 1, kMaxSuggestions, kDefaultSuggestions);
  if (!limit) return problem_response(limit.error(), request);
  const auto form = suggestions_form(parameters);
  if (!form) return problem_response(form.error(), request);
  const auto suggestions = searcher.suggest(*text, *limit);
  if (!suggestions) return index_problem(suggestions.error(), request);

  auto response = json(*form == SuggestionsForm::kOpenSearch
                           ? to_opensearch(*text, *suggestions, own_address(request))
                           : to_json(*text, *suggestions));
  if (*form == SuggestionsForm::kOpenSearch) response.content_type = kOpenSearchSuggestions;
  response.headers.emplace_back("Server-Timing",
                                server_timing(request.waited, {}, Clock::now() - start));
  return response;
}

}  // namespace aplomb::http
