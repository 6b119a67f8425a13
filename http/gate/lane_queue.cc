// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/gate/lane_queue.h"

#include <utility>

namespace aplomb::http {

bool LaneQueue::offer(Work& work) {
  const std::lock_guard lock(mutex_);
  if (is_bounded_ && waiting_.size() >= admission_.max_waiting()) return false;
  waiting_.push_back(std::move(work));
  ++unannounced_;
  return true;
}

void LaneQueue::wake_workers() {
  std::size_t count = 0;
  {
    const std::lock_guard lock(mutex_);
    count = std::exchange(unannounced_, 0);
  }
  if (count == 1) filled_.notify_one();
  if (count > 1) filled_.notify_all();
}

std::optional<Work> LaneQueue::take() {
  std::unique_lock lock(mutex_);
  filled_.wait(lock, [this] { return closed_ || !waiting_.empty(); });
  if (waiting_.empty()) return std::nullopt;
  auto work = std::move(waiting_.front());
  waiting_.pop_front();
  return work;
}

void LaneQueue::served(Admission::Duration took) {
  const std::lock_guard lock(mutex_);
  admission_.served(took);
}

void LaneQueue::close() {
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    waiting_.clear();
  }
  filled_.notify_all();
}

bool LaneQueue::is_too_late(Admission::Duration waited) const {
  const std::lock_guard lock(mutex_);
  return is_bounded_ && waiting_.size() > admission_.max_waiting() &&
         waited > admission_.too_long();
}

std::size_t LaneQueue::waiting() const {
  const std::lock_guard lock(mutex_);
  return waiting_.size();
}

Admission::Duration LaneQueue::wait() const {
  const std::lock_guard lock(mutex_);
  return admission_.wait_behind(waiting_.size());
}

}  // namespace aplomb::http
