// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

#include "engine/result.h"

namespace aplomb::desk {

/// Copies `desk.db` of `data_dir` to a new file as it is at one moment, also while others use it:
/// SQLite's online backup (sqlite.org/backup.html). Errors: kNotFound, kFull, kIo, SQLite's.
[[nodiscard]] Result<void> copy_desk(const std::filesystem::path& data_dir,
                                     const std::filesystem::path& to);

/// Whether the file is a whole desk that this version reads. Errors: kDamaged, kSchemaMismatch.
[[nodiscard]] Result<void> check_desk_copy(const std::filesystem::path& file);

/// Whether some process has the desk of `data_dir` open, as a server has.
[[nodiscard]] Result<bool> is_desk_in_use(const std::filesystem::path& data_dir);

}  // namespace aplomb::desk
