// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/indexed_folder.h"

#include <utility>

namespace aplomb {
namespace {

/// As far apart as the halves of a move may come, and as many as fit into a few megabytes.
constexpr std::chrono::seconds kRememberedFor(10);
constexpr std::size_t kMostRemembered = 10'000;

}  // namespace

void RecentSources::add(const std::string& path, const IndexedSource& known, Time now) {
  if (now - looked_through_ > std::chrono::seconds(1)) {
    looked_through_ = now;
    std::erase_if(by_hash_,
                  [&](const auto& kept) { return now - kept.second.when > kRememberedFor; });
  }
  if (by_hash_.size() >= kMostRemembered) return;
  by_hash_.emplace(known.state.content_hash, Kept{{path, known}, now});
}

std::optional<RecentSources::Source> RecentSources::take(const std::string& content_hash,
                                                         Time now) {
  const auto found = by_hash_.find(content_hash);
  if (found == by_hash_.end()) return std::nullopt;
  const bool recent = now - found->second.when <= kRememberedFor;
  Source source = std::move(found->second.source);
  by_hash_.erase(found);
  return recent ? std::optional(std::move(source)) : std::nullopt;
}

const IndexedSource* IndexedFolder::before(const std::string& path) const {
  if (!rebuilding) return known.find(path);
  const auto found = former.find(path);
  return found == former.end() ? nullptr : &found->second;
}

Result<void> IndexedFolder::commit() {
  if (rebuilding || !uncommitted) return {};
  if (auto committed = writer.commit(); !committed) return committed;
  uncommitted = false;
  if (places != nullptr) places->apply(changes);
  changes.clear();
  return {};
}

Result<void> IndexedFolder::publish() {
  if (auto live = writer.publish(); !live) return live;
  rebuilding = uncommitted = false;
  former.clear();
  changes.clear();
  if (places != nullptr) places->set(known.indexed());
  return {};
}

}  // namespace aplomb
