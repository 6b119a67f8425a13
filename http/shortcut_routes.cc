// SPDX-License-Identifier: GPL-3.0-or-later
// What somebody types for what they mean.
#include <utility>

#include "http/body.h"
#include "http/own.h"
#include "http/problem.h"
#include "http/routes.h"

namespace aplomb::http {

Response list_shortcuts(desk::Desk& desk, const Request& request) {
  const auto shortcuts = desk.shortcuts().list(self(request));
  if (!shortcuts) return problem_response(shortcuts.error(), request);
  auto list = Json::array();
  for (const auto& [short_form, text] : *shortcuts)
    list.push_back({{"short", short_form}, {"text", text}});
  return json(dump({{"shortcuts", std::move(list)}}), kNoStore);
}

Response put_shortcut(desk::Desk& desk, const Request& request) {
  Body body(request);
  const auto text = body.text("text");
  if (auto problem = body.problem()) return *std::move(problem);
  const auto put = desk.shortcuts().put(self(request), request.capture("short"), text);
  return put ? no_content() : problem_response(put.error(), request);
}

Response delete_shortcut(desk::Desk& desk, const Request& request) {
  const auto removed = desk.shortcuts().remove(self(request), request.capture("short"));
  return removed ? no_content() : problem_response(removed.error(), request);
}

}  // namespace aplomb::http
