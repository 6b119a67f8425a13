// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/article.h"
#include "engine/finding.h"
#include "engine/result.h"
#include "engine/word_vectors.h"

namespace aplomb {

struct CheckOptions {
  std::filesystem::path articles = "articles";
  std::string default_language = "en";         ///< of articles that do not say
  std::shared_ptr<const WordVectors> vectors;  ///< to search by meaning, too; null: without
  /// An article counts as found by a test query when it is among this many; 1..kMaxLimit.
  std::size_t top = 3;
  /// Told now and then what it does and how far it is.
  std::function<void(std::string_view doing, std::size_t done, std::size_t all)> progress;
};

/// A query that an article's front matter wants it found by, and what came of it.
struct CheckedQuery {
  struct Above {
    ArticleId id;
    std::string title;
    std::vector<std::string> why;  ///< as `Hit::why`
  };
  ArticleId article;
  std::string path;
  int line = 0;  ///< where it stands; 0 when it is not clear
  std::string text;
  bool pin = false;           ///< it must come first, not only be found
  std::size_t rank = 0;       ///< from 1; 0: not among the first kMaxLimit
  bool only_nearest = false;  ///< the search said that nothing answers it
  std::vector<Above> above;   ///< the articles before it, best first; at most `CheckOptions::top`
  Finding::Severity severity{};  ///< of a query whose article does not come first as an answer
  [[nodiscard]] bool first() const { return rank == 1; }
};

struct CheckReport {
  std::size_t articles = 0;           ///< in the folder and taken
  std::vector<CheckedQuery> queries;  ///< by path, then line
  std::vector<Finding> findings;      ///< of files and of queries, by path, then line
  /// Whether anything is refused, or did not take effect. What is only worth a look is no problem.
  [[nodiscard]] bool has_problems() const;
};

/// Says what is wrong with a folder of articles: all that indexing finds, and each test query and
/// pin that does not bring its article first, as an agent's search. One that is among the first
/// `top` is worth a look, one that is not did not take effect; a pin wants the first place.
/// Excluded, archived and expired articles are not searched for; those that are not yet published
/// are, as if they were.
///
/// It indexes the folder into a scratch folder under the system's temporary one, so that the answer
/// is that of the articles as they are now, and no index is touched.
/// Errors: kNotFound (no folder), kIo.
[[nodiscard]] Result<CheckReport> check_articles(const CheckOptions& options);

}  // namespace aplomb
