// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/known_files.h"

#include <utility>

namespace aplomb {
namespace {

template <class Value>
void add_below(const std::map<std::string, Value>& files, const std::string& folder,
               std::vector<std::string>& paths) {
  const std::string inside = folder + '/';
  for (auto at = files.lower_bound(inside); at != files.end() && at->first.starts_with(inside);
       ++at)
    paths.push_back(at->first);
}

}  // namespace

KnownFiles::KnownFiles(std::map<std::string, IndexedSource> indexed)
    : indexed_(std::move(indexed)) {
  holders_.reserve(indexed_.size());
  for (const auto& [path, source] : indexed_) holders_[source.id.value] = path;
}

const IndexedSource* KnownFiles::find(const std::string& path) const {
  const auto found = indexed_.find(path);
  return found == indexed_.end() ? nullptr : &found->second;
}

const std::string* KnownFiles::holder(const ArticleId& id) const {
  const auto found = holders_.find(id.value);
  return found == holders_.end() ? nullptr : &found->second;
}

void KnownFiles::put(const std::string& path, IndexedSource source) {
  erase(path);
  holders_[source.id.value] = path;
  indexed_[path] = std::move(source);
}

void KnownFiles::renew(const std::string& path, std::uint64_t size_bytes,
                       std::int64_t modified_ns) {
  const auto found = indexed_.find(path);
  if (found == indexed_.end()) return;
  found->second.state.size_bytes = size_bytes;
  found->second.state.modified_ns = modified_ns;
}

std::optional<IndexedSource> KnownFiles::erase(const std::string& path) {
  if (const auto refused = refused_.find(path); refused != refused_.end()) {
    if (refused->second) {
      auto [at, end] = wanting_.equal_range(*refused->second);
      while (at != end) at = at->second == path ? wanting_.erase(at) : std::next(at);
    }
    refused_.erase(refused);
  }
  const auto found = indexed_.find(path);
  if (found == indexed_.end()) return std::nullopt;
  IndexedSource source = std::move(found->second);
  indexed_.erase(found);
  if (const auto holder = holders_.find(source.id.value);
      holder != holders_.end() && holder->second == path)
    holders_.erase(holder);
  return source;
}

void KnownFiles::refuse(const std::string& path, const std::optional<ArticleId>& wanted) {
  refused_[path] = wanted;
  if (wanted) wanting_.emplace(*wanted, path);
}

void KnownFiles::forget_refused() {
  refused_.clear();
  wanting_.clear();
}

std::vector<std::string> KnownFiles::wanting(const ArticleId& id) const {
  std::vector<std::string> paths;
  for (auto [at, end] = wanting_.equal_range(id); at != end; ++at) paths.push_back(at->second);
  return paths;
}

std::vector<std::string> KnownFiles::below(const std::string& folder) const {
  std::vector<std::string> paths;
  add_below(indexed_, folder, paths);
  add_below(refused_, folder, paths);
  return paths;
}

}  // namespace aplomb
