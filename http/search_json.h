// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "engine/searcher.h"

namespace aplomb::http {

/// The API's word for it: `strong`, `weak`, `none`.
[[nodiscard]] std::string_view to_word(Certainty certainty);

/// The body of GET /api/v1/search, in the shape of docs/api.md; `explain` adds the stages.
[[nodiscard]] std::string to_json(const SearchPage& page, bool explain);

/// The body of GET /api/v1/suggest.
[[nodiscard]] std::string to_json(std::string_view query,
                                  const std::vector<Suggestion>& suggestions);

/// The `Server-Timing` header: how long the request waited, each stage, and the whole without the
/// waiting, in milliseconds.
[[nodiscard]] std::string server_timing(std::chrono::nanoseconds waited,
                                        const std::vector<Stage>& stages,
                                        std::chrono::nanoseconds total);

}  // namespace aplomb::http
