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
#include "indexer/rules.h"

namespace aplomb {

struct CheckOptions {
  std::filesystem::path articles = "articles";
  /// Files and folders within it ('/' between parts) of which to speak; empty for all. The others
  /// are looked at as what stands around them.
  std::vector<std::string> paths;
  std::vector<Rule> rules;                     ///< of which to speak; empty for all
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
  Finding::Severity severity{};  ///< of a query whose article does not come first as an answer,
                                 ///< before aplomb.yaml is asked
  [[nodiscard]] bool first() const { return rank == 1; }
};

/// Whether any of them is above a note: what is only worth a look is no problem.
[[nodiscard]] bool has_problems(const std::vector<Finding>& findings);

struct CheckReport {
  std::size_t articles = 0;           ///< in the folder and taken
  std::vector<CheckedQuery> queries;  ///< by path, then line
  std::vector<Finding> findings;      ///< by path, then line
  [[nodiscard]] bool has_problems() const { return aplomb::has_problems(findings); }
};

/// Says what is wrong with a folder of articles: every rule of `rules.h`, with the severities of
/// its `aplomb.yaml`. Files are read as they are and no index is touched; where queries are to be
/// asked, as an agent's searches, the folder is indexed into a scratch folder under the system's
/// temporary one.
///
/// Time is in proportion to the text: 50,000 articles take minutes, most of it for indexing. Works
/// on as many threads as there are processors.
/// Errors: kNotFound (no folder), kIo.
[[nodiscard]] Result<CheckReport> check_articles(const CheckOptions& options);

/// Says what is wrong with a file that was just saved, by the rules that one file can break by
/// itself, its links to headings, files and paths included. Reads `aplomb.yaml`, and the articles
/// that it links to; asks no index. Total: whatever the bytes are is a finding. Thread-safe.
[[nodiscard]] std::vector<Finding> check_saved(const std::filesystem::path& articles,
                                               std::string_view path, std::string_view bytes,
                                               const std::string& default_language = "en");

}  // namespace aplomb
