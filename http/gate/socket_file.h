// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <utility>

#include "engine/descriptor.h"
#include "engine/result.h"

namespace aplomb::http {

/// Keeps other servers from making a Unix socket in the folder of `path` until the descriptor is
/// closed; waits for them. Else two could find the same socket without an owner and each replace
/// it, and one would listen where nobody comes. Errors: kIo.
[[nodiscard]] Result<Descriptor> lock_folder_of(const std::string& path);

/// Removes the socket that a server left behind at `path`, which is free afterwards.
/// Errors: kConflict (somebody listens there, or it is no socket; it is left alone), kIo.
[[nodiscard]] Result<void> remove_stale_socket(const std::string& path);

/// Takes the file of a Unix socket away when it goes, if nobody listens there any more: ours must
/// be closed by then, and the next server's stays. (Inode numbers do not tell the two apart: the
/// next file gets the number of the former.)
class SocketFile {
 public:
  explicit SocketFile(std::string path) : path_(std::move(path)) {}
  SocketFile(SocketFile&& other) noexcept : path_(std::exchange(other.path_, {})) {}
  SocketFile& operator=(SocketFile&&) = delete;
  ~SocketFile();

 private:
  std::string path_;  ///< empty: nothing to remove
};

}  // namespace aplomb::http
