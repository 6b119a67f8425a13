// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/scratch_folder.h"

#include <cerrno>
#include <cstdlib>
#include <string>
#include <system_error>
#include <utility>

namespace aplomb {

namespace fs = std::filesystem;

Result<ScratchFolder> ScratchFolder::make(const fs::path& within, std::string_view name) {
  std::error_code status;
  fs::create_directories(within, status);
  std::string pattern = (within / name).string() + "-XXXXXX";
  if (!status && ::mkdtemp(pattern.data()) == nullptr)
    status = std::error_code(errno, std::generic_category());
  if (status)
    return fail(Code::kIo, "cannot create " + pattern + ": " + status.message(),
                "check the disk and this user's rights there");
  return ScratchFolder(pattern);
}

ScratchFolder::ScratchFolder(ScratchFolder&& other) noexcept
    : path_(std::exchange(other.path_, {})) {}

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;
  if (!path_.empty()) fs::remove_all(path_, ignored);
}

}  // namespace aplomb
