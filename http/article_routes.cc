// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>
#include <optional>
#include <utility>

#include "http/access.h"
#include "http/article_json.h"
#include "http/editor.h"
#include "http/etag.h"
#include "http/negotiation.h"
#include "http/parameters.h"
#include "http/problem.h"
#include "http/routes.h"
#include "http/uri.h"
#include "http/view.h"

namespace aplomb::http {
namespace {

constexpr std::size_t kDefaultArticles = 50;
constexpr std::size_t kDefaultSimilar = 5;

/// One way of showing an article. The tag's end keeps the strong ETags of two forms apart.
struct Form {
  std::string_view type;
  std::string_view content_type;
  std::string_view tag;
};
constexpr std::array<Form, 3> kForms{{
    {"application/json", "application/json", "json"},
    {"text/markdown", "text/markdown; charset=utf-8", "md"},
    {"text/html", "text/html; charset=utf-8", "html"},
}};
constexpr std::array<std::string_view, 3> kTypes{kForms[0].type, kForms[1].type, kForms[2].type};

std::string write(const Article& article, const Form& form, Minute now, Audience reader,
                  const std::optional<Rights>& rights) {
  if (form.tag == "md") return article.full.markdown;
  if (form.tag == "html") return to_html(article);
  return to_json(article, now, reader, rights);
}

/// What whoever asks may do with the article; absent where that is nothing.
std::optional<Rights> rights_of(const Workshop& workshop, const Article& article,
                                const Request& request) {
  if (!allows(Access::kAgent, request.caller)) return std::nullopt;
  const auto editor = editor_of(workshop.desk, request.caller);
  if (!editor) return std::nullopt;
  Rights rights;
  rights.flag = true;
  rights.save = workshop.editing.may_change(*editor, article).has_value();
  rights.review = rights.save || desk::Editing::owns(*editor, article);
  if (allows(Access::kEditor, request.caller))
    rights.has_draft = workshop.desk.drafts().has(article.id).value_or(false);
  if (!rights.save) return rights;
  if (const auto file = workshop.editing.read(article.id))
    rights.version_etag = etag_of_version(file->version);
  return rights;
}

/// The article's file, byte for byte: what a save is based on.
Response get_source(const Workshop& workshop, const ArticleId& id, const Request& request) {
  const auto file = workshop.editing.read(id);
  if (!file) return editing_problem(file.error(), workshop.editing, request);
  if (file->was_called(id))
    return redirect(308, "/api/v1/articles/" + percent_encode(file->article.id.value));
  return with_etag({.status = 200,
                    .content_type = "text/markdown; charset=utf-8",
                    .body = file->bytes,
                    .headers = {{"Cache-Control", std::string(kRevalidate)}, {"Vary", "Accept"}}},
                   request, etag_of_version(file->version));
}

Response not_acceptable(const Request& request) {
  return to_response({.slug = "not-acceptable",
                      .status = 406,
                      .title = "There is no such form of it",
                      .detail = "The Accept header refuses every form an article has.",
                      .hint = "Ask for application/json, text/markdown or text/html.",
                      .instance = request.path});
}

/// The answer where the article that the request names can't be had.
Response no_article(const Error& error, const Request& request) {
  if (error.code != Code::kNotFound) return problem_response(error, request);
  return problem_response(
      {Code::kNotFound, "No article has the id \"" + std::string(request.capture("id")) + "\".",
       "Search for its title; ids are listed by GET /api/v1/articles."},
      request);
}

}  // namespace

Result<ListRequest> read_list_request(const Request& request) {
  const Parameters parameters(request);
  const auto limit = parameters.number("limit", 1, kMaxLimit, kDefaultArticles);
  if (!limit) return tl::unexpected(limit.error());
  auto filters = parameters.filters();
  if (!filters) return tl::unexpected(filters.error());
  const auto direct = parameters.flag("direct");
  if (!direct) return tl::unexpected(direct.error());
  const auto standing = parameters.standing();
  if (!standing) return tl::unexpected(standing.error());
  ArticleId after{parameters.text("cursor")};
  if (!after.value.empty() && !is_valid(after))
    return fail_at("cursor", "cursor takes the \"next\" of the page before",
                   "Leave it out to start at the first article.");
  ListRequest list;
  list.filters = std::move(*filters);
  list.standing = *standing;
  list.folder = parameters.folder();
  list.direct = *direct;
  list.limit = *limit;
  list.after = std::move(after);
  return list;
}

Response list_articles(const Searcher& searcher, const Request& request) {
  const auto wanted = read_list_request(request);
  if (!wanted) return problem_response(wanted.error(), request);
  const auto listing = searcher.list(*wanted);
  if (!listing) return index_problem(listing.error(), request);
  return json(to_json(*listing, searcher.now(), searcher.reader()));
}

Response similar_articles(const Houses& houses, const Searcher& searcher, const Request& request) {
  const auto limit = Parameters(request).number("limit", 1, kMaxSimilar, kDefaultSimilar);
  if (!limit) return problem_response(limit.error(), request);
  const auto id = wanted_id(houses, searcher, request);
  const auto similar = id ? searcher.similar(*id, *limit) : tl::unexpected(id.error());
  if (!similar) return no_article(similar.error(), request);
  return json(to_json(*similar, searcher.now(), searcher.reader()));
}

Response get_folder(const Searcher& searcher, const Request& request) {
  const auto path = Parameters(request).folder();
  const auto page = searcher.folder(path);
  if (page) return json(to_json(*page));
  if (page.error().code != Code::kNotFound || path.empty())
    return index_problem(page.error(), request);
  return problem_response({Code::kNotFound, "No article lies in a folder \"" + path + "\".",
                           "GET /api/v1/folders has those at the top."},
                          request);
}

Response get_article(const Houses& houses, const std::optional<Workshop>& workshop,
                     const Searcher& searcher, const Request& request) {
  const auto chosen = choose_type(request.header("accept"), kTypes);
  const auto id = wanted_id(houses, searcher, request);
  const bool internal = searcher.reader() == Audience::kInternal;
  if (id && internal && workshop && chosen && kForms.at(*chosen).tag == "md")
    return get_source(*workshop, *id, request);
  const auto stored = id ? searcher.article(*id) : tl::unexpected(id.error());
  if (!stored) return no_article(stored.error(), request);
  const auto& article = stored->article;
  // 308 and not 301: it keeps the method, which counts where articles are saved.
  if (article.id != *id)
    return redirect(308, "/api/v1/articles/" + percent_encode(article.id.value));

  if (!chosen) return not_acceptable(request);
  const auto& form = kForms.at(*chosen);
  const auto now = searcher.now();
  const auto rights = internal && workshop && form.tag == "json"
                          ? rights_of(*workshop, article, request)
                          : std::nullopt;
  Response response{.status = 200,
                    .content_type = std::string(form.content_type),
                    .body = write(article, form, now, searcher.reader(), rights),
                    .headers = {{"Cache-Control", std::string(kRevalidate)}, {"Vary", "Accept"}}};
  if (rights) {
    auto etag = etag_of_bytes(response.body);
    return with_etag(std::move(response), request, std::move(etag));
  }
  // The JSON says whether the article holds and its review is overdue, which time changes without a
  // new article.
  auto etag = '"' + stored->etag + '-' + std::string(form.tag);
  if (is_overdue(article.last_reviewed, article.review_every, day_of(now))) etag += "-overdue";
  if (const auto validity = validity_of(article, now); validity != Validity::kValid)
    etag.append("-").append(to_string(validity));
  etag += '"';
  return with_etag(std::move(response), request, std::move(etag));
}

}  // namespace aplomb::http
