// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/problem.h"

#include <array>
#include <cassert>
#include <chrono>

#include "http/json.h"
#include "http/rate_limit_fields.h"

namespace aplomb::http {
namespace {

struct Row {
  Code code;
  int status;
  std::string_view slug;
  std::string_view title;
};

constexpr std::array<Row, 13> kRows{{
    {Code::kInvalidArgument, 400, "invalid-argument", "The request is not right"},
    {Code::kNotFound, 404, "not-found", "There is nothing by that name"},
    {Code::kConflict, 409, "conflict", "Somebody else was first"},
    {Code::kStale, 412, "precondition-failed", "It has changed since you read it"},
    {Code::kUnprocessable, 422, "unprocessable", "It can't be stored like this"},
    {Code::kSchemaMismatch, 503, "index-outdated", "The index was written by another version"},
    {Code::kDamaged, 503, "index-damaged", "The index does not read back"},
    {Code::kUnauthenticated, 401, "unauthenticated", "Sign in first"},
    {Code::kForbidden, 403, "forbidden", "This takes other rights"},
    {Code::kTooMany, 429, "too-many-requests", "Too many at once"},
    {Code::kUnavailable, 503, "unavailable", "Not available now"},
    {Code::kFull, 507, "full", "The disk is full"},
    {Code::kIo, 500, "internal", "Something failed in the server"},
}};

/// Passwords that wait to be hashed are what there can be too many of at once. One takes some 80
/// ms, so that there is room again within the shortest time that Retry-After can tell.
constexpr std::chrono::seconds kBusyFor{1};

/// A name as a part of a JSON pointer (RFC 6901, 3).
std::string pointer_to(std::string_view name) {
  std::string pointer = "/";
  for (const char c : name) {
    if (c == '~')
      pointer += "~0";
    else if (c == '/')
      pointer += "~1";
    else
      pointer += c;
  }
  return pointer;
}

const Row& row_of(Code code) {
  for (const auto& row : kRows)
    if (row.code == code) return row;
  assert(false && "every code has a row");
  return kRows.back();
}

}  // namespace

int status_of(Code code) {
  return row_of(code).status;
}

Problem to_problem(const Error& error) {
  const auto& row = row_of(error.code);
  return {.slug = row.slug,
          .status = row.status,
          .title = row.title,
          .detail = error.message,
          .hint = error.hint,
          .instance = {}};
}

Response to_response(const Problem& problem) {
  Json body{{"type", "/problems/" + std::string(problem.slug)},
            {"title", problem.title},
            {"status", problem.status},
            {"detail", problem.detail}};
  if (!problem.hint.empty()) body["hint"] = problem.hint;
  if (!problem.instance.empty()) body["instance"] = problem.instance;
  for (const auto& [name, detail, in_body] : problem.errors)
    body["errors"].push_back(
        {{"detail", detail},
         {in_body ? "pointer" : "parameter", in_body ? pointer_to(name) : name}});
  return {.status = problem.status,
          .content_type = "application/problem+json",
          .body = dump(body),
          .headers = {{"Cache-Control", "no-store"}}};
}

Response problem_response(const Error& error, const Request& request) {
  auto problem = to_problem(error);
  problem.instance = request.path;
  if (!error.field.empty()) problem.errors = {{error.field, error.message, !request.body.empty()}};
  auto response = to_response(problem);
  if (error.code == Code::kTooMany) add_wait(response, "passwords", kBusyFor);
  return response;
}

Response index_problem(const Error& error, const Request& request) {
  if (error.code != Code::kNotFound) return problem_response(error, request);
  return problem_response({Code::kUnavailable, "There is no index now.", "aplomb index makes one."},
                          request);
}

}  // namespace aplomb::http
