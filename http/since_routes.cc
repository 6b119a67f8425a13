// SPDX-License-Identifier: GPL-3.0-or-later
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "desk/since.h"
#include "http/body.h"
#include "http/own.h"
#include "http/parameters.h"
#include "http/problem.h"
#include "http/routes.h"

namespace aplomb::http {
namespace {

std::string_view to_word(WordChange::Op op) {
  return op == WordChange::Op::kSame ? "same" : op == WordChange::Op::kAdded ? "added" : "removed";
}

Json to_json(const std::optional<WordDifference>& difference) {
  if (!difference) return nullptr;
  auto list = Json::array();
  for (const auto& [text, op] : difference->changes)
    list.push_back({{"text", text}, {"op", to_word(op)}});
  return list;
}

Json to_json(const desk::ArticleChange& change) {
  const bool gone = change.what == desk::ArticleChange::What::kGone;
  return {{"article", to_json(ShownArticle{change.article, change.title, gone})},
          {"what", to_string(change.what)},
          {"why", change.why},
          {"at", timestamp(change.at)},
          {"difference", to_json(change.difference)},
          {"cut", change.difference && change.difference->cut}};
}

Result<desk::Time> moment(std::string_view name, std::string_view text) {
  const auto read = parse_day_or_minute(text);
  if (!read)
    return fail_at(name,
                   std::string(name) + " must be a time such as 2026-01-31T08:30:00Z, or a day");
  desk::Time time(read->begins);
  // seconds do not count there, but here: what changed in the minute before was seen
  constexpr std::size_t kSeconds = std::string_view("2026-01-31T08:30:").size();
  if (text.size() >= kSeconds + 2 && text[kSeconds - 1] == ':')
    time += std::chrono::seconds((text[kSeconds] - '0') * 10 + (text[kSeconds + 1] - '0'));
  return time;
}

/// What an article's owner may be called for the caller to own it.
Result<std::vector<std::string>> owners_of(desk::Desk& desk, const Request& request) {
  return desk.people().find(request.caller.name).map([](const desk::Person& person) {
    return std::vector<std::string>{person.name, person.team, person.department};
  });
}

}  // namespace

Response get_since(desk::Desk& desk, const Workshop* workshop, const Searcher& searcher,
                   const Request& request) {
  const auto at = Parameters(request).text("at");
  const auto since = at.empty() ? desk.shifts().since(self(request)) : moment("at", at);
  if (!since) return problem_response(since.error(), request);
  const auto reasons = desk::reasons_of(desk, self(request));
  if (!reasons) return problem_response(reasons.error(), request);
  const auto owners = owners_of(desk, request);
  if (!owners) return problem_response(owners.error(), request);
  const auto* const editing =
      workshop != nullptr && workshop->open() ? &workshop->editing : nullptr;
  const auto told = desk::changes_since(searcher, editing, *reasons, *owners, *since);
  if (!told) return index_problem(told.error(), request);
  auto list = Json::array();
  for (const auto& change : told->changes) list.push_back(to_json(change));
  return json(
      dump({{"since", timestamp(*since)}, {"changes", std::move(list)}, {"more", told->more}}),
      kNoStore);
}

Response put_since(desk::Desk& desk, const Request& request) {
  Body body(request);
  const auto text = body.text("at");
  std::optional<desk::Time> at;
  if (!text.empty()) {
    const auto read = moment("at", text);
    if (read) at = *read;
    if (!read) body.fault("at", "must be a time such as 2026-01-31T08:30:00Z, or a day");
  }
  if (auto problem = body.problem()) return *std::move(problem);
  const auto seen = desk.shifts().seen(self(request), *at);
  return seen ? no_content() : problem_response(seen.error(), request);
}

}  // namespace aplomb::http
