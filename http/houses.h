// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <optional>

#include "engine/searcher.h"

namespace aplomb::http {

/// The two databases of the articles, each behind a searcher that opens it and no other.
///
/// Empty at first, so that the server answers, if only "not now", while the index is being made.
/// Thread-safety: of() from any thread at once, also during open(), which is called once.
class Houses {
 public:
  Houses() = default;
  Houses(Searcher internal, Searcher customer) { open(std::move(internal), std::move(customer)); }

  void open(Searcher internal, Searcher customer) {
    internal_.emplace(std::move(internal));
    customer_.emplace(std::move(customer));
    open_.store(true, std::memory_order_release);
  }

  /// The searcher for readers of that audience; null until open().
  [[nodiscard]] const Searcher* of(Audience reader) const {
    if (!open_.load(std::memory_order_acquire)) return nullptr;
    return reader == Audience::kInternal ? &*internal_ : &*customer_;
  }

 private:
  std::optional<Searcher> internal_, customer_;
  std::atomic<bool> open_ = false;
};

}  // namespace aplomb::http
