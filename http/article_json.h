// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

#include "engine/article.h"
#include "engine/searcher.h"

namespace aplomb::http {

/// What a named internal reader may do with an article.
struct Rights {
  std::string version_etag;  ///< of its source as it is on disk; empty for who may not change it
  bool save = false, review = false, flag = false;
  bool has_draft = false;  ///< one that they may see
};

/// All of an article, in the names of front matter; `now` decides whether it holds and is overdue.
/// Customers are told no confidence: their projection holds none, and its default would be a claim.
[[nodiscard]] std::string to_json(const Article& article, Minute now, Audience reader,
                                  const std::optional<Rights>& rights = std::nullopt);

/// A page of articles in short, with the cursor of the next one.
[[nodiscard]] std::string to_json(const Listing& listing, Minute now, Audience reader);

/// Similar articles in short.
[[nodiscard]] std::string to_json(const SimilarArticles& similar, Minute now, Audience reader);

/// A folder and those directly inside it.
[[nodiscard]] std::string to_json(const FolderPage& page);

/// The article as a document of its own, with the page's stylesheet.
[[nodiscard]] std::string to_html(const Article& article);

}  // namespace aplomb::http
