// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/editor.h"

#include <utility>

#include "http/etag.h"
#include "http/json.h"
#include "http/problem.h"
#include "http/text.h"

namespace aplomb::http {
namespace {

constexpr std::string_view kNoAddress = "@aplomb.invalid";

/// The article as it is now; null where there is none.
Json current_json(const desk::Editing& editing, const Request& request) {
  const auto now = editing.read({std::string(request.capture("id"))});
  if (!now) return nullptr;
  return {{"etag", etag_of_version(now->version)}, {"markdown", now->bytes}};
}

}  // namespace

Result<desk::Editor> editor_of(desk::Desk& desk, const Caller& caller) {
  desk::Editor editor{.actor = actor_of(caller),
                      .role = caller.role.value_or(desk::Role::kCustomer),
                      .name = caller.name,
                      .department = {},
                      .team = {},
                      .author = {caller.name, caller.name + std::string(kNoAddress)}};
  if (!caller.is_person()) return editor;
  auto person = desk.people().find(caller.name);
  if (!person) return tl::unexpected<Error>(person.error());
  editor.department = std::move(person->department);
  editor.team = std::move(person->team);
  editor.author.name = std::move(person->display_name);
  return editor;
}

std::string etag_of_version(std::string_view version) {
  return '"' + std::string(version) + "-md\"";
}

std::optional<desk::Editing::Condition> condition_of(const Request& request) {
  if (const auto if_match = request.header("if-match"))
    return [wanted = std::string(*if_match)](const desk::ArticleFile* now) {
      return now != nullptr && match_holds(wanted, etag_of_version(now->version));
    };
  if (trim(request.header("if-none-match").value_or("")) == "*")
    return [](const desk::ArticleFile* now) { return now == nullptr; };
  return std::nullopt;
}

desk::Editing::Condition lenient_condition_of(const Request& request) {
  return condition_of(request).value_or([](const desk::ArticleFile*) { return true; });
}

Response condition_missing(const Request& request) {
  return to_response({.slug = "condition-required",
                      .status = 428,
                      .title = "Say what the change is based on",
                      .detail = "Without If-Match a save could overwrite somebody else's.",
                      .hint = "Send If-Match with the ETag of the version that was changed, or "
                              "If-None-Match: * for what is new.",
                      .instance = request.path});
}

Response editing_problem(const Error& error, const desk::Editing& editing, const Request& request) {
  auto problem = to_problem(error);
  problem.instance = request.path;
  if (!error.field.empty()) {
    const bool in_body = !other_type(request, "application/json");
    problem.errors = {{error.field, error.message, in_body}};
  }
  auto response = to_response(problem);
  if (error.code != Code::kStale) return response;
  auto body = Json::parse(response.body);
  body["current"] = current_json(editing, request);
  response.body = dump(body);
  return response;
}

std::optional<Response> other_type(const Request& request, std::string_view wanted) {
  const auto type = request.header("content-type").value_or("");
  if (lower(trim(type.substr(0, type.find(';')))) == wanted) return std::nullopt;
  return to_response({.slug = "unsupported-media-type",
                      .status = 415,
                      .title = "The body is of another type",
                      .detail = "This takes a body of the type " + std::string(wanted) + ".",
                      .hint = "Send the header Content-Type: " + std::string(wanted) + ".",
                      .instance = request.path});
}

}  // namespace aplomb::http
