// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>

#include "engine/index_writer.h"
#include "engine/result.h"
#include "indexer/article_places.h"
#include "indexer/indexing.h"
#include "indexer/known_files.h"

namespace aplomb {

/// Articles whose files went, or came, a short while ago, by what is in them: a file that comes
/// while another with the same content goes is the same article, moved, though the system may tell
/// of it in two halves.
class RecentSources {
 public:
  using Time = std::chrono::steady_clock::time_point;
  struct Source {
    std::string path;
    IndexedSource known;
  };

  void add(const std::string& path, const IndexedSource& known, Time now);
  /// One with that content, which is then forgotten.
  [[nodiscard]] std::optional<Source> take(const std::string& content_hash, Time now);

 private:
  struct Kept {
    Source source;
    Time when;
  };
  std::multimap<std::string, Kept> by_hash_;
  Time looked_through_{};
};

/// A folder and its index, with what is known of both: what passes work on. After an error it is
/// spent.
/// Thread-safety: none.
struct IndexedFolder {
  IndexOptions options;
  IndexWriter writer;
  ArticlePlaces* places = nullptr;  ///< told of what each commit changes; null: nobody is
  bool rebuilding = false;          ///< the writer makes a new generation
  KnownFiles known{};               ///< what the writer has
  std::map<std::string, IndexedSource> former{};  ///< what the generation before had, if rebuilding
  HouseWords words{};
  RecentSources recently_gone{}, recently_come{};
  bool uncommitted = false;
  ArticlePlaces::Changes changes{};  ///< since the last commit

  /// What the index had of a file: before it was rebuilt, if it is.
  [[nodiscard]] const IndexedSource* before(const std::string& path) const;

  /// Nothing where nothing has changed; a generation that is being made is not committed.
  [[nodiscard]] Result<void> commit();
  /// Makes a generation that has been made the live one.
  [[nodiscard]] Result<void> publish();
};

}  // namespace aplomb
