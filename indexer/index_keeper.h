// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/article.h"
#include "engine/result.h"
#include "indexer/indexing.h"

namespace aplomb {

/// How the index stands to the folder.
struct KeeperStatus {
  enum class State {
    kStarting,   ///< comparing everything, before the first time that all is in step
    kFollowing,  ///< changes are taken as they come
    kWaiting,    ///< something stands in the way (`problem`); tried again by itself
  };
  State state = State::kStarting;
  bool watching = true;  ///< the system tells of changes; false: compared now and then (`problem`)
  std::size_t pending = 0;         ///< files known to have changed that searches do not see yet
  std::chrono::nanoseconds lag{};  ///< for how long the oldest of them; zero when there are none
  std::optional<Error> problem;
  std::size_t refused = 0;  ///< files in the folder that could not be taken
};

/// Keeps an index in step with its folder, as the one writer of it, on a thread of its own: with
/// what other programs do there (inotify, with a full comparison at the start, after an overflow
/// and after an error) and with what is said by touched(). Changes that come together are one
/// commit; a file is taken when nobody writes to it any more. An index that is missing, damaged or
/// of another schema is made anew beside the live one; one that another process writes to is waited
/// for. Of a disk that is full it says so and goes on when there is room. A generation that has
/// grown by half is compacted into a new one.
///
/// Thread-safety: all members from any thread.
class IndexKeeper {
 public:
  /// Starts following. `options.progress` hears of full comparisons, from the keeper's thread.
  /// Errors: kNotFound (no articles folder).
  [[nodiscard]] static Result<std::unique_ptr<IndexKeeper>> start(IndexOptions options);

  /// The file at `path` within the folder has just been written, moved or removed: no need to wait
  /// until the system tells. Returns at once.
  void touched(const std::string& path);

  /// The article has learned something, or forgotten it (`IndexOptions::lessons`): searches know
  /// that within some seconds. Returns at once.
  void learned(const ArticleId& id);

  /// What was read from the index cannot be: it is made anew, beside the live one, unless that has
  /// just been done. Returns at once.
  void suspect();

  /// Waits until searches see everything that had been touched, or noticed, before the call. False
  /// when `at_most` has passed first.
  [[nodiscard]] bool wait_until_in_step(std::chrono::milliseconds at_most) const;

  [[nodiscard]] KeeperStatus status() const;

  /// Where the file of an article lies, by its id or a former one, as of the last commit.
  [[nodiscard]] std::optional<std::string> path_of(const ArticleId& id) const;

  /// Ends the thread, after the commit that is under way.
  ~IndexKeeper();
  IndexKeeper(const IndexKeeper&) = delete;
  IndexKeeper& operator=(const IndexKeeper&) = delete;

 private:
  class Impl;
  explicit IndexKeeper(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace aplomb
