// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "desk/desk.h"
#include "desk/editing.h"
#include "http/message.h"

/// What the routes that change articles have in common.
namespace aplomb::http {

/// Who changes articles, of a named caller. Persons are authors by their display name; as nobody's
/// e-mail address is known, theirs is one that can't exist (RFC 2606). Errors: the desk's.
[[nodiscard]] Result<desk::Editor> editor_of(desk::Desk& desk, const Caller& caller);

/// The ETag of a version of an article's source or of a file, with its quotes.
[[nodiscard]] std::string etag_of_version(std::string_view version);

/// What a request's If-Match and If-None-Match ask of what is there: absent where it has neither,
/// or an If-None-Match that names a version, which nothing can be saved by.
[[nodiscard]] std::optional<desk::Editing::Condition> condition_of(const Request& request);

/// Like condition_of(), for what takes no harm without one: then anything that is there will do.
[[nodiscard]] desk::Editing::Condition lenient_condition_of(const Request& request);

/// 428: the request must say what it is based on.
[[nodiscard]] Response condition_missing(const Request& request);

/// Why nothing was changed. 412 also has the article as it is now, as `current`.
[[nodiscard]] Response editing_problem(const Error& error, const desk::Editing& editing,
                                       const Request& request);

/// 415, where the body is not of that media type.
[[nodiscard]] std::optional<Response> other_type(const Request& request, std::string_view wanted);

}  // namespace aplomb::http
