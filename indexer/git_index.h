// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "indexer/git_tree.h"

namespace aplomb::git {

/// Git's index: what it has of each file for the next commit. Single entries are changed in its
/// bytes and all others left as they are: with 50,000 files that takes a tenth of what libgit2
/// takes to read and write it (100 ms).
/// Source: git-scm.com/docs/index-format. Versions 2, 3 and 4.
class IndexFile {
 public:
  /// An empty one where there is no file. Errors: kIo, kDamaged, kConflict (split or sparse; what
  /// to do is in the hint).
  [[nodiscard]] static Result<IndexFile> read(const std::filesystem::path& file);

  /// What it has at a path. Nothing where it has only the intent to add it.
  struct Found {
    std::optional<TreeEntry> entry;
    bool unclear =
        false;  ///< a merge has left it open, or a folder is where a file is in the other
  };
  [[nodiscard]] Found find(const std::string& path) const;

  /// Sets or takes out an entry that is not unclear. Git will look at the file by itself.
  void set(const std::string& path, const std::optional<TreeEntry>& entry);

  /// The bytes of the file.
  [[nodiscard]] std::string to_bytes() &&;

 private:
  struct Entry;
  struct Spot;
  [[nodiscard]] bool parse(Entry& entry) const;
  [[nodiscard]] Spot locate(const std::string& path) const;
  void append(std::string& out, std::string_view fixed, std::string_view name,
              std::string_view former_name) const;
  [[nodiscard]] Result<void> take_extensions(std::string_view bytes);
  void forget_tree_of(const std::string& path);
  void mark_young();

  std::uint32_t version_ = 2;
  std::uint32_t count_ = 0;
  std::string entries_;        ///< begins with the header of the file
  std::string trees_;          ///< the extension TREE: which folders are as some tree has them
  std::string undo_;           ///< the extension REUC
  bool without_hash_ = false;  ///< index.skipHash
  std::int64_t written_s_ = 0;
};

}  // namespace aplomb::git
