// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/finding.h"
#include "engine/result.h"

namespace aplomb {

/// A Markdown file in the articles folder.
struct SourceFile {
  std::string path;  ///< within the folder, '/' between parts, valid UTF-8
  std::uint64_t size_bytes = 0;
  std::int64_t modified_ns = 0;  ///< since the Unix epoch
  std::string known_hash = {};   ///< of the bytes that the index has of it; empty for none
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
/// Errors: kNotFound (no such folder), kIo; kUnavailable where the system is short of something, so
/// that files may be missing which are there.
[[nodiscard]] Result<FolderListing> list_folder(const std::filesystem::path& root);

/// What lies at one path of the folder: an article's file, something that is left out, or neither
/// (nothing is there, or nothing that is the indexer's business).
struct LookedAt {
  std::optional<SourceFile> file;
  std::optional<Finding> left_out;
};

/// The same as list_folder() finds there; paths within it, '/' between parts.
[[nodiscard]] LookedAt look_at(const std::filesystem::path& root, const std::string& path);

/// Whether a file of that name is taken for Markdown.
[[nodiscard]] bool is_markdown(std::string_view name);

/// Whether a path within the folder, or a folder on the way to it, begins with a dot.
[[nodiscard]] bool is_hidden(std::string_view path);

/// Reads a whole file. Errors: kNotFound, kIo, kInvalidArgument (over kMaxArticleBytes),
/// kUnavailable (the system is short of something).
[[nodiscard]] Result<std::string> read_file(const std::filesystem::path& path);

}  // namespace aplomb
