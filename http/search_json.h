// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "desk/gaps.h"
#include "desk/notices.h"
#include "engine/searcher.h"

namespace aplomb::http {

/// The API's word for it: `strong`, `weak`, `none`.
[[nodiscard]] std::string_view to_word(Certainty certainty);

/// The body of GET /api/v1/search, in the shape of docs/api.md; `explain` adds the stages.
/// `notices` are those that stand above the hits; `gap` is the one that such a question has.
[[nodiscard]] std::string to_json(const SearchPage& page, bool explain,
                                  const std::vector<desk::Notice>& notices = {},
                                  const std::optional<desk::GapBrief>& gap = std::nullopt);

/// The body of GET /api/v1/suggest.
[[nodiscard]] std::string to_json(std::string_view query,
                                  const std::vector<Suggestion>& suggestions);

/// The media type of the next.
inline constexpr std::string_view kOpenSearchSuggestions = "application/x-suggestions+json";

/// The same as the search boxes of browsers read it (OpenSearch Suggestions 1.1): what was typed,
/// the completions, the titles of their articles, and their addresses behind `here`.
[[nodiscard]] std::string to_opensearch(std::string_view query,
                                        const std::vector<Suggestion>& suggestions,
                                        std::string_view here);

/// The `Server-Timing` header: how long the request waited, each stage, and the whole without the
/// waiting, in milliseconds.
[[nodiscard]] std::string server_timing(std::chrono::nanoseconds waited,
                                        const std::vector<Stage>& stages,
                                        std::chrono::nanoseconds total);

}  // namespace aplomb::http
