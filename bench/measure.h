// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <filesystem>
#include <vector>

#include "indexer/file_stream.h"
#include "indexer/folder.h"

namespace aplomb::bench {

using Seconds = std::chrono::duration<double>;

template <class Work>
double seconds_of(Work&& work) {
  const auto begun = std::chrono::steady_clock::now();
  work();
  return Seconds(std::chrono::steady_clock::now() - begun).count();
}

/// The value below which a share of the sorted values lies.
[[nodiscard]] inline double percentile(const std::vector<double>& sorted, double share) {
  if (sorted.empty()) return 0;
  const auto at = static_cast<std::size_t>(share * static_cast<double>(sorted.size()));
  return sorted[std::min(at, sorted.size() - 1)];
}

[[nodiscard]] inline double median(std::vector<double> values) {
  std::ranges::sort(values);
  return percentile(values, 0.5);
}

/// Every article of a folder, as indexing reads them.
[[nodiscard]] inline std::vector<Article> read_articles(const std::filesystem::path& folder) {
  std::vector<Article> articles;
  auto listing = list_folder(folder);
  if (!listing) return articles;
  FileStream files(folder, std::move(listing->files), "en");
  while (auto file = files.next())
    if (file->read && file->read->article) articles.push_back(std::move(*file->read->article));
  return articles;
}

}  // namespace aplomb::bench
