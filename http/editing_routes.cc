// SPDX-License-Identifier: GPL-3.0-or-later
#include <utility>

#include "desk/article_history.h"
#include "http/body.h"
#include "http/editing_json.h"
#include "http/editor.h"
#include "http/etag.h"
#include "http/parameters.h"
#include "http/problem.h"
#include "http/routes.h"
#include "http/uri.h"
#include "indexer/text_merge.h"

namespace aplomb::http {
namespace {

using Condition = desk::Editing::Condition;

ArticleId id_of(const Request& request) {
  return {std::string(request.capture("id"))};
}

/// Carries `change(editor)` out for whoever asks, and tells what came of it.
template <class Change>
Response answer(const Workshop& workshop, const Request& request, Change&& change) {
  const auto editor = editor_of(workshop.desk, request.caller);
  if (!editor) return problem_response(editor.error(), request);
  const auto saved = change(*editor);
  if (!saved) return editing_problem(saved.error(), workshop.editing, request);
  auto response = json(dump(to_json(*saved, workshop.searchable())), kNoStore);
  response.headers.emplace_back("ETag", etag_of_version(saved->version));
  if (!saved->created) return response;
  response.status = 201;
  response.headers.emplace_back("Location", "/api/v1/articles/" + percent_encode(saved->id.value));
  return response;
}

}  // namespace

Response put_article(const Workshop& workshop, const Request& request) {
  if (auto other = other_type(request, "text/markdown")) return *std::move(other);
  const auto condition = condition_of(request);
  if (!condition) return condition_missing(request);
  const Parameters parameters(request);
  const desk::Editing::Text text{request.body, parameters.text("path"), parameters.text("message")};
  return answer(workshop, request, [&](const desk::Editor& editor) {
    return workshop.editing.save(editor, id_of(request), text, *condition);
  });
}

Response delete_article(const Workshop& workshop, const Request& request) {
  const auto condition = condition_of(request);
  if (!condition) return condition_missing(request);
  const auto editor = editor_of(workshop.desk, request.caller);
  if (!editor) return problem_response(editor.error(), request);
  const auto removed = workshop.editing.remove(*editor, id_of(request), *condition);
  if (!removed) return editing_problem(removed.error(), workshop.editing, request);
  static_cast<void>(workshop.searchable());
  return no_content();
}

Response move_article(const Workshop& workshop, const Request& request) {
  Body body(request);
  const auto path = body.text("path");
  if (auto problem = body.problem()) return *std::move(problem);
  return answer(workshop, request, [&](const desk::Editor& editor) {
    return workshop.editing.move(editor, id_of(request), path, lenient_condition_of(request));
  });
}

Response archive_article(const Workshop& workshop, const Request& request) {
  return answer(workshop, request, [&](const desk::Editor& editor) {
    return workshop.editing.archive(editor, id_of(request), lenient_condition_of(request));
  });
}

Response restore_article(const Workshop& workshop, const Request& request) {
  return answer(workshop, request, [&](const desk::Editor& editor) {
    return workshop.editing.restore(editor, id_of(request), lenient_condition_of(request));
  });
}

Response review_article(const Workshop& workshop, const Request& request) {
  return answer(workshop, request, [&](const desk::Editor& editor) {
    return workshop.editing.review(editor, id_of(request), lenient_condition_of(request));
  });
}

Response flag_article(const Workshop& workshop, const Request& request) {
  Body body(request);
  const auto reason = body.text("reason");
  if (auto problem = body.problem()) return *std::move(problem);
  return answer(workshop, request, [&](const desk::Editor& editor) {
    return workshop.editing.flag(editor, id_of(request), reason, lenient_condition_of(request));
  });
}

Response unflag_article(const Workshop& workshop, const Request& request) {
  return answer(workshop, request, [&](const desk::Editor& editor) {
    return workshop.editing.unflag(editor, id_of(request), lenient_condition_of(request));
  });
}

Response publish_draft(const Workshop& workshop, const Request& request) {
  auto& drafts = workshop.desk.drafts();
  const auto draft = drafts.get(id_of(request));
  if (!draft) return problem_response(draft.error(), request);
  if (precondition_refusal(request, etag_of_version(draft->version)))
    return editing_problem({Code::kStale, "The draft has been changed meanwhile.",
                            "Read it again before it is published."},
                           workshop.editing, request);
  const desk::Editing::Text text{
      .bytes = draft->markdown, .path = {}, .message = {}, .drafted_by = draft->author};
  const auto still_as_it_began = [&](const desk::ArticleFile* now) {
    return draft->base ? now != nullptr && now->version == *draft->base : now == nullptr;
  };
  return answer(workshop, request, [&](const desk::Editor& editor) {
    auto saved = workshop.editing.save(editor, id_of(request), text, still_as_it_began);
    // Whoever has gone on writing meanwhile keeps their draft.
    if (saved)
      static_cast<void>(
          drafts.remove(editor.actor, id_of(request), desk::Drafts::Expected::of(draft->version)));
    return saved;
  });
}

Response revert_article(const Workshop& workshop, const Request& request) {
  const auto condition = condition_of(request);
  if (!condition) return condition_missing(request);
  Body body(request);
  const auto revision = body.text("revision");
  if (auto problem = body.problem()) return *std::move(problem);
  const auto former = desk::former_bytes(workshop.editing, id_of(request), revision);
  if (!former) return editing_problem(former.error(), workshop.editing, request);
  const desk::Editing::Text text{*former, {}, "Go back to " + revision.substr(0, 10)};
  return answer(workshop, request, [&](const desk::Editor& editor) {
    return workshop.editing.save(editor, id_of(request), text, *condition);
  });
}

Response merge_article(const Workshop& workshop, const Request& request) {
  Body body(request);
  const auto base = body.text_if_any("base").value_or("");
  const auto yours = body.text_if_any("yours").value_or("");
  if (auto problem = body.problem()) return *std::move(problem);
  const auto now = workshop.editing.read(id_of(request));
  if (!now) return editing_problem(now.error(), workshop.editing, request);
  const auto merged = merge_texts(base, yours, now->bytes);
  if (!merged) return problem_response(merged.error(), request);
  return json(dump({{"markdown", merged->text},
                    {"conflicts", merged->conflicts},
                    {"etag", etag_of_version(now->version)}}),
              kNoStore);
}

}  // namespace aplomb::http
