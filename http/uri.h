// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "http/message.h"

namespace aplomb::http {

/// Text with every byte that is not UTF-8 replaced by U+FFFD.
[[nodiscard]] std::string to_valid_utf8(std::string_view bytes);

/// Undoes percent-encoding; what is no encoding stays as it is. Always valid UTF-8.
[[nodiscard]] std::string percent_decode(std::string_view text);

/// Encodes all but the unreserved characters of RFC 3986, so the result fits any part of a URL.
[[nodiscard]] std::string percent_encode(std::string_view text);

/// Encodes a path: as percent_encode(), but '/' stays.
[[nodiscard]] std::string percent_encode_path(std::string_view path);

/// The fields of `a=1&b=two+words`, decoded, in their order.
[[nodiscard]] Fields parse_query(std::string_view query);

/// The parts of `/a/b%2Fc`, still encoded: {"a", "b%2Fc"}. A slash at the end adds an empty part.
[[nodiscard]] std::vector<std::string_view> split_path(std::string_view path);

/// The address of an article's page.
[[nodiscard]] std::string article_url(std::string_view id, std::string_view anchor = {});

}  // namespace aplomb::http
