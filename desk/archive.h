// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "engine/result.h"

namespace aplomb::desk {

/// What an archive has of a file besides its bytes.
struct ArchivedFile {
  std::string path;  ///< parts with / between them, none of them empty, `.` or `..`
  std::uint64_t size_bytes = 0;
  std::int64_t modified_s = 0;
  std::uint32_t mode = 0644;
};

/// Writes a tar file, with gzip around it where the name ends in `gz`. Not for several threads.
class ArchiveWriter {
 public:
  /// Errors of all: kFull, kIo.
  [[nodiscard]] static Result<ArchiveWriter> create(int descriptor, bool compress);

  /// Begins a file; its bytes follow, exactly as many as it says.
  [[nodiscard]] Result<void> begin(const ArchivedFile& file);
  [[nodiscard]] Result<void> write(std::string_view bytes);
  /// Only what was finished is whole.
  [[nodiscard]] Result<void> finish();

  ArchiveWriter(ArchiveWriter&&) noexcept;
  ~ArchiveWriter();

 private:
  struct Handle;
  explicit ArchiveWriter(std::unique_ptr<Handle> handle);
  std::unique_ptr<Handle> handle_;
};

/// Called for each file in turn; reads its bytes in pieces, empty at the end.
using ReadPiece = std::function<Result<std::string_view>()>;
using TakeFile = std::function<Result<void>(const ArchivedFile& file, const ReadPiece& read)>;

/// Reads a tar file, compressed or not. Whoever made it is not trusted: what is no plain file
/// (links, devices), and paths that lead out of the folder, end it.
/// Errors: kNotFound, kDamaged (no such archive; cut short; something in it that we never write),
/// those of `take`.
[[nodiscard]] Result<void> read_archive(const std::filesystem::path& file, const TakeFile& take);

}  // namespace aplomb::desk
