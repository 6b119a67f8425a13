// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "desk/editing.h"
#include "indexer/history.h"
#include "indexer/section_lines.h"

/// What became of an article, as its folder's history tells. Absent where the folder has none.
/// Thread-safe. Errors of all: kNotFound, and those of Editing::read and History.
namespace aplomb::desk {

/// A part of an article, and the newest commit that a line of it is from.
struct BlamedSection {
  SectionLines lines;
  std::optional<Revision> revision;  ///< absent where a line is not committed
};

[[nodiscard]] Result<std::optional<History::Log>> log_of(const Editing& editing,
                                                         const ArticleId& id, std::size_t limit,
                                                         const std::string& after);

/// The article's bytes as of a commit, also from before its file moved. kNotFound without a
/// history.
[[nodiscard]] Result<std::string> former_bytes(const Editing& editing, const ArticleId& id,
                                               const std::string& revision);

[[nodiscard]] Result<std::optional<std::vector<BlamedSection>>> blame_of(const Editing& editing,
                                                                         const ArticleId& id);

}  // namespace aplomb::desk
