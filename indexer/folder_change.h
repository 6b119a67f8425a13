// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "engine/result.h"
#include "indexer/history.h"

namespace aplomb {

/// What becomes of one file in the articles folder.
struct FolderChange {
  std::string from, to;       ///< paths; `from` is empty for a new file, `to` for one that goes
  std::string former, bytes;  ///< what it holds and what it is to hold
};

/// Carries a change out: durably in the folder, and as a commit where the folder has a history; its
/// id. What can't be committed is undone.
/// Thread-safe; not for two changes of one file at once.
/// Errors: those of durable_file and History; where undoing failed, the message says so.
[[nodiscard]] Result<std::optional<std::string>> carry_out(const FolderChange& change,
                                                           const std::filesystem::path& articles,
                                                           const Author& author,
                                                           std::string_view message);

}  // namespace aplomb
