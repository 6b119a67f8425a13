// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "engine/article.h"
#include "engine/house_words.h"
#include "engine/lesson.h"
#include "engine/result.h"
#include "engine/word_vectors.h"

namespace aplomb {

/// What a file was when it was indexed; tells whether it has changed since.
struct SourceState {
  std::uint64_t size_bytes = 0;
  std::int64_t modified_ns = 0;       ///< since the Unix epoch
  std::string content_hash;           ///< of the bytes
  std::vector<ArticleId> former_ids;  ///< that the article had before its file moved

  bool operator==(const SourceState&) const = default;
};

/// A file as the index knows it.
struct IndexedSource {
  ArticleId id;
  SourceState state;
  std::vector<ArticleId> aliases;  ///< all other ids that it is found under
  bool complete = true;  ///< false when a crash left its two databases apart: index it again
};

/// The one writer of an index directory: two databases, `full` and `customer`, kept in step. A
/// commit that changes nothing for customers leaves their database alone.
///
/// The lock on the directory is held for the writer's life and dies with the process. An article
/// that leaves the customer projection, or shrinks in it, is committed there first. After any
/// error but kInvalidArgument the writer is spent: destroy it and open a new one, which finds the
/// last commit.
/// Thread-safety: none; one thread at a time.
class IndexWriter {
 public:
  using SharedVectors = std::shared_ptr<const WordVectors>;  // null: without meaning

  /// Opens the live generation to change it. With `vectors` new passages carry vectors, if the
  /// generation's do.
  /// Errors: kConflict (another process writes; the message names it), kNotFound (no index yet),
  /// kSchemaMismatch, kDamaged, kIo.
  [[nodiscard]] static Result<IndexWriter> open(const std::filesystem::path& index_dir,
                                                SharedVectors vectors = {});

  /// Starts a new generation beside the live one, which goes on serving until publish(). With
  /// `vectors` its passages carry vectors. Its number is above `above`: readers tell generations
  /// apart by it, also where those before have been deleted.
  /// Errors: kConflict, kFull, kIo.
  [[nodiscard]] static Result<IndexWriter> create(const std::filesystem::path& index_dir,
                                                  SharedVectors vectors = {},
                                                  std::uint64_t above = 0);

  /// Adds the article, or replaces the one of the same id. Visible to readers after commit().
  [[nodiscard]] Result<void> put(const Article& article, const SourceState& source);

  /// Removes the article; nothing happens when there is none.
  [[nodiscard]] Result<void> remove(const ArticleId& id);

  /// Puts what an article has learned beside it, for agents' readers only, in place of what was
  /// there; put() forgets it. Whether that changed anything; never where there is no such article.
  [[nodiscard]] Result<bool> teach(const ArticleId& id, const Lesson& lesson);
  /// Articles that have learned something.
  [[nodiscard]] Result<std::vector<ArticleId>> taught() const;

  /// Replaces what the index knows about words.
  [[nodiscard]] Result<void> put(const HouseWords& words);

  /// What the index knows about words; empty when it was never told.
  [[nodiscard]] Result<HouseWords> house_words() const;

  /// Says of which folder the articles are: its path on this machine, for agents' readers only.
  [[nodiscard]] Result<void> set_folder(const std::string& folder);
  /// As last set; empty when it was never told.
  [[nodiscard]] Result<std::string> folder() const;

  /// Makes all changes durable and, in a live generation, visible.
  [[nodiscard]] Result<void> commit();

  /// Commits, checks the new generation, makes it durable and switches readers over to it, which
  /// the writer changes from then on as after open(). Only after create().
  [[nodiscard]] Result<void> publish();

  /// Whether commit() would write to the generation that is live, under a lock that others see: a
  /// directory may be deleted or replaced under a writer. Errors: kNotFound.
  [[nodiscard]] Result<void> check_in_place() const;

  /// How many times as large the generation is as when it was made; 1 where that is not known.
  [[nodiscard]] double growth() const;

  /// Writes the live generation anew without the room that changes have left in it, and goes on
  /// with the new one as after publish(). Only when all changes are committed. `go_on` is asked
  /// between the tables of the databases; where it says no, everything is as before (kUnavailable).
  [[nodiscard]] Result<void> compact(const std::function<bool()>& go_on);

  /// Every indexed file by its path, as of the last commit.
  [[nodiscard]] Result<std::map<std::string, IndexedSource>> sources() const;

  [[nodiscard]] std::uint64_t generation() const;

  /// The table that made the generation's vectors (`WordVectors::identity`); empty without them.
  [[nodiscard]] Result<std::string> meaning() const;

  IndexWriter(IndexWriter&&) noexcept;
  IndexWriter& operator=(IndexWriter&&) noexcept;
  ~IndexWriter();

 private:
  class Impl;
  explicit IndexWriter(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace aplomb
