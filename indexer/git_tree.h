// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/git_access.h"

namespace aplomb::git {

inline constexpr std::uint32_t kFolderMode = 040000;
inline constexpr std::uint32_t kFileMode = 0100644;
inline constexpr std::uint32_t kProgramMode = 0100755;
inline constexpr std::uint32_t kSubmoduleMode = 0160000;

struct TreeEntry {
  std::uint32_t mode = 0;
  git_oid id{};
  [[nodiscard]] bool is_file() const { return mode == kFileMode || mode == kProgramMode; }
  friend bool operator==(const TreeEntry& a, const TreeEntry& b) {
    return a.mode == b.mode && git_oid_equal(&a.id, &b.id) != 0;
  }
};

/// Finds files in trees. Trees that commits have in common are read once, as long as they are asked
/// for one after the other.
class TreeReader {
 public:
  explicit TreeReader(git_odb* odb) : odb_(odb) {}
  /// What is at the path; absent where nothing is. Errors: those of failure().
  [[nodiscard]] Result<std::optional<TreeEntry>> find(const git_oid& tree, const std::string& path);

 private:
  struct Known {
    git_oid tree{};
    std::optional<TreeEntry> entry;
  };
  git_odb* odb_;
  std::map<std::string, Known> last_;  ///< by path: the folder that it was last looked up in
};

/// What one commit does to one path.
struct TreeEdit {
  std::string path;
  std::optional<TreeEntry> entry;  ///< absent: it goes
};

/// The tree with the edits, written to the database; those folders alone are read and written that
/// they are in, and left bytes are left as they are. Folders that have become empty go. Existing
/// objects that it comes to are in `written` as well.
/// Errors: kInvalidArgument (a path leads into a submodule), those of failure().
[[nodiscard]] Result<git_oid> edit_tree(git_odb* odb, const std::optional<git_oid>& base,
                                        const std::vector<TreeEdit>& edits,
                                        std::vector<git_oid>& written);

}  // namespace aplomb::git
