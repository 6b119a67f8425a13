// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "engine/common_components.h"
#include "engine/text_vector.h"
#include "engine/word_vectors.h"

namespace aplomb {

/// What a query means, for comparing with texts of one collection. A value; thread-safe as such.
class QueryMeaning {
 public:
  /// The cosine with a text, -1 to 1, of what is left of both without what the collection has in
  /// common. `value` is a vector as its slot holds it; none when it is no vector, or when nothing
  /// is left of it. About 0.1 µs.
  [[nodiscard]] std::optional<double> similarity(std::string_view value) const;

 private:
  friend class CollectionMeaning;
  QueryMeaning(std::shared_ptr<const CommonComponents> common, const TextVector& query);

  std::shared_ptr<const CommonComponents> common_;
  TextVector query_;  // without what is common
  double length_;     // of query_
};

/// An article by its first passage, and how near its title is.
struct NearTitle {
  std::uint32_t passage = 0;  ///< Xapian's number of the first passage
  double cosine = 0;
};

/// The meanings of one database's titles at one commit. What it holds comes from that database
/// alone: a customer's is made of what customers may see.
///
/// A title's vector is that of the title with the callers' words, the tags and the description.
/// Thread-safety: const members may be called from any thread at once.
class CollectionMeaning {
 public:
  /// 108 bytes of memory a title.
  CollectionMeaning(std::shared_ptr<const WordVectors> table, const CommonComponents& common);

  /// Makes a title known.
  void add(std::uint32_t passage, const TextVector& title);

  /// Makes the title known that `former` has of a passage, which is cheaper; those of the same
  /// collection, with the same in common. `at` is a place in `former.passages()`.
  void add_same(const CollectionMeaning& former, std::size_t at);

  /// Of its titles, in the order in which they were added.
  [[nodiscard]] std::span<const std::uint32_t> passages() const { return passages_; }

  [[nodiscard]] const WordVectors& table() const { return *table_; }

  /// What folded words mean together; their weights multiply what the language gives them.
  /// Function words are left out here, as they are from texts (question words are not: see
  /// `function_words.h`). None when the table knows no word, or for a query in a language other
  /// than English (ISO 639-1; empty when unknown, which is taken for English).
  [[nodiscard]] std::optional<QueryMeaning> query(std::span<const WeightedWord> words,
                                                  std::string_view language) const;

  /// What a title of the collection means, for comparing with others. None where nothing is left of
  /// it without what all have in common.
  [[nodiscard]] std::optional<QueryMeaning> like(const TextVector& title) const;

  /// The `limit` nearest titles, best first, equal ones by passage; whatever words they have.
  /// Time is linear in the number of titles: 20,000 take about 0.3 ms.
  [[nodiscard]] std::vector<NearTitle> nearest_titles(const QueryMeaning& query,
                                                      std::size_t limit) const;

  [[nodiscard]] std::size_t titles() const { return passages_.size(); }

 private:
  std::shared_ptr<const WordVectors> table_;
  std::shared_ptr<const CommonComponents> common_;
  std::vector<TextVector> titles_;
  std::vector<std::uint32_t> passages_;
  std::vector<float> lengths_;  // of titles_ without what is common
};

}  // namespace aplomb
