// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/git_sync.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <set>
#include <string>
#include <system_error>

#include "engine/descriptor.h"

namespace aplomb::git {
namespace {

namespace fs = std::filesystem;

tl::unexpected<Error> cannot_sync(const fs::path& path, int error) {
  return fail(error == ENOSPC || error == EDQUOT ? Code::kFull : Code::kIo,
              path.string() + " cannot be synced: " + std::generic_category().message(error),
              "Check the disk, and the room on it.");
}

}  // namespace

Result<void> sync(const fs::path& objects, const std::vector<git_oid>& ids,
                  const std::vector<fs::path>& files) {
  std::set<fs::path> paths(files.begin(), files.end());
  for (const git_oid& id : ids) {
    const std::string digits = to_hex(id);
    paths.insert(objects / digits.substr(0, 2) / digits.substr(2));
  }
  std::set<fs::path> folders{objects};
  std::vector<std::pair<fs::path, Descriptor>> open;
  for (const fs::path& path : paths) {
    Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file.valid() && errno == ENOENT) continue;
    if (!file.valid()) return cannot_sync(path, errno);
    ::sync_file_range(file.get(), 0, 0, SYNC_FILE_RANGE_WRITE);  // begins; fsync says how it ended
    folders.insert(path.parent_path());
    open.emplace_back(path, std::move(file));
  }
  for (const auto& [path, file] : open)
    if (::fsync(file.get()) != 0) return cannot_sync(path, errno);
  for (const fs::path& folder : folders)
    if (auto synced = sync_folder(folder); !synced) return synced;
  return {};
}

Result<void> sync_folder(const fs::path& folder) {
  const Descriptor file(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!file.valid() || ::fsync(file.get()) != 0) return cannot_sync(folder, errno);
  return {};
}

}  // namespace aplomb::git
