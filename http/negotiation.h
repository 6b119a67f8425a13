// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "http/message.h"

namespace aplomb::http {

/// Which of the offered media types the Accept header likes best (RFC 9110, 12.5.1): the highest
/// quality, the earlier offer among equals. Without the header, the first. Absent when the header
/// refuses them all. Parameters other than q are ignored.
[[nodiscard]] std::optional<std::size_t> choose_type(std::optional<std::string_view> accept,
                                                     std::span<const std::string_view> offered);

/// Whether If-None-Match names `etag` (RFC 9110, 13.1.2: compared weakly) or is `*`.
[[nodiscard]] bool none_match_holds(std::string_view if_none_match, std::string_view etag);

/// What to answer when If-Match names other versions than `etag` (RFC 9110, 13.1.1: compared
/// strongly; `*` is any): 412. Absent when it names this one, or is not there.
[[nodiscard]] std::optional<Response> precondition_refusal(const Request& request,
                                                           std::string_view etag);

/// An ETag, with its quotes, that changes whenever the bytes do.
[[nodiscard]] std::string etag_of_bytes(std::string_view bytes);

/// Adds the ETag; becomes 304 without a body when the request reads (GET, HEAD) and holds that
/// very one. What has changed something is told in full.
/// `etag` comes with its quotes.
[[nodiscard]] Response with_etag(Response response, const Request& request, std::string etag);

}  // namespace aplomb::http
