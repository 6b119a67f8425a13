// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

namespace aplomb::http {

/// Which of the offered media types the Accept header likes best (RFC 9110, 12.5.1): the highest
/// quality, the earlier offer among equals. Without the header, the first. Absent when the header
/// refuses them all. Parameters other than q are ignored.
[[nodiscard]] std::optional<std::size_t> choose_type(std::optional<std::string_view> accept,
                                                     std::span<const std::string_view> offered);

/// Whether gzip is the best that Accept-Encoding takes (RFC 9110, 12.5.3), of gzip and the bytes as
/// they are; among equals it is. Without the header it is not: such clients often cannot undo it.
[[nodiscard]] bool accepts_gzip(std::optional<std::string_view> accept_encoding);

}  // namespace aplomb::http
