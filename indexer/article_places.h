// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/index_writer.h"

namespace aplomb {

/// Where the file of each article lies, by its id and by others that it is found under.
/// Thread-safe.
class ArticlePlaces {
 public:
  /// What files are now, by path; nothing where one is gone.
  using Changes = std::map<std::string, std::optional<IndexedSource>>;

  [[nodiscard]] std::optional<std::string> find(const ArticleId& id) const;

  void set(const std::map<std::string, IndexedSource>& all);
  void apply(const Changes& changes);

 private:
  struct Names {
    ArticleId id;
    std::vector<ArticleId> aliases;
  };
  void put(const std::string& path, const IndexedSource& source);
  void erase(const std::string& path);

  mutable std::mutex mutex_;                               // guards what follows
  std::unordered_map<std::string, Names> names_;           // by path
  std::unordered_map<std::string, std::string> by_id_;     // id → path
  std::unordered_map<std::string, std::string> by_alias_;  // alias → path
};

}  // namespace aplomb
