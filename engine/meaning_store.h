// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <xapian.h>

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "engine/meaning.h"
#include "engine/word_vectors.h"

/// How meaning stands in a database: vectors in value slots, and in the metadata which table made
/// them and what the titles have in common. Everything here throws what Xapian throws.
namespace aplomb::meaning_store {

/// The table that made a database's vectors (`WordVectors::identity`); empty when it has none.
[[nodiscard]] std::string identity(const Xapian::Database& database);

/// Says that a new database will carry vectors of `table`.
void begin(Xapian::WritableDatabase& database, const WordVectors& table);

/// Looks anew at what the titles have in common, where their number has changed by more than a
/// tenth since it last did: a collection's subject moves slowly, and every answer with it.
void refresh_common(Xapian::WritableDatabase& database);

/// Reads a database's titles; null when its vectors are of another table, or it has none.
[[nodiscard]] std::shared_ptr<const CollectionMeaning> load(
    const Xapian::Database& database, const std::shared_ptr<const WordVectors>& table);

/// The same, of a later commit than `former` was read from, with `last` as its last passage then:
/// of the titles only those that have come since are read.
[[nodiscard]] std::shared_ptr<const CollectionMeaning> renew(
    const Xapian::Database& database, const std::shared_ptr<const WordVectors>& table,
    const CollectionMeaning& former, Xapian::docid last);

/// The meaning of the newest commit that was asked for, shared by all readers of an index.
/// Thread-safe.
class Cache {
 public:
  explicit Cache(std::shared_ptr<const WordVectors> table) : table_(std::move(table)) {}

  /// Of `database` as it stands; null as for load(). Loads once a commit; whoever asks for an
  /// older one meanwhile loads it for himself.
  [[nodiscard]] std::shared_ptr<const CollectionMeaning> of(const Xapian::Database& database,
                                                            std::uint64_t generation);

  /// Another database has taken the place of the one that was asked for.
  void forget();

  /// Null when there are no word vectors.
  [[nodiscard]] const WordVectors* table() const { return table_.get(); }

 private:
  using Commit = std::pair<std::uint64_t, std::uint64_t>;  // generation, revision

  std::shared_ptr<const WordVectors> table_;
  std::mutex mutex_;  // guards what follows
  Commit commit_;
  std::string common_;      // what its titles have in common, as stored
  Xapian::docid last_ = 0;  // its last passage
  std::shared_ptr<const CollectionMeaning> meaning_;
};

}  // namespace aplomb::meaning_store
