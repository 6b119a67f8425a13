// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/article.h"
#include "engine/finding.h"
#include "engine/lesson.h"
#include "engine/result.h"
#include "engine/word_vectors.h"

namespace aplomb {

/// What articles have learned, as whoever remembers it (desk/uses) says; absent where they cannot
/// say it now. Called from any thread.
struct Lessons {
  /// Of one that is just being indexed.
  std::function<std::optional<Lesson>(const Article&)> of_article = {};
  std::function<std::optional<Lesson>(const ArticleId&)> of = {};
  std::function<std::vector<ArticleId>()> all = {};  ///< who has learned something
};

struct IndexOptions {
  std::filesystem::path articles = "articles";
  std::filesystem::path index_dir;
  bool rebuild = false;                        ///< a new generation even where little has changed
  std::string default_language = "en";         ///< of articles that do not say
  std::shared_ptr<const WordVectors> vectors;  ///< so that passages carry vectors; null: without
  /// What articles have learned (engine/lesson.h); without it, nothing.
  Lessons lessons = {};
  /// Told now and then how far it is: files done, files to do.
  std::function<void(std::size_t done, std::size_t all)> progress;
};

/// What an indexing run did. Every Markdown file counts once among added, changed, moved,
/// unchanged and refused; `synonyms.yaml` and `aplomb.yaml` among refused and other files.
struct IndexReport {
  std::size_t added = 0;
  std::size_t changed = 0;
  std::size_t moved = 0;  ///< same content under another path; the id stays
  std::size_t unchanged = 0;
  std::size_t removed = 0;      ///< articles whose file is gone
  std::size_t refused = 0;      ///< files that could not be taken; each has a finding
  std::size_t left_out = 0;     ///< hidden files and folders, links to folders; each has a note
  std::size_t other_files = 0;  ///< not Markdown
  std::size_t passages = 0;     ///< of the articles added and changed
  std::uint64_t generation = 0;
  bool rebuilt = false;
  bool meaning_changed = false;   ///< rebuilt because the word vectors were not those of the index
  std::vector<Finding> findings;  ///< by path, then line
  std::chrono::milliseconds took{};

  [[nodiscard]] std::size_t articles() const { return added + changed + moved + unchanged; }
};

/// Brings the index in step with the articles folder, touching only what changed. The first run,
/// one with `rebuild`, and one that finds an index of another schema, with other word vectors or
/// damaged make a new generation, which readers see when it is whole; until then the old one
/// serves. Files that cannot be taken are refused in the report; the others are indexed. Of a
/// `synonyms.yaml` or `aplomb.yaml` that cannot be taken the last good one stays in the index.
/// Errors: kNotFound (no folder), kConflict (somebody else writes), kIo.
[[nodiscard]] Result<IndexReport> index_folder(const IndexOptions& options);

}  // namespace aplomb
