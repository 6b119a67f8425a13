// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/access.h"

#include "http/problem.h"

namespace aplomb::http {
namespace {

using desk::Role;

std::optional<Role> least_role(Access access) {
  switch (access) {
    case Access::kStaff:
    case Access::kAgent:
      return Role::kAgent;
    case Access::kLead:
      return Role::kLead;
    case Access::kEditor:
      return Role::kEditor;
    case Access::kAdmin:
      return Role::kAdmin;
    default:
      return std::nullopt;
  }
}

std::string needed(Access access) {
  const auto least = least_role(access);
  if (!least) return "This is for people who have signed in.";
  if (access == Access::kStaff)
    return "This is for people who have signed in, of the role agent or a higher one.";
  return "This takes the role " + std::string(to_string(*least)) +
         (*least == Role::kAdmin ? "." : " or a higher one.");
}

}  // namespace

std::string_view to_word(Access access) {
  switch (access) {
    case Access::kOpen:
      return "open";
    case Access::kReader:
      return "reader";
    case Access::kPerson:
      return "person";
    case Access::kStaff:
      return "staff";
    default:
      return to_string(*least_role(access));
  }
}

std::string_view to_word(Reads reads) {
  switch (reads) {
    case Reads::kNothing:
      return "nothing";
    case Reads::kOwnAudience:
      return "own-audience";
    case Reads::kInternal:
      return "internal";
  }
  return "internal";
}

bool allows(Access access, const Caller& caller) {
  if (access == Access::kOpen) return true;
  if (access == Access::kReader) return caller.role.has_value();
  if (access == Access::kPerson) return caller.is_person();
  if (access == Access::kStaff && !caller.is_person()) return false;
  return caller.is_named() && caller.role && *caller.role >= *least_role(access);
}

std::optional<Response> refusal(Access access, const Request& request) {
  if (allows(access, request.caller)) return std::nullopt;
  if (!request.caller.is_named())
    return problem_response({Code::kUnauthenticated, "Nobody is signed in.",
                             "Sign in on the page, or send a token (aplomb token new) in the "
                             "header Authorization: Bearer."},
                            request);
  return problem_response({Code::kForbidden, needed(access), "An admin can change your role."},
                          request);
}

}  // namespace aplomb::http
