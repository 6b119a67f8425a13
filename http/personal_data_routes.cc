// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "http/own.h"
#include "http/personal_data_json.h"
#include "http/problem.h"
#include "http/routes.h"
#include "http/uri.h"

namespace aplomb::http {
namespace {

/// What means something in Markdown where a line of text stands.
std::string escaped(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == '\n' || c == '\r') {
      result += ' ';
      continue;
    }
    if (std::string_view("\\`*_[]<>#|!&~").find(c) != std::string_view::npos) result += '\\';
    result += c;
  }
  return result;
}

std::string linked(const ShownArticle& article) {
  if (article.gone) return escaped(article.title) + " (gone)";
  return "[" + escaped(article.title) + "](" + article_url(article.id.value) + ")";
}

/// Longer than any run of backquotes in the text, so that it cannot end before its end.
std::string fence_for(std::string_view text) {
  std::size_t longest = 2, run = 0;
  for (const char c : text) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return std::string(longest + 1, '`');
}

void add_note(std::string& to, const desk::OwnNote& note, const Searcher& searcher) {
  to += "\n### " + (note.title.empty() ? timestamp(note.created) : escaped(note.title)) + "\n\n";
  if (note.article)
    to += "On " + linked(shown_article(searcher, *note.article, note.article_title)) + ". ";
  to += "Written " + timestamp(note.created) + ", changed " + timestamp(note.changed) + ".\n\n";
  const auto fence = fence_for(note.text);
  to += fence + "markdown\n" + note.text + (note.text.ends_with('\n') ? "" : "\n") + fence + "\n";
}

}  // namespace

Response export_own(desk::Desk& desk, const Searcher& searcher, const Request& request) {
  const auto notes = desk.own_notes().list(self(request));
  if (!notes) return problem_response(notes.error(), request);
  const auto stars = desk.stars().list(self(request));
  if (!stars) return problem_response(stars.error(), request);
  const auto shortcuts = desk.shortcuts().list(self(request));
  if (!shortcuts) return problem_response(shortcuts.error(), request);

  std::string text = "# What is mine in Aplomb\n\n## Notes\n";
  for (const auto& note : *notes) add_note(text, note, searcher);
  text += "\n## Stars\n\n";
  for (const auto& star : *stars)
    text += "- " + linked(shown_article(searcher, star.article, star.title)) + "\n";
  text += "\n## Shortcuts\n\n";
  for (const auto& [short_form, stands_for] : *shortcuts)
    text += "- " + escaped(short_form) + ": " + escaped(stands_for) + "\n";
  return {.status = 200,
          .content_type = "text/markdown; charset=utf-8",
          .body = std::move(text),
          .headers = {{"Cache-Control", std::string(kNoStore)},
                      {"Content-Disposition", "attachment; filename=\"aplomb.md\""}}};
}

Response get_own_data(desk::Desk& desk, const Request& request) {
  const auto tables = desk.personal_data().of(request.caller.name);
  if (!tables) return problem_response(tables.error(), request);
  return json(dump(to_json(*tables)), kNoStore);
}

}  // namespace aplomb::http
