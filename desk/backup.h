// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "engine/result.h"

namespace aplomb::desk {

/// One archive with all that nothing can make again: the articles' folder with the pictures in it
/// and, where it lies in there, its Git repository (but not its hooks, which are programs), and
/// `desk.db`. A manifest at its end has the size and SHA-256 of each, so that one that was cut
/// short or changed is told from a whole one. The index is not in it; it is made of the articles.
struct BackupOptions {
  std::filesystem::path articles, data;
  std::filesystem::path to;  ///< a file that is not there yet (`.tar.gz`, `.tgz` or `.tar`), or a
                             ///< folder, for a name of the date in it
  std::string made_by;       ///< program and version, for the manifest
  std::chrono::sys_seconds now{};
};

struct BackupDone {
  std::filesystem::path file;
  std::size_t files = 0;
  std::uint64_t bytes = 0;         ///< of the files
  bool desk = false;               ///< there is one
  bool history = false;            ///< the repository is in it
  std::vector<std::string> notes;  ///< what was left out, and why
};

/// Backs up while others work: each file is as it was at some moment of the backup, whole; what was
/// saved before it began is in it. Of the repository first the branches are taken and last the
/// objects, so that none is missing. The archive is its owner's alone (0600) and appears when it is
/// whole and on disk.
/// Errors: kInvalidArgument (the name), kConflict (there is such a file), kNotFound (no articles),
/// kFull, kIo, kUnavailable (a file never stays the same).
[[nodiscard]] Result<BackupDone> back_up(const BackupOptions& options);

struct RestoreOptions {
  std::filesystem::path from, articles, data;
  bool force = false;  ///< put aside what is there
  std::chrono::sys_seconds now{};
};

struct RestoreDone {
  std::size_t files = 0;
  bool desk = false;
  std::vector<std::filesystem::path> put_aside;  ///< what was there, under its new name
};

/// Unpacks an archive of back_up() beside the places, compares all of it with the manifest, and
/// only then moves it there, or nothing of it. Not trusted: what is no plain file in its folder
/// ends it. Errors: kConflict (a server has the desk open; something is there and not `force`),
/// kDamaged, kSchemaMismatch, kNotFound, kFull, kIo.
[[nodiscard]] Result<RestoreDone> restore(const RestoreOptions& options);

}  // namespace aplomb::desk
