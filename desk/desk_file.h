// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

#include "engine/result.h"

namespace aplomb::desk {

/// The path of `desk.db` in `data_dir`, which from then on exists, is a desk's file by its first
/// bytes, no symbolic link, and its owner's alone (0600). Where there is none an empty one is
/// made beside it and moved there whole, so that no other process ever sees half of one.
/// A file that is no desk is not touched. Throws SQLite's errors.
/// Errors: kInvalidArgument (a symbolic link), kDamaged (no desk), kFull, kIo.
[[nodiscard]] Result<std::filesystem::path> prepare_desk_file(
    const std::filesystem::path& data_dir);

}  // namespace aplomb::desk
