// SPDX-License-Identifier: GPL-3.0-or-later
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "http/desk_json.h"
#include "http/editor.h"
#include "http/etag.h"
#include "http/problem.h"
#include "http/routes.h"
#include "http/text.h"
#include "http/uri.h"

namespace aplomb::http {
namespace {

/// Which version of the article a draft was begun from, by its ETag.
constexpr std::string_view kBaseHeader = "Aplomb-Base";
constexpr std::string_view kBaseHeaderLower = "aplomb-base";

ArticleId id_of(const Request& request) {
  return {std::string(request.capture("id"))};
}

/// The version that an ETag of etag_of_version() names, or of its gzip form; absent when it is
/// none.
std::optional<std::string> version_in(std::string_view etag) {
  etag = trim(etag);
  for (const std::string_view end : {"-md\"", "-md-gz\""})
    if (etag.starts_with('"') && etag.ends_with(end) && etag.size() > end.size() + 1)
      return std::string(etag.substr(1, etag.size() - 1 - end.size()));
  return std::nullopt;
}

/// What the request is based on; absent where it does not say. A tag that is none of ours is that
/// of no version.
std::optional<desk::Drafts::Expected> expected_of(const Request& request) {
  using desk::Drafts;
  if (const auto match = request.header("if-match"))
    return trim(*match) == "*" ? Drafts::Expected::any()
                               : Drafts::Expected::of(version_in(*match).value_or(""));
  if (trim(request.header("if-none-match").value_or("")) == "*") return Drafts::Expected::none();
  return std::nullopt;
}

/// Like editing_problem(), with the draft as it is now.
Response draft_problem(const Error& error, desk::Desk& desk, const Request& request) {
  auto response = problem_response(error, request);
  if (error.code != Code::kStale) return response;
  const auto now = desk.drafts().get(id_of(request));
  auto body = Json::parse(response.body);
  body["current"] = nullptr;
  if (now) body["current"] = {{"etag", etag_of_version(now->version)}, {"markdown", now->markdown}};
  response.body = dump(body);
  return response;
}

}  // namespace

Response list_drafts(desk::Desk& desk, const Searcher& searcher, const Request& request) {
  const auto drafts = desk.drafts().list();
  if (!drafts) return problem_response(drafts.error(), request);
  auto list = Json::array();
  for (const auto& draft : *drafts) {
    auto entry = to_json(draft);
    entry["live"] = searcher.article(draft.article).has_value();
    list.push_back(std::move(entry));
  }
  return json(dump({{"drafts", std::move(list)}}), kNoStore);
}

Response get_draft(desk::Desk& desk, const Request& request) {
  const auto draft = desk.drafts().get(id_of(request));
  if (!draft) return problem_response(draft.error(), request);
  Response response{.status = 200,
                    .content_type = "text/markdown; charset=utf-8",
                    .body = draft->markdown,
                    .headers = {{"Cache-Control", std::string(kRevalidate)}}};
  if (draft->base)
    response.headers.emplace_back(std::string(kBaseHeader), etag_of_version(*draft->base));
  return with_etag(std::move(response), request, etag_of_version(draft->version));
}

Response put_draft(desk::Desk& desk, const Request& request) {
  if (auto other = other_type(request, "text/markdown")) return *std::move(other);
  const auto expected = expected_of(request);
  if (!expected) return condition_missing(request);
  desk::Drafts::Text text{request.body, std::nullopt};
  if (const auto base = request.header(kBaseHeaderLower)) {
    text.base = version_in(*base);
    if (!text.base)
      return problem_response(
          {Code::kInvalidArgument, "Aplomb-Base takes the ETag of an article's Markdown.",
           "Leave it out for a draft of a new article."},
          request);
  }
  const auto put = desk.drafts().put(actor_of(request.caller), id_of(request), text, *expected);
  if (!put) return draft_problem(put.error(), desk, request);
  auto response = json(dump(to_json(*put)), kNoStore);
  response.headers.emplace_back("ETag", etag_of_version(put->version));
  if (expected->what != desk::Drafts::Expected::What::kNone) return response;
  response.status = 201;
  response.headers.emplace_back(
      "Location", "/api/v1/articles/" + percent_encode(put->article.value) + "/draft");
  return response;
}

Response delete_draft(desk::Desk& desk, const Request& request) {
  const auto expected = expected_of(request);
  if (!expected) return condition_missing(request);
  const auto removed = desk.drafts().remove(actor_of(request.caller), id_of(request), *expected);
  return removed ? no_content() : draft_problem(removed.error(), desk, request);
}

}  // namespace aplomb::http
