// SPDX-License-Identifier: GPL-3.0-or-later
#include <charconv>

#include "http/body.h"
#include "http/desk_json.h"
#include "http/problem.h"
#include "http/routes.h"

namespace aplomb::http {
namespace {

/// The moment that lies `period` from now.
desk::Time after(Period period) {
  const auto now = desk::system_time();
  const auto midnight = std::chrono::floor<std::chrono::days>(now);
  return std::chrono::sys_days(add(Date(midnight), period)) + (now - midnight);
}

}  // namespace

Response list_tokens(desk::Desk& desk, const Request& request) {
  const auto tokens = desk.tokens().list();
  if (!tokens) return problem_response(tokens.error(), request);
  auto list = Json::array();
  for (const auto& token : *tokens) list.push_back(to_json(token));
  return json(dump({{"tokens", std::move(list)}}), kNoStore);
}

Response add_token(desk::Desk& desk, const Request& request) {
  Body body(request);
  const auto name = body.text("name");
  const auto word = body.text("role");
  const auto role = word.empty() ? std::nullopt : body.role_of("role", word);
  const auto span = body.text_if_any("expires_in");
  const auto period = span ? parse_period(*span) : std::nullopt;
  if (span && !period) body.fault("expires_in", "must be a span such as 90d or 1 year");
  if (auto problem = body.problem()) return *std::move(problem);

  desk::NewToken token{.name = name, .role = *role, .expires = std::nullopt};
  if (period) token.expires = after(*period);
  const auto issued = desk.tokens().issue(actor_of(request.caller), token);
  if (!issued) return problem_response(issued.error(), request);
  auto shown = to_json(issued->token);
  shown["secret"] = issued->secret.reveal();
  auto response = json(dump(shown), kNoStore);
  response.status = 201;
  return response;
}

Response revoke_token(desk::Desk& desk, const Request& request) {
  const auto digits = request.capture("id");
  desk::TokenId id;
  const auto* const end = digits.data() + digits.size();
  const auto [stop, status] = std::from_chars(digits.data(), end, id.value);
  if (status != std::errc{} || stop != end)
    return problem_response(
        {Code::kNotFound, "There is no such token.", "GET /api/v1/tokens lists them."}, request);
  const auto revoked = desk.tokens().revoke(actor_of(request.caller), id);
  return revoked ? no_content() : problem_response(revoked.error(), request);
}

}  // namespace aplomb::http
