// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/folder_follower.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <array>
#include <utility>

namespace aplomb {
namespace {

/// To list 50,000 files takes 0.1 s.
constexpr std::chrono::seconds kCompareEvery(3);
/// How often it looks whether the folder is still the same one.
constexpr int kLookMs = 1000;
/// The same while there is none.
constexpr int kLookForMs = 200;

}  // namespace

FolderFollower::FolderFollower(std::filesystem::path root, Hears hears)
    : root_(std::move(root)),
      hears_(std::move(hears)),
      wake_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
      thread_([this] { run(); }) {}

FolderFollower::~FolderFollower() {
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
  }
  ::eventfd_write(wake_.get(), 1);
  thread_.join();
}

bool FolderFollower::catch_up(std::chrono::milliseconds at_most) {
  std::unique_lock lock(mutex_);
  const std::uint64_t mine = ++asked_;
  ::eventfd_write(wake_.get(), 1);
  return caught_up_.wait_for(lock, at_most, [&] { return answered_ >= mine; });
}

std::optional<Error> FolderFollower::problem() const {
  const std::scoped_lock lock(mutex_);
  return problem_;
}

bool FolderFollower::stopping() const {
  const std::scoped_lock lock(mutex_);
  return stopping_;
}

std::uint64_t FolderFollower::asked() const {
  const std::scoped_lock lock(mutex_);
  return asked_;
}

void FolderFollower::begin_watch() {
  const bool had_one = watch_.has_value();
  watch_.reset();
  auto watch = FolderWatch::start(root_);
  std::optional<Error> problem = watch ? watch->problem() : std::optional(watch.error());
  if (watch) watch_ = *std::move(watch);
  {
    const std::scoped_lock lock(mutex_);
    problem_ = std::move(problem);
  }
  if (!watch_ && !had_one && last_comparison_ != Clock::time_point()) return;
  last_comparison_ = Clock::now();
  hears_.compare();
}

void FolderFollower::wait() {
  std::array<pollfd, 2> ready{{{wake_.get(), POLLIN, 0}, {-1, POLLIN, 0}}};
  if (watch_) ready[1].fd = watch_->descriptor();
  ::poll(ready.data(), ready.size(), watch_ ? kLookMs : kLookForMs);
  eventfd_t ignored = 0;
  ::eventfd_read(wake_.get(), &ignored);
}

void FolderFollower::run() {
  while (!stopping()) {
    const std::uint64_t asked_before = asked();
    if (!watch_ || watch_->is_lost()) begin_watch();
    const bool sees_all = !problem();
    if (watch_)
      if (const auto changes = watch_->read(); !changes.empty()) hears_.changed(changes);
    const bool wanted = asked_before > answered_;
    if (!sees_all && (wanted || Clock::now() - last_comparison_ >= kCompareEvery)) {
      last_comparison_ = Clock::now();
      hears_.compare();
    }
    {
      const std::scoped_lock lock(mutex_);
      answered_ = asked_before;
    }
    caught_up_.notify_all();
    wait();
  }
}

}  // namespace aplomb
