// SPDX-License-Identifier: GPL-3.0-or-later
#include <charconv>
#include <utility>

#include "http/access.h"
#include "http/body.h"
#include "http/desk_json.h"
#include "http/parameters.h"
#include "http/problem.h"
#include "http/routes.h"
#include "http/view.h"

namespace aplomb::http {
namespace {

std::optional<desk::NoticeId> id_of(const Request& request) {
  const auto digits = request.capture("id");
  desk::NoticeId id;
  const auto* const end = digits.data() + digits.size();
  const auto [stop, status] = std::from_chars(digits.data(), end, id.value);
  if (digits.empty() || status != std::errc{} || stop != end) return std::nullopt;
  return id;
}

Response no_such(const Request& request) {
  return problem_response(
      {Code::kNotFound, "There is no such notice.", "GET /api/v1/notices?all=1 lists them."},
      request);
}

Response answer(const Result<desk::Notice>& notice, const Request& request) {
  if (!notice) return problem_response(notice.error(), request);
  return json(dump(to_json(*notice, Audience::kInternal)), kNoStore);
}

/// A day or a time of it; of a day its beginning, or its end.
std::optional<desk::Time> time_of(Body& body, std::string_view name, std::string_view text,
                                  bool end_of_day) {
  const auto moment = parse_day_or_minute(text);
  if (!moment) body.fault(name, "must be a time such as 2026-01-31T08:30+01:00, or a day");
  if (!moment) return std::nullopt;
  return end_of_day ? moment->over() : moment->begins;
}

enum class Wanted { kAny, kAllThatMatter };

/// All that a lead may write. An empty `starts` takes the time away.
desk::NoticeChange read_change(Body& body, Wanted wanted) {
  const bool all = wanted == Wanted::kAllThatMatter;
  desk::NoticeChange change;
  change.title = all ? body.text("title") : body.text_if_any("title");
  change.text = body.text_if_any("text");
  if (const auto word = body.text_if_any("audience")) {
    change.audience = parse_audience(*word);
    if (!change.audience) body.fault("audience", "must be internal or customer");
  }
  change.queries = body.texts_if_any("queries");
  if (const auto starts = body.text_if_any("starts"))
    change.starts = starts->empty() ? std::nullopt : time_of(body, "starts", *starts, false);
  const auto expires = all ? body.text("expires") : body.text_if_any("expires");
  if (expires && !(all && expires->empty()))
    change.expires = time_of(body, "expires", *expires, true);
  return change;
}

}  // namespace

Response list_notices(desk::Desk& desk, const Request& request) {
  const auto reader = audience_of(request);
  if (!reader) return problem_response(reader.error(), request);
  const auto all = Parameters(request).flag("all");
  if (!all) return problem_response(all.error(), request);
  if (*all)
    if (auto refused = refusal(Access::kLead, request)) return *std::move(refused);
  // in a customer's view there are only those that customers see
  const auto notices = *all && *reader == Audience::kInternal ? desk.notices().list()
                                                              : desk.notices().current(*reader);
  if (!notices) return problem_response(notices.error(), request);
  auto list = Json::array();
  for (const auto& notice : *notices) list.push_back(to_json(notice, *reader));
  return json(dump({{"notices", std::move(list)}}), kNoStore);
}

Response add_notice(desk::Desk& desk, const Request& request) {
  Body body(request);
  auto change = read_change(body, Wanted::kAllThatMatter);
  if (auto problem = body.problem()) return *std::move(problem);
  desk::NoticeText notice;
  notice.title = *std::move(change.title);
  notice.text = std::move(change.text).value_or("");
  notice.audience = change.audience.value_or(Audience::kInternal);
  notice.queries = std::move(change.queries).value_or(std::vector<std::string>{});
  notice.starts = change.starts.value_or(std::nullopt);
  notice.expires = *change.expires;
  auto response = answer(desk.notices().add(actor_of(request.caller), notice), request);
  if (response.status == 200) response.status = 201;
  return response;
}

Response change_notice(desk::Desk& desk, const Request& request) {
  const auto id = id_of(request);
  if (!id) return no_such(request);
  Body body(request);
  const auto change = read_change(body, Wanted::kAny);
  if (auto problem = body.problem()) return *std::move(problem);
  return answer(desk.notices().change(actor_of(request.caller), *id, change), request);
}

Response publish_notice(desk::Desk& desk, const Request& request) {
  const auto id = id_of(request);
  if (!id) return no_such(request);
  return answer(desk.notices().publish(actor_of(request.caller), *id), request);
}

Response end_notice(desk::Desk& desk, const Request& request) {
  const auto id = id_of(request);
  if (!id) return no_such(request);
  const auto ended = desk.notices().end(actor_of(request.caller), *id);
  return ended ? no_content() : problem_response(ended.error(), request);
}

}  // namespace aplomb::http
