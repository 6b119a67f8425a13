// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "http/message.h"

namespace aplomb::http {

// ETags come with their quotes. A version has two: `"abc"` for its bytes as they are and `"abc-gz"`
// for their gzip form, since strong ETags of different bytes must differ (RFC 9110, 8.8.3). What
// clients hand in may be either: whoever has read the one has read the version.

/// The ETag of the gzip form of what `etag` names.
[[nodiscard]] std::string gzip_etag(std::string_view etag);

/// Whether If-None-Match names the version of `etag` (RFC 9110, 13.1.2: compared weakly) or is `*`.
[[nodiscard]] bool none_match_holds(std::string_view if_none_match, std::string_view etag);

/// Whether If-Match names the version of `etag` (RFC 9110, 13.1.1: compared strongly) or is `*`.
[[nodiscard]] bool match_holds(std::string_view if_match, std::string_view etag);

/// What to answer when If-Match names other versions than that of `etag`: 412. Absent when it names
/// this one, or is not there.
[[nodiscard]] std::optional<Response> precondition_refusal(const Request& request,
                                                           std::string_view etag);

/// An ETag that changes whenever the bytes do.
[[nodiscard]] std::string etag_of_bytes(std::string_view bytes);

/// Adds the ETag; becomes 304 without a body when the request reads (GET, HEAD) and holds that
/// version. What has changed something is told in full. A 304 has the ETag and the Vary of what
/// would have been sent in its place: `response` is to be whole, but for a body that is not
/// compressed anyway.
[[nodiscard]] Response with_etag(Response response, const Request& request, std::string etag);

}  // namespace aplomb::http
