// SPDX-License-Identifier: GPL-3.0-or-later
#include <chrono>

#include "http/body.h"
#include "http/cookies.h"
#include "http/desk_json.h"
#include "http/identity.h"
#include "http/problem.h"
#include "http/rate_limit_fields.h"
#include "http/routes.h"

namespace aplomb::http {
namespace {

Response refusal_of(const desk::TurnedAway& away, const Request& request) {
  if (away.wait.count() == 0) return problem_response(away.error, request);
  auto problem = to_problem(away.error);
  problem.instance = request.path;
  auto response = to_response(problem);
  // Without a window: the waits double (desk/sign_in_throttle.h).
  add_policy(response, "sign-in", desk::ThrottleLimits{}.free_failures, std::nullopt);
  add_wait(response, "sign-in", away.wait);
  return response;
}

/// The session with its cookie. The browser keeps the cookie for as long as the session can last;
/// when it ends sooner the server says so.
Response begin(desk::WaysIn::Outcome outcome, const Request& request) {
  if (!outcome) return refusal_of(outcome.error(), request);
  const auto& [session, secret] = *outcome;
  const Caller caller{.by = Caller::By::kSession,
                      .role = session.person.role,
                      .name = session.person.name,
                      .person = session.person.id,
                      .session = session.id};
  auto response = json(dump(to_json(caller, session.person)), kNoStore);
  response.status = 201;
  response.headers.emplace_back(
      "Set-Cookie",
      set_cookie(kSessionCookie, secret.reveal(), desk::SessionLimits{}.absolute, request.secure));
  return response;
}

Response with_cookie_taken_away(const Request& request) {
  auto response = no_content();
  response.headers.emplace_back(
      "Set-Cookie", set_cookie(kSessionCookie, "", std::chrono::seconds(0), request.secure));
  return response;
}

}  // namespace

Response get_session(desk::Desk& desk, const Request& request) {
  std::optional<desk::Person> person;
  if (request.caller.is_person()) {
    auto found = desk.people().find(request.caller.name);
    if (!found) return problem_response(found.error(), request);
    person = *std::move(found);
  }
  return json(dump(to_json(request.caller, person)), kNoStore);
}

Response sign_in(desk::WaysIn& ways, const Request& request) {
  Body body(request);
  const auto name = body.text("name");
  const auto password = body.text("password");
  if (auto problem = body.problem()) return *std::move(problem);
  return begin(ways.with_password(name, password, request.client), request);
}

Response sign_in_first(desk::WaysIn& ways, const Request& request) {
  Body body(request);
  const auto code = body.text("code");
  const desk::NewPerson person{.name = body.text("name"),
                               .display_name = body.text_if_any("display_name").value_or(""),
                               .department = {},
                               .team = {}};
  const auto password = body.text("password");
  if (auto problem = body.problem()) return *std::move(problem);
  return begin(ways.first_admin(code, person, password, request.client), request);
}

/// Open, so that a browser can also be rid of a cookie that no longer holds.
Response sign_out(desk::Desk& desk, const Request& request) {
  if (request.caller.session) {
    const auto ended = desk.sessions().end(*request.caller.session);
    if (!ended) return problem_response(ended.error(), request);
  }
  return with_cookie_taken_away(request);
}

Response issue_panel(desk::Desk& desk, const Request& request) {
  const auto& session = request.caller.session;
  if (!session)
    return problem_response(
        {Code::kConflict, "There is no session that the panel's token could hang on.",
         "People who come through a proxy need no token; programs have their own."},
        request);
  const auto issued = desk.sessions().issue_panel(*session);
  if (!issued) return problem_response(issued.error(), request);
  auto response = json(
      dump({{"token", issued->secret.reveal()}, {"expires", timestamp(issued->session.expires)}}),
      kNoStore);
  response.status = 201;
  return response;
}

Response change_own_password(desk::Desk& desk, desk::WaysIn& ways, const Request& request) {
  Body body(request);
  const auto current = body.text("current");
  const auto password = body.text("password");
  if (auto problem = body.problem()) return *std::move(problem);
  const auto& caller = request.caller;
  const auto confirmed = ways.confirm(caller.name, current, request.client);
  if (!confirmed && confirmed.error().error.code == Code::kUnauthenticated) {
    // Not 401: the session holds, and the page would take that for its end.
    return problem_response({Code::kForbidden, "The current password is not right.", "", "current"},
                            request);
  }
  if (!confirmed) return refusal_of(confirmed.error(), request);
  const auto done =
      desk.people().set_password(actor_of(caller), caller.name, password, caller.session);
  return done ? no_content() : problem_response(done.error(), request);
}

}  // namespace aplomb::http
