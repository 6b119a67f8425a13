// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <thread>

#include "desk/gaps.h"
#include "engine/result.h"
#include "engine/searcher.h"

namespace aplomb::desk {

/// An article that answers what a gap waits for, as a search finds it now; absent where none does.
///
/// It is published (neither `wip` nor archived, holds today), and new or another version since the
/// question was asked. The one that was begun for the gap answers when it is among the first three
/// and the answer is strong or weak; any other when it is the first and the answer is strong, or
/// callers would be told of an article that is merely near. Figures: docs/gaps.md.
/// Errors: as Searcher::search.
[[nodiscard]] Result<std::optional<ArticleId>> answer_to(const WaitingGap& gap,
                                                         const Searcher& searcher);

/// Closes gaps when an article that answers is published, by whatever road it came into the folder,
/// and opens them again when it is gone, archived, or work in progress once more.
///
/// A thread of its own looks at the index once a second, and tries the questions after each commit:
/// those for which an article is being written at once, all others at most once a minute where they
/// are many. Besides, all are tried every ten minutes, since an article may begin or cease to hold
/// without a commit. It takes a tenth of one processor at most.
class GapWatch {
 public:
  /// `searcher` gives internal readers' searcher; null while there is none. `gaps` must outlive it.
  GapWatch(Gaps& gaps, std::function<const Searcher*()> searcher);

  /// Begins to look, on a thread of its own, until this goes.
  void start();

  /// Looks at everything now, in the calling thread.
  [[nodiscard]] Result<void> look();

  GapWatch(const GapWatch&) = delete;
  GapWatch& operator=(const GapWatch&) = delete;
  ~GapWatch();

 private:
  enum class Which { kBeingWritten, kAll };
  /// Called behind each search with what it took; false: stop here.
  using Pause = std::function<bool(std::chrono::nanoseconds took)>;

  [[nodiscard]] Result<void> look(const Searcher& searcher, Which which, const Pause& pause);
  [[nodiscard]] Result<void> look_after_closed(const Searcher& searcher, const Pause& pause);
  [[nodiscard]] Result<void> try_one(const Searcher& searcher, const WaitingGap& gap);
  void run(const std::stop_token& stop);

  Gaps& gaps_;
  const std::function<const Searcher*()> searcher_;
  std::jthread thread_;  // last: it uses all of the above
};

}  // namespace aplomb::desk
