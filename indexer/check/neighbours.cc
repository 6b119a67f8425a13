// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/check/neighbours.h"

#include <utility>

#include "engine/opaque_name.h"
#include "indexer/article_reader.h"
#include "indexer/folder.h"

namespace aplomb {

bool is_shown_file(const std::filesystem::path& articles, const std::string& path) {
  if (path.empty() || path.starts_with('.') || path.find("/.") != std::string::npos) return false;
  std::error_code status;
  return std::filesystem::is_regular_file(articles / path, status);
}

std::string FolderAround::article_at(std::string_view path) const {
  for (const std::string_view ending : kImpliedEndings) {
    std::string whole = std::string(path).append(ending);
    if (is_shown_file(articles_, whole)) return whole;
  }
  return {};
}

std::optional<std::string> FolderAround::article_by_id(std::string_view id) const {
  if (searcher_ == nullptr) return std::nullopt;
  const auto found = searcher_->article(ArticleId{std::string(id)});
  if (found) return found->article.path;
  return found.error().code == Code::kNotFound ? std::optional<std::string>("") : std::nullopt;
}

std::optional<bool> FolderAround::has_anchor(const std::string& article_path,
                                             const std::string& anchor) const {
  auto known = anchors_.find(article_path);
  if (known == anchors_.end()) {
    if (anchors_.size() >= kMaxRead) return std::nullopt;
    const auto bytes = read_file(articles_ / article_path);
    if (!bytes) return std::nullopt;
    const auto read = read_article(article_path, *bytes, {});
    if (!read.article) return std::nullopt;
    std::set<std::string> anchors;
    for (const Heading& heading : read.article->headings) anchors.insert(heading.anchor);
    known = anchors_.emplace(article_path, std::move(anchors)).first;
  }
  return known->second.contains(anchor);
}

bool FolderAround::has_file(const std::string& path) const {
  return is_shown_file(articles_, path);
}

std::optional<bool> FolderAround::is_of_the_house(const std::string& key) const {
  if (searcher_ == nullptr) return std::nullopt;
  SearchRequest request;
  request.text = '"' + key + '"';
  request.limit = kNamedByHouse;
  request.exact = true;
  const auto page = searcher_->search(request);
  if (!page) return std::nullopt;
  return page->total >= kNamedByHouse && page->interpretation.unmatched.empty();
}

}  // namespace aplomb
