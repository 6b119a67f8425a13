// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/pending_changes.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace aplomb {

void PendingChanges::Taken::add(Taken other) {
  if (other.empty()) return;
  if (empty()) {
    *this = std::move(other);
    return;
  }
  all = all || other.all;
  std::ranges::move(other.paths, std::back_inserter(paths));
  since = std::min(since, other.since);
  first = std::min(first, other.first);
}

PendingChanges::Pending& PendingChanges::note(const std::string& path, Time now) {
  auto [at, is_new] = paths_.try_emplace(path);
  ++latest_;
  if (is_new) at->second = {.since = now, .due = now, .number = latest_};
  return at->second;
}

void PendingChanges::written(const std::string& path, Time now) {
  Pending& pending = note(path, now);
  pending.gone = false;
  if (!pending.touched) pending.due = std::min(now + kSettle, pending.since + kSettleAtMost);
}

void PendingChanges::gone(const std::string& path, Time now) {
  Pending& pending = note(path, now);
  pending.gone = true;
  if (!pending.touched) pending.due = std::max(pending.due, now + kSettleAtMost);
}

void PendingChanges::touched(const std::string& path, Time now) {
  Pending& pending = note(path, now);
  pending.touched = true;
  pending.due = std::min(pending.due, now);
}

void PendingChanges::all(Time now) {
  ++latest_;
  if (!all_) all_ = {.since = now, .due = now, .number = latest_};
}

template <class Wanted>
PendingChanges::Taken PendingChanges::take_if(Wanted&& wanted) {
  Taken taken;
  for (auto at = paths_.begin(); at != paths_.end();) {
    if (!wanted(at->second)) {
      ++at;
      continue;
    }
    taken.add({false, {at->first}, at->second.since, at->second.number});
    at = paths_.erase(at);
  }
  return taken;
}

PendingChanges::Taken PendingChanges::take(Time now) {
  if (!all_) return take_if([now](const Pending& pending) { return pending.due <= now; });
  Taken taken = take_if([](const Pending&) { return true; });
  taken.add({true, {}, all_->since, all_->number});
  all_.reset();
  return taken;
}

PendingChanges::Taken PendingChanges::take_urgent(Time now, std::size_t most) {
  Taken taken = take_if([](const Pending& pending) { return pending.touched; });
  const auto is_due = [now](const auto& pending) { return pending.second.due <= now; };
  const auto due = static_cast<std::size_t>(std::ranges::count_if(paths_, is_due));
  if (due <= most) taken.add(take_if([now](const Pending& pending) { return pending.due <= now; }));
  return taken;
}

PendingChanges::Taken PendingChanges::take_gone() {
  return take_if([](const Pending& pending) { return pending.gone; });
}

void PendingChanges::put_back(const Taken& taken) {
  if (taken.empty()) return;
  if (!all_) all_ = {.since = *taken.since, .due = *taken.since, .number = taken.first};
  all_->since = std::min(all_->since, *taken.since);
  all_->number = std::min(all_->number, taken.first);
}

std::optional<PendingChanges::Time> PendingChanges::next() const {
  if (all_) return all_->due;
  std::optional<Time> next;
  for (const auto& [path, pending] : paths_)
    if (!next || pending.due < *next) next = pending.due;
  return next;
}

std::optional<PendingChanges::Time> PendingChanges::since() const {
  std::optional<Time> since;
  if (all_) since = all_->since;
  for (const auto& [path, pending] : paths_)
    if (!since || pending.since < *since) since = pending.since;
  return since;
}

std::uint64_t PendingChanges::lowest() const {
  std::uint64_t lowest = latest_ + 1;
  if (all_) lowest = std::min(lowest, all_->number);
  for (const auto& [path, pending] : paths_) lowest = std::min(lowest, pending.number);
  return lowest;
}

}  // namespace aplomb
