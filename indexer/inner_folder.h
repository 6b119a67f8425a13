// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "engine/descriptor.h"
#include "engine/result.h"

namespace aplomb {

/// What the system said, for a person, by its error number: kFull, kNotFound, kConflict (something
/// is there already), kInvalidArgument (no path for a file), else kIo.
[[nodiscard]] tl::unexpected<Error> file_failure(const std::string& path, int error_number);

/// The folder below a trusted root that a path is in, and those on the way to it, all held open.
/// They are opened one by one and no link is followed, so that the path cannot lead out.
class InnerFolder {
 public:
  enum class Missing { kMake, kRefuse };

  /// Opens the folders of `path` (but not its last part, a file's name). Errors: kInvalidArgument
  /// (a part is empty, begins with a dot, is a link or a file; not UTF-8), those of file_failure.
  [[nodiscard]] static Result<InnerFolder> open_for(const std::filesystem::path& root,
                                                    const std::string& path, Missing missing);

  /// Whether a path may be asked for at all.
  [[nodiscard]] static bool is_inner(std::string_view path);

  /// The folder's descriptor.
  [[nodiscard]] int get() const { return chain_.back().get(); }

  /// Waits until no other thread or process holds the lock of this folder, and holds it until this
  /// goes: what one has put somewhere tentatively, another must not take for done.
  [[nodiscard]] Result<void> lock() const;

  /// Syncs it and those above it up to the root: an entry is durable only when the folders on the
  /// way to it are, and who has made those may not have synced them. Errors: of file_failure.
  [[nodiscard]] Result<void> sync() const;

  /// Takes away the folders that open_for() has made, where they are empty.
  void forget_made();

 private:
  explicit InnerFolder(std::string path) : path_(std::move(path)) {}
  Result<void> enter(const std::string& name, Missing missing);

  std::string path_;                  ///< as asked for, for messages
  std::vector<Descriptor> chain_;     ///< from the root
  std::vector<std::string> names_;    ///< of those in chain_ after the root
  std::vector<std::size_t> made_at_;  ///< which of names_ were not there, ascending
};

}  // namespace aplomb
