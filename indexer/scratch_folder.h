// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string_view>
#include <utility>

#include "engine/result.h"

namespace aplomb {

/// A folder of its own for one piece of work, gone with all that is in it at the end of the scope.
class ScratchFolder {
 public:
  /// Makes `within/NAME-XXXXXX`, and the folders above it. Errors: kIo.
  [[nodiscard]] static Result<ScratchFolder> make(const std::filesystem::path& within,
                                                  std::string_view name);

  ScratchFolder(ScratchFolder&& other) noexcept;
  ScratchFolder& operator=(ScratchFolder&&) = delete;
  ~ScratchFolder();

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  explicit ScratchFolder(std::filesystem::path path) : path_(std::move(path)) {}
  std::filesystem::path path_;
};

}  // namespace aplomb
