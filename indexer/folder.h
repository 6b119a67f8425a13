// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "engine/finding.h"
#include "engine/result.h"

namespace aplomb {

/// A Markdown file in the articles folder.
struct SourceFile {
  std::string path;  ///< within the folder, '/' between parts, valid UTF-8
  std::uint64_t size_bytes = 0;
  std::int64_t modified_ns = 0;  ///< since the Unix epoch
};

struct FolderListing {
  std::vector<SourceFile> files;  ///< by path
  /// What was left out and why: files over kMaxArticleBytes, links that lead out of the folder or
  /// nowhere, hidden files and folders, names that are no UTF-8, folders that cannot be read.
  std::vector<Finding> left_out;
  std::size_t other_files = 0;  ///< not Markdown (images, YAML …): none of the indexer's business
};

/// Lists the Markdown files (`.md`, `.markdown`, `.mdx`) under `root`, in all its folders. Links to
/// files inside the folder are followed, links to folders never.
/// Errors: kNotFound (no such folder), kIo.
[[nodiscard]] Result<FolderListing> list_folder(const std::filesystem::path& root);

/// Reads a whole file. Errors: kNotFound, kIo, kInvalidArgument (over kMaxArticleBytes).
[[nodiscard]] Result<std::string> read_file(const std::filesystem::path& path);

}  // namespace aplomb
