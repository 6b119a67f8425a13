// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/result.h"
#include "http/message.h"

namespace aplomb::http {

/// An error as RFC 9457 has it. `type` is stable: "/problems/" and a slug that clients may compare.
struct Problem {
  std::string_view slug;  ///< "not-found"
  int status = 500;
  std::string_view title;  ///< the same for all problems of one type
  std::string detail;      ///< what happened this time
  std::string hint;        ///< what to do about it; left out when empty
  std::string instance;    ///< the path that was asked; left out when empty
  /// The inputs at fault, with what is wrong with each: as JSON pointers into the body (`/name`)
  /// or as names of query parameters. Left out when empty.
  struct Fault {
    std::string name, detail;
    bool in_body = false;
  };
  std::vector<Fault> errors = {};
};

/// The HTTP status of an error's kind.
[[nodiscard]] int status_of(Code code);

/// The problem of an error: its code decides type, title and status.
[[nodiscard]] Problem to_problem(const Error& error);

/// `application/problem+json`, never cached.
[[nodiscard]] Response to_response(const Problem& problem);

/// Both steps at once, as handlers need them. A field at fault is one of the body's where the
/// request has one, else a parameter. With kTooMany comes when to try again.
[[nodiscard]] Response problem_response(const Error& error, const Request& request);

/// The same of what the index answers: that there is none is "not now", and no 404 of what was
/// asked for.
[[nodiscard]] Response index_problem(const Error& error, const Request& request);

}  // namespace aplomb::http
