// SPDX-License-Identifier: GPL-3.0-or-later
#include <utility>

#include "desk/article_history.h"
#include "http/editing_json.h"
#include "http/editor.h"
#include "http/parameters.h"
#include "http/problem.h"
#include "http/routes.h"
#include "indexer/text_merge.h"

namespace aplomb::http {
namespace {

constexpr std::size_t kDefaultRevisions = 50;
constexpr std::size_t kMaxRevisions = 200;

ArticleId id_of(const Request& request) {
  return {std::string(request.capture("id"))};
}

}  // namespace

Response get_history(const Workshop& workshop, const Request& request) {
  const Parameters parameters(request);
  const auto limit = parameters.number("limit", 1, kMaxRevisions, kDefaultRevisions);
  if (!limit) return problem_response(limit.error(), request);
  const auto log =
      desk::log_of(workshop.editing, id_of(request), *limit, parameters.text("cursor"));
  if (!log) return editing_problem(log.error(), workshop.editing, request);
  return json(dump(to_json(*log)));
}

Response get_version(const Workshop& workshop, const Request& request) {
  const auto bytes = desk::former_bytes(workshop.editing, id_of(request),
                                        std::string(request.capture("revision")));
  if (!bytes) return editing_problem(bytes.error(), workshop.editing, request);
  return {.status = 200,
          .content_type = "text/markdown; charset=utf-8",
          .body = *bytes,
          .headers = {{"Cache-Control", std::string(kRevalidate)}}};
}

Response get_difference(const Workshop& workshop, const Request& request) {
  const std::string from(request.capture("revision"));
  const auto to = Parameters(request).text("to");
  const auto old_bytes = desk::former_bytes(workshop.editing, id_of(request), from);
  if (!old_bytes) return editing_problem(old_bytes.error(), workshop.editing, request);
  const auto new_bytes =
      to.empty() ? workshop.editing.read(id_of(request)).map([](const desk::ArticleFile& file) {
        return file.bytes;
      })
                 : desk::former_bytes(workshop.editing, id_of(request), to);
  if (!new_bytes) return editing_problem(new_bytes.error(), workshop.editing, request);
  const auto changed = difference(*old_bytes, *new_bytes);
  if (!changed) return problem_response(changed.error(), request);
  return json(dump({{"from", from}, {"to", or_null(to)}, {"hunks", to_json(*changed)}}));
}

Response get_blame(const Workshop& workshop, const Request& request) {
  const auto blame = desk::blame_of(workshop.editing, id_of(request));
  if (!blame) return editing_problem(blame.error(), workshop.editing, request);
  return json(dump(to_json(*blame)));
}

}  // namespace aplomb::http
