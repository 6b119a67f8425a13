// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/article.h"
#include "engine/finding.h"
#include "indexer/document.h"
#include "indexer/field_tree.h"

namespace aplomb {

inline constexpr std::size_t kMaxArticleBytes = std::size_t{4} * 1024 * 1024;

struct ReadOptions {
  std::string default_language = "en";   ///< of articles that do not say
  std::chrono::sys_seconds file_time{};  ///< becomes `updated` where front matter has no date
};

struct ReadArticle {
  std::optional<Article> article;  ///< absent when the file was refused
  std::vector<Finding> findings;   ///< in the order of their lines
};

/// Reads one Markdown file into an article: front matter, body, passages and both pages.
///
/// `path` is the file's place within the articles folder; it gives the id and the title when
/// nothing better does. Total: any bytes give an article or a refusal (not UTF-8, too large), in
/// time about linear in their number.
/// Thread-safe.
[[nodiscard]] ReadArticle read_article(std::string_view path, std::string_view bytes,
                                       const ReadOptions& options);

/// What an article was made of, for who looks at how it is written.
struct ArticleParts {
  FieldTree fields;   ///< its front matter
  Document document;  ///< its text, with lines and audiences; a heading that repeats the title is
                      ///< in it, and `gone`
};

/// The same, and hands its parts over. They are empty when the file was refused.
[[nodiscard]] ReadArticle read_article(std::string_view path, std::string_view bytes,
                                       const ReadOptions& options, ArticleParts& parts);

/// On which line of the file each query stands that its front matter wants the article found by.
/// Keys are texts as in `Article`.
struct QueryLines {
  std::map<std::string, int> pins;
  std::map<std::string, int> test_queries;
};

/// Looks for them in the bytes of an article that was taken; empty for any others. Thread-safe.
[[nodiscard]] QueryLines read_query_lines(std::string_view bytes);

}  // namespace aplomb
