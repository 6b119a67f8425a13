// SPDX-License-Identifier: GPL-3.0-or-later
#include <utility>

#include "http/editor.h"
#include "http/etag.h"
#include "http/json.h"
#include "http/problem.h"
#include "http/routes.h"
#include "http/stored_file.h"
#include "http/text.h"
#include "http/uri.h"
#include "indexer/durable_file.h"

namespace aplomb::http {
namespace {

std::string path_of(const Request& request) {
  return std::string(request.capture("path"));
}

std::string etag_at(const desk::Editing& editing, const std::string& path) {
  const auto file = open_stored(editing.articles(), path);
  return file ? file->etag : std::string();
}

/// The ETag of what was saved. Where somebody has saved another one since it is none that anything
/// has: with theirs, whoever saved this could overwrite what they have not seen.
std::string etag_of(const desk::Editing& editing, const desk::SavedFile& saved) {
  auto etag = etag_at(editing, saved.path);
  const auto bytes = durable_file::read(editing.articles(), saved.path, kMaxFileBytes);
  if (bytes && desk::version_of(*bytes) == saved.version) return etag;
  return '"' + saved.version + '"';
}

/// The same conditions as of articles, by the ETag that GET /files/… tells.
std::optional<desk::Editing::Condition> file_condition_of(const desk::Editing& editing,
                                                          const Request& request) {
  const auto if_match = request.header("if-match");
  if (!if_match) return condition_of(request);
  return [&editing, wanted = std::string(*if_match),
          path = path_of(request)](const desk::ArticleFile* now) {
    return now != nullptr && match_holds(wanted, etag_at(editing, path));
  };
}

Response not_stored(const Request& request, std::string detail, std::string hint) {
  return to_response({.slug = "unsupported-media-type",
                      .status = 415,
                      .title = "The body is of another type",
                      .detail = std::move(detail),
                      .hint = std::move(hint),
                      .instance = request.path});
}

/// Why nothing of that name and these bytes is stored; absent where it may be.
std::optional<Response> refusal_of(const Request& request) {
  const auto type = type_of_file(path_of(request));
  if (type.empty())
    return not_stored(request, "No files of that name are kept beside the articles.",
                      "Pictures end in .png, .jpg, .jpeg, .gif, .webp, .avif or .svg, documents in "
                      ".pdf, in small letters.");
  if (looks_like(type, request.body)) return std::nullopt;
  return not_stored(request,
                    "The bytes are not those of a file of the type " + std::string(type) + ".",
                    "Name it as what it is, or save it in that format.");
}

Response refused(const Error& error, const Request& request) {
  auto problem = to_problem(error);
  problem.instance = request.path;
  return to_response(problem);
}

}  // namespace

Response put_file(const Workshop& workshop, const Request& request) {
  if (auto refusal = refusal_of(request)) return *std::move(refusal);
  const auto condition = file_condition_of(workshop.editing, request);
  if (!condition) return condition_missing(request);
  const auto editor = editor_of(workshop.desk, request.caller);
  if (!editor) return problem_response(editor.error(), request);
  const auto saved =
      workshop.editing.save_file(*editor, path_of(request), request.body, *condition);
  if (!saved) return refused(saved.error(), request);
  const auto etag = etag_of(workshop.editing, *saved);
  auto response = json(dump({{"path", saved->path}, {"etag", etag}}), kNoStore);
  response.headers.emplace_back("ETag", etag);
  if (!saved->created) return response;
  response.status = 201;
  response.headers.emplace_back("Location", "/files/" + percent_encode_path(saved->path));
  return response;
}

Response delete_file(const Workshop& workshop, const Request& request) {
  const auto condition = file_condition_of(workshop.editing, request);
  if (!condition) return condition_missing(request);
  const auto path = path_of(request);
  if (type_of_file(path).empty())
    return refused({Code::kNotFound, "There is no picture or document at this place.", ""},
                   request);
  const auto editor = editor_of(workshop.desk, request.caller);
  if (!editor) return problem_response(editor.error(), request);
  const auto removed = workshop.editing.remove_file(*editor, path, *condition);
  return removed ? no_content() : refused(removed.error(), request);
}

}  // namespace aplomb::http
