// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "engine/descriptor.h"
#include "engine/result.h"
#include "indexer/folder_watch.h"

namespace aplomb {

/// Tells, from a thread of its own, what happens in a folder, for as long as it lives: also when
/// the folder is taken away and comes back, or is exchanged for another one. What the system does
/// not tell is found out by comparing everything now and then.
class FolderFollower {
 public:
  /// Called from its thread, one at a time.
  struct Hears {
    std::function<void(const std::vector<FolderWatch::Change>&)> changed;
    std::function<void()> compare;  ///< anything may have changed; called first of all
  };

  FolderFollower(std::filesystem::path root, Hears hears);
  FolderFollower(const FolderFollower&) = delete;
  FolderFollower& operator=(const FolderFollower&) = delete;
  ~FolderFollower();

  /// Waits until all that had happened before the call has been told. False when `at_most` has
  /// passed first. Any thread.
  bool catch_up(std::chrono::milliseconds at_most);

  /// Why the system does not tell of everything; absent when it does. Any thread.
  [[nodiscard]] std::optional<Error> problem() const;

 private:
  using Clock = std::chrono::steady_clock;

  void run();
  void begin_watch();
  void wait();
  [[nodiscard]] bool stopping() const;
  [[nodiscard]] std::uint64_t asked() const;

  const std::filesystem::path root_;
  const Hears hears_;
  const Descriptor wake_;
  std::optional<FolderWatch> watch_;   // of the thread
  Clock::time_point last_comparison_;  // of the thread
  mutable std::mutex mutex_;           // guards what follows
  std::condition_variable caught_up_;
  std::uint64_t asked_ = 0, answered_ = 0;  // calls of catch_up()
  std::optional<Error> problem_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace aplomb
