// SPDX-License-Identifier: GPL-3.0-or-later
// For .cc files of this folder only: it names the JSON library.
#pragma once

#include <optional>
#include <vector>

#include "desk/article_history.h"
#include "desk/editing.h"
#include "engine/finding.h"
#include "http/json.h"
#include "indexer/text_merge.h"

namespace aplomb::http {

[[nodiscard]] Json to_json(const std::vector<Finding>& findings);

/// What was saved, and whether searches see it by now.
[[nodiscard]] Json to_json(const desk::Saved& saved, bool searchable);

/// A page of a history; of a folder without one it says that.
[[nodiscard]] Json to_json(const std::optional<History::Log>& log);

[[nodiscard]] Json to_json(const Difference& difference);
[[nodiscard]] Json to_json(const std::optional<std::vector<desk::BlamedSection>>& blame);

}  // namespace aplomb::http
