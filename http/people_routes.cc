// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/body.h"
#include "http/desk_json.h"
#include "http/etag.h"
#include "http/parameters.h"
#include "http/problem.h"
#include "http/routes.h"
#include "http/uri.h"

namespace aplomb::http {
namespace {

/// Reads `role`; a word that is none is a fault.
std::optional<desk::Role> role_if_any(Body& body) {
  const auto word = body.text_if_any("role");
  return word ? body.role_of("role", *word) : std::nullopt;
}

std::string address_of(const desk::Person& person) {
  return "/api/v1/users/" + percent_encode(person.name);
}

std::string etag_of(const desk::Person& person) {
  return etag_of_bytes(dump(to_json(person)));
}

Response to_response(const desk::Person& person, const Request& request) {
  return with_etag(json(dump(to_json(person)), kNoStore), request, etag_of(person));
}

/// Whether the person is still as the caller has seen them (If-Match); else what to answer.
std::optional<Response> lost_update(desk::Desk& desk, const Request& request) {
  if (!request.header("if-match")) return std::nullopt;
  const auto person = desk.people().find(request.capture("name"));
  if (!person) return problem_response(person.error(), request);
  return precondition_refusal(request, etag_of(*person));
}

}  // namespace

Response list_people(desk::Desk& desk, const Request& request) {
  const auto people = desk.people().list();
  if (!people) return problem_response(people.error(), request);
  auto list = Json::array();
  for (const auto& person : *people) list.push_back(to_json(person));
  return json(dump({{"users", std::move(list)}}), kNoStore);
}

Response get_person(desk::Desk& desk, const Request& request) {
  const auto person = desk.people().find(request.capture("name"));
  return person ? to_response(*person, request) : problem_response(person.error(), request);
}

Response add_person(desk::Desk& desk, const Request& request) {
  Body body(request);
  desk::NewPerson person;
  person.name = body.text("name");
  person.display_name = body.text_if_any("display_name").value_or("");
  const auto role = role_if_any(body);
  person.department = body.text_if_any("department").value_or("");
  person.team = body.text_if_any("team").value_or("");
  const auto password = body.text_if_any("password");
  if (auto problem = body.problem()) return *std::move(problem);
  person.role = role.value_or(desk::Role::kAgent);
  const auto added =
      desk.people().add(actor_of(request.caller), person,
                        password ? std::optional<std::string_view>(*password) : std::nullopt);
  if (!added) return problem_response(added.error(), request);
  auto response = to_response(*added, request);
  response.status = 201;
  response.headers.emplace_back("Location", address_of(*added));
  return response;
}

Response change_person(desk::Desk& desk, const Request& request) {
  Body body(request);
  desk::PersonChange change;
  change.display_name = body.text_if_any("display_name");
  change.role = role_if_any(body);
  change.department = body.text_if_any("department");
  change.team = body.text_if_any("team");
  change.active = body.flag_if_any("active");
  if (auto problem = body.problem()) return *std::move(problem);
  if (auto refused = lost_update(desk, request)) return *std::move(refused);
  const auto changed =
      desk.people().change(actor_of(request.caller), request.capture("name"), change);
  return changed ? to_response(*changed, request) : problem_response(changed.error(), request);
}

Response remove_person(desk::Desk& desk, const Request& request) {
  const auto erase = Parameters(request).flag("erase");
  if (!erase) return problem_response(erase.error(), request);
  if (auto refused = lost_update(desk, request)) return *std::move(refused);
  const auto actor = actor_of(request.caller);
  const auto name = request.capture("name");
  const auto removed =
      *erase ? desk.personal_data().erase(actor, name) : desk.people().remove(actor, name);
  return removed ? no_content() : problem_response(removed.error(), request);
}

Response set_password_of(desk::Desk& desk, const Request& request) {
  Body body(request);
  const auto password = body.text("password");
  if (auto problem = body.problem()) return *std::move(problem);
  const auto done =
      desk.people().set_password(actor_of(request.caller), request.capture("name"), password);
  return done ? no_content() : problem_response(done.error(), request);
}

Response end_sessions_of(desk::Desk& desk, const Request& request) {
  const auto person = desk.people().find(request.capture("name"));
  if (!person) return problem_response(person.error(), request);
  const auto ended = desk.sessions().end_all(actor_of(request.caller), person->id);
  return ended ? no_content() : problem_response(ended.error(), request);
}

}  // namespace aplomb::http
