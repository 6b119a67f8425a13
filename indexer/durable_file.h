// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

#include "engine/result.h"

/// Changing files so that a crash at any moment leaves the old one or the new one, and that what
/// has returned survives a power cut: a temporary file beside the place, fsync, rename, fsync of
/// the folder. Temporary files begin with `.aplomb-`, so that no listing takes them.
///
/// Paths are a root, which is trusted, and a path within it, which need not be: no part of it may
/// be `.`, `..`, empty or hidden, nor a symbolic link to a folder.
///
/// What is at the place must be a file; a link to one is refused, since an exchange would put a
/// file in its stead. Comparing what was taken away is sure against every program that renames over
/// a file, as Git and most editors do, and against those that write into it; where a file system
/// cannot exchange (NFS), the comparison comes right before the rename instead.
///
/// Thread-safe, also against other processes that use it (a lock on the folder); of two writers to
/// one place one is told kConflict.
/// Errors of all: kInvalidArgument (the path, a link), kFull (the disk; nothing has changed),
/// kConflict, kNotFound, kIo.
namespace aplomb::durable_file {

/// What the file holds. kInvalidArgument also where that is over `max_bytes`.
[[nodiscard]] Result<std::string> read(const std::filesystem::path& root, const std::string& path,
                                       std::size_t max_bytes);

/// Makes a file that is not there yet, and its folders. kConflict where something is there.
[[nodiscard]] Result<void> create(const std::filesystem::path& root, const std::string& path,
                                  std::string_view bytes);

/// Replaces a file, if it still holds `former`; its mode stays, its owner and group where the
/// system allows it, access lists do not. The exchange is one step of the kernel, and what it has
/// taken away is looked at afterwards: where another program was faster, its file is put back and
/// the answer is kConflict.
[[nodiscard]] Result<void> replace(const std::filesystem::path& root, const std::string& path,
                                   std::string_view former, std::string_view bytes);

/// Takes a file away, if it still holds `former`. Folders that are empty then stay.
[[nodiscard]] Result<void> remove(const std::filesystem::path& root, const std::string& path,
                                  std::string_view former);

/// Moves a file to a place where nothing is, making the folders there.
[[nodiscard]] Result<void> move(const std::filesystem::path& root, const std::string& from,
                                const std::string& to);

/// Deletes temporary files that a crash has left below `root`. How many. Only while nobody writes.
/// Errors: kNotFound, kIo.
[[nodiscard]] Result<std::size_t> remove_left_over(const std::filesystem::path& root);

}  // namespace aplomb::durable_file
