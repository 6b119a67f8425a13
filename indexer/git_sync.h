// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <vector>

#include "engine/result.h"
#include "indexer/git_access.h"

namespace aplomb::git {

/// Has the disk take the objects and these files, with the folders that they are in. All are handed
/// over before the first is waited for, so that a journaling file system takes them at once:
/// libgit2 by itself syncs each file and each folder one after the other, and not the folder of
/// those folders. Objects that are not there by themselves are in a pack, which Git has synced.
/// Errors: kFull, kIo.
[[nodiscard]] Result<void> sync(const std::filesystem::path& objects,
                                const std::vector<git_oid>& ids,
                                const std::vector<std::filesystem::path>& files);

/// Errors: kFull, kIo.
[[nodiscard]] Result<void> sync_folder(const std::filesystem::path& folder);

}  // namespace aplomb::git
