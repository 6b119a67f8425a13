// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/article_places.h"

namespace aplomb {
namespace {

using Paths = std::unordered_map<std::string, std::string>;

void erase_if_of(Paths& paths, const std::string& name, const std::string& path) {
  const auto found = paths.find(name);
  if (found != paths.end() && found->second == path) paths.erase(found);
}

}  // namespace

std::optional<std::string> ArticlePlaces::find(const ArticleId& id) const {
  const std::scoped_lock lock(mutex_);
  for (const Paths* const paths : {&by_id_, &by_alias_})
    if (const auto found = paths->find(id.value); found != paths->end()) return found->second;
  return std::nullopt;
}

void ArticlePlaces::set(const std::map<std::string, IndexedSource>& all) {
  const std::scoped_lock lock(mutex_);
  names_.clear();
  by_id_.clear();
  by_alias_.clear();
  for (const auto& [path, source] : all) put(path, source);
}

void ArticlePlaces::apply(const Changes& changes) {
  const std::scoped_lock lock(mutex_);
  // what goes first, so that ids may be traded
  for (const auto& [path, source] : changes) erase(path);
  for (const auto& [path, source] : changes)
    if (source) put(path, *source);
}

void ArticlePlaces::put(const std::string& path, const IndexedSource& source) {
  erase(path);
  by_id_[source.id.value] = path;
  for (const ArticleId& alias : source.aliases) by_alias_[alias.value] = path;
  names_[path] = {source.id, source.aliases};
}

void ArticlePlaces::erase(const std::string& path) {
  const auto found = names_.find(path);
  if (found == names_.end()) return;
  erase_if_of(by_id_, found->second.id.value, path);
  for (const ArticleId& alias : found->second.aliases) erase_if_of(by_alias_, alias.value, path);
  names_.erase(found);
}

}  // namespace aplomb
