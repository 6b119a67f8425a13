// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <xapian.h>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <vector>

#include "engine/article.h"
#include "engine/lesson.h"
#include "engine/record.h"
#include "engine/stemmer.h"
#include "engine/word_vectors.h"

namespace aplomb {

/// Writes one of a generation's two databases. Throws what Xapian throws; after that it is spent.
/// Thread-safety: none.
class DatabaseWriter {
 public:
  using SharedVectors = std::shared_ptr<const WordVectors>;  // null: without meaning

  /// A new database in a private directory: fast to write, and worth nothing after a crash.
  [[nodiscard]] static DatabaseWriter create(const std::filesystem::path& path, Audience audience,
                                             std::uint64_t generation, SharedVectors vectors);
  /// A database that readers use: changes show at commit(), all at once.
  /// Vectors of another table than its own would not fit, and none are written then.
  [[nodiscard]] static DatabaseWriter open(const std::filesystem::path& path, Audience audience,
                                           SharedVectors vectors);

  void put(const Article& article, const record::ArticleRecord& record);
  void remove(const ArticleId& id);
  /// Puts what an article has learned beside it, in place of what was there; whether that changed
  /// anything. Nothing where there is no such article.
  bool teach(const ArticleId& id, const Lesson& lesson);
  /// Articles that have learned something.
  [[nodiscard]] std::vector<ArticleId> taught() const;
  /// As last put; absent when there is none or it does not read.
  [[nodiscard]] std::optional<record::ArticleRecord> record_of(const ArticleId& id) const;
  /// Whether that changed anything.
  bool put(const HouseWords& words);
  [[nodiscard]] HouseWords house_words() const;
  void set_folder(const std::string& folder);
  [[nodiscard]] std::string folder() const;
  /// `step` counts commits; both databases of a generation have the same when they are in step.
  void commit(std::uint64_t step);

  [[nodiscard]] const Xapian::Database& database() const { return database_; }
  [[nodiscard]] std::uint64_t step() const;

 private:
  DatabaseWriter(Xapian::WritableDatabase database, Audience audience, bool live);

  Xapian::WritableDatabase database_;
  Audience audience_;
  bool live_;
  Stemmer stemmer_;
  SharedVectors vectors_;
  std::uint64_t unflushed_ = 0;  // passages since the last flush of a database being built
};

/// Copies a database as it was last committed, without the room that changes have left in it, for
/// a generation that is being made. `go_on` is asked before each table; false where it said no.
[[nodiscard]] bool compact_database(const std::filesystem::path& from,
                                    const std::filesystem::path& to, std::uint64_t generation,
                                    const std::function<bool()>& go_on);

/// What customers' database may hold of the words: of those that may be typed none that stands in
/// internal text only, and of those that they lead to only what stands in customers' texts, as of
/// now.
[[nodiscard]] HouseWords for_customers(HouseWords words, const Xapian::Database& customer,
                                       const Xapian::Database& full);

}  // namespace aplomb
