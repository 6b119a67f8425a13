// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/gate/socket_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>

#include "http/gate/socket_address.h"

namespace aplomb::http {
namespace {

std::string why(int error) {
  return std::generic_category().message(error);
}

/// What connecting to it says: 0 or EAGAIN (too many wait already) where somebody listens,
/// ECONNREFUSED where nobody does.
int try_to_connect(const std::string& path) {
  const Descriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!socket.valid()) return errno;
  const auto address = to_socket_address({.socket_path = path});
  return ::connect(socket.get(), address.get(), address.size) == 0 ? 0 : errno;
}

}  // namespace

Result<Descriptor> lock_folder_of(const std::string& path) {
  auto folder = std::filesystem::path(path).parent_path();
  if (folder.empty()) folder = ".";
  Descriptor lock(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  while (lock.valid() && ::flock(lock.get(), LOCK_EX) != 0)
    if (errno != EINTR) lock = Descriptor();
  if (!lock.valid())
    return fail(Code::kIo, "cannot listen on unix:" + path + ": its folder: " + why(errno),
                "The folder must be there, and the user of this server must own it.");
  return lock;
}

Result<void> remove_stale_socket(const std::string& path) {
  const auto conflict = [&](const std::string& what, const std::string& hint) {
    return fail(Code::kConflict, "cannot listen on unix:" + path + ": " + what, hint);
  };
  struct stat found {};
  if (::lstat(path.c_str(), &found) != 0) {
    if (errno == ENOENT) return {};
    return fail(Code::kIo, "cannot listen on unix:" + path + ": " + why(errno));
  }
  if (!S_ISSOCK(found.st_mode))
    return conflict("something that is no socket stands there",
                    "It was left alone; choose another path.");
  const int said = try_to_connect(path);
  if (said == 0 || said == EAGAIN || said == EPROTOTYPE)
    return conflict("something else listens there",
                    "Stop the other server, or choose another path.");
  if (said != ECONNREFUSED && said != ENOENT)
    return conflict("whether somebody listens there cannot be told: " + why(said),
                    "Remove the file if nobody does, or choose another path.");
  if (::unlink(path.c_str()) != 0 && errno != ENOENT)
    return fail(Code::kIo, "cannot replace the old socket " + path + ": " + why(errno));
  return {};
}

SocketFile::~SocketFile() {
  if (path_.empty()) return;
  // What cannot be removed is in nobody's way: the next server replaces it.
  if (const auto lock = lock_folder_of(path_)) (void)remove_stale_socket(path_);
}

}  // namespace aplomb::http
