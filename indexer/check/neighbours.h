// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/searcher.h"

namespace aplomb {

/// What a rule may ask about the rest of the folder. Absent is "nobody can say": what is not known
/// is no finding.
class Neighbours {
 public:
  virtual ~Neighbours() = default;

  /// The path of the article that a link by path leads to, which may lack one of kImpliedEndings;
  /// empty when there is none.
  [[nodiscard]] virtual std::string article_at(std::string_view path) const = 0;
  /// The path of the article by its id or a former one; empty when there is none.
  [[nodiscard]] virtual std::optional<std::string> article_by_id(std::string_view id) const = 0;
  [[nodiscard]] virtual std::optional<bool> has_anchor(const std::string& article_path,
                                                       const std::string& anchor) const = 0;
  /// Whether there is a file that a page may show or link to.
  [[nodiscard]] virtual bool has_file(const std::string& path) const = 0;
  /// Whether the house itself seems to name this in its articles: `PersonalFact::key`.
  [[nodiscard]] virtual std::optional<bool> is_of_the_house(const std::string& key) const = 0;
};

/// As many articles name the same address or number only where it is the house's own.
inline constexpr std::size_t kNamedByHouse = 3;

/// The folder around one article, by the file system and, where there is one, by an index that may
/// be a little behind. Keeps views of what it is made of.
class FolderAround final : public Neighbours {
 public:
  FolderAround(const std::filesystem::path& articles, const Searcher* searcher)
      : articles_(articles), searcher_(searcher) {}

  [[nodiscard]] std::string article_at(std::string_view path) const override;
  [[nodiscard]] std::optional<std::string> article_by_id(std::string_view id) const override;
  [[nodiscard]] std::optional<bool> has_anchor(const std::string& article_path,
                                               const std::string& anchor) const override;
  [[nodiscard]] bool has_file(const std::string& path) const override;
  [[nodiscard]] std::optional<bool> is_of_the_house(const std::string& key) const override;

 private:
  /// Articles whose headings are looked at for one article's links.
  static constexpr std::size_t kMaxRead = 50;

  const std::filesystem::path& articles_;
  const Searcher* searcher_;
  mutable std::map<std::string, std::set<std::string>> anchors_;
};

/// Whether `path` within the folder is a regular file, and no part of it is hidden.
[[nodiscard]] bool is_shown_file(const std::filesystem::path& articles, const std::string& path);

}  // namespace aplomb
