// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/article.h"
#include "engine/shingles.h"
#include "indexer/article_reader.h"
#include "indexer/check/checks.h"
#include "indexer/check/neighbours.h"

namespace aplomb {

/// What is kept of an article to judge it among the others.
struct ArticleFacts {
  std::string path;
  ArticleId id;
  bool id_is_of_path = false;
  bool in_use = true;  ///< neither archived nor left out of searches
  int id_line = 0;
  std::string title;
  std::vector<std::pair<ArticleId, int>> aliases;  ///< with their lines
  std::set<std::string> anchors;
  std::vector<Reference> references;
  std::vector<PersonalFact> personal;
  Shingles shingles;
  QueryLines queries;
};

struct Examined {
  std::optional<Article> article;  ///< absent when it was refused; `facts` is empty then
  std::vector<Finding> findings;   ///< of reading it, and of the rules that it breaks by itself
  ArticleFacts facts;
};

/// Reads an article and asks every rule that one article can break by itself. Findings have the
/// rules' own severities. Total and thread-safe, as read_article().
[[nodiscard]] Examined examine(std::string_view path, std::string_view bytes,
                               const ReadOptions& options, const CheckSettings& settings);

/// broken-link, broken-anchor, broken-image, customer-data.
[[nodiscard]] std::vector<Finding> judge_among(const ArticleFacts& facts,
                                               const Neighbours& neighbours);

}  // namespace aplomb
