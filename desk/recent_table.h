// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <unordered_map>
#include <utility>

namespace aplomb::desk {

/// A table of at most `rows` rows: what was touched least recently makes room for what is new.
/// Not thread-safe.
template <class Value>
class RecentTable {
 public:
  explicit RecentTable(std::size_t rows) : rows_(rows) {}

  /// The row, or null; touches nothing.
  [[nodiscard]] Value* find(std::uint64_t key) {
    const auto found = by_key_.find(key);
    return found == by_key_.end() ? nullptr : &found->second->second;
  }

  /// The row, new where there was none, and now the most recently touched. Holds until the next
  /// call.
  Value& touch(std::uint64_t key) {
    if (const auto found = by_key_.find(key); found != by_key_.end()) {
      recent_.splice(recent_.begin(), recent_, found->second);
      return found->second->second;
    }
    if (by_key_.size() >= rows_ && !recent_.empty()) {
      by_key_.erase(recent_.back().first);
      recent_.pop_back();
    }
    recent_.emplace_front(key, Value{});
    by_key_[key] = recent_.begin();
    return recent_.front().second;
  }

  void erase(std::uint64_t key) {
    const auto found = by_key_.find(key);
    if (found == by_key_.end()) return;
    recent_.erase(found->second);
    by_key_.erase(found);
  }

  /// The row that was touched least recently, with its key; null in an empty table.
  [[nodiscard]] const std::pair<std::uint64_t, Value>* oldest() const {
    return recent_.empty() ? nullptr : &recent_.back();
  }

  [[nodiscard]] std::size_t size() const { return by_key_.size(); }

 private:
  using Rows = std::list<std::pair<std::uint64_t, Value>>;

  std::size_t rows_;
  Rows recent_;  // most recently touched first
  std::unordered_map<std::uint64_t, typename Rows::iterator> by_key_;
};

}  // namespace aplomb::desk
