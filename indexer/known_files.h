// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/index_writer.h"

namespace aplomb {

/// The files of a folder as the index stands to them, the changes included that it has not
/// committed yet: what is in it, by path and by id, and what could not be taken. Some 500 bytes of
/// memory a file.
/// Thread-safety: none.
class KnownFiles {
 public:
  KnownFiles() = default;
  explicit KnownFiles(std::map<std::string, IndexedSource> indexed);

  [[nodiscard]] const IndexedSource* find(const std::string& path) const;
  /// The path whose article has the id; null for none.
  [[nodiscard]] const std::string* holder(const ArticleId& id) const;
  [[nodiscard]] const std::map<std::string, IndexedSource>& indexed() const { return indexed_; }

  /// The file is in the index, and no longer refused. Nobody else may hold the id.
  void put(const std::string& path, IndexedSource source);
  /// Its bytes are the same, but the file is another: how to know it again.
  void renew(const std::string& path, std::uint64_t size_bytes, std::int64_t modified_ns);
  /// What was known of it, and is now neither in the index nor refused.
  std::optional<IndexedSource> erase(const std::string& path);

  /// The file cannot be taken; with `wanted`, because that id is another's.
  void refuse(const std::string& path, const std::optional<ArticleId>& wanted = {});
  void forget_refused();
  [[nodiscard]] std::size_t refused() const { return refused_.size(); }
  /// Files that were refused because of an id.
  [[nodiscard]] std::vector<std::string> wanting(const ArticleId& id) const;

  /// All paths, refused ones too, that lie in a folder.
  [[nodiscard]] std::vector<std::string> below(const std::string& folder) const;

 private:
  std::map<std::string, IndexedSource> indexed_;
  std::unordered_map<std::string, std::string> holders_;  // id → path
  std::map<std::string, std::optional<ArticleId>> refused_;
  std::multimap<ArticleId, std::string> wanting_;  // id → path of refused_
};

}  // namespace aplomb
