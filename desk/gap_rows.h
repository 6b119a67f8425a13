// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "desk/gaps.h"
#include "desk/open_gaps.h"
#include "desk/store.h"

namespace aplomb::desk {

// What desk/gaps reads and writes, in a transaction of its own.

/// The gap as `by` is told of it; `day` is when the day began. Absent where there is none.
[[nodiscard]] std::optional<Gap> read_gap(Connection& connection, GapId id, const Asker& by,
                                          Time day);
/// The same as it is kept in memory.
[[nodiscard]] std::shared_ptr<const OpenGap> read_open_gap(Connection& connection, GapId id,
                                                           Time day);
/// Those that are compared with: the waiting and the newest of those that were dismissed, by id.
[[nodiscard]] std::vector<GapId> ids_compared(Connection& connection);

[[nodiscard]] GapId insert_gap(Connection& connection, const std::string& question,
                               const std::string& language, const GapFacts& facts, Time now,
                               Time due);
void insert_asking(Connection& connection, GapId id, const Asking& asking, Time now);
/// Whether the same has asked for it on the same call.
[[nodiscard]] bool has_asked(Connection& connection, GapId id, const Asking& asking);

[[nodiscard]] std::string lines_of(const std::vector<ArticleId>& ids);
[[nodiscard]] std::string lines_of(const std::vector<KnownArticle>& known);
[[nodiscard]] std::vector<KnownArticle> known_in(std::string_view lines);

}  // namespace aplomb::desk
