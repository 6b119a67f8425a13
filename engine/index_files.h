// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "engine/result.h"

/// What lies in an index directory:
///
///     current          the name of the live generation; replaced by rename, never written in place
///     lock             held by the one writer; names it
///     gen-000041/      a generation: full/ and customer/, two Xapian databases, and in `size`
///                      what they took when it was made
///     building-000042/ one that is being made; a left-over is deleted by the next writer
///
/// Xapian must open a generation by its real path: a handle that is reopened after a symlink was
/// swapped mixes two databases without an error. Hence a file with a name rather than a link.
namespace aplomb::index_files {

namespace fs = std::filesystem;

[[nodiscard]] fs::path generation_dir(const fs::path& index_dir, std::uint64_t generation);
[[nodiscard]] fs::path building_dir(const fs::path& index_dir, std::uint64_t generation);
[[nodiscard]] fs::path full_database(const fs::path& generation_dir);
[[nodiscard]] fs::path customer_database(const fs::path& generation_dir);

/// The live generation's number. Errors: kNotFound (no index yet), kDamaged, kIo.
[[nodiscard]] Result<std::uint64_t> current_generation(const fs::path& index_dir);

/// What the files of a generation hold. Those that go meanwhile count as nothing.
[[nodiscard]] std::uint64_t size_of(const fs::path& generation_dir);

/// What they held when the generation was made; absent where that was not kept.
[[nodiscard]] std::optional<std::uint64_t> first_size_of(const fs::path& generation_dir);

/// A number that no generation in the directory has had, finished or not.
[[nodiscard]] std::uint64_t next_generation(const fs::path& index_dir);

/// Makes a built generation live: syncs its files and folders, renames it and replaces `current`.
[[nodiscard]] Result<void> switch_to(const fs::path& index_dir, std::uint64_t generation);

/// Deletes unfinished generations and finished ones other than the live one. Readers that still
/// hold one open keep reading until they look for the current generation again.
void remove_others(const fs::path& index_dir);

/// Makes a directory's entries durable. Xapian syncs its files but not their folder.
[[nodiscard]] Result<void> sync_directory(const fs::path& dir);

/// The right to write. Given back when destroyed, or by the system when the process dies.
/// Thread-safety: none.
class WriterLock {
 public:
  /// Creates the directory where needed.
  /// Errors: kConflict, naming the process that holds it; kIo.
  [[nodiscard]] static Result<WriterLock> acquire(const fs::path& index_dir);

  /// Whether the lock still lies in the directory, where the next writer looks for it.
  [[nodiscard]] bool in_place(const fs::path& index_dir) const;

  WriterLock(WriterLock&& other) noexcept;
  WriterLock& operator=(WriterLock&& other) noexcept;
  ~WriterLock();

 private:
  explicit WriterLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_ = -1;
};

}  // namespace aplomb::index_files
