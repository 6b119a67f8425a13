// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/use_notes.h"

#include <utility>

namespace aplomb::desk {
namespace {

constexpr std::chrono::seconds kPrecision = std::chrono::minutes(1);

constexpr const char* kTokenUsed = "UPDATE tokens SET last_used = ?2 WHERE id = ?1";
constexpr const char* kSessionUsed =
    "UPDATE sessions SET last_seen = max(last_seen, ?2) WHERE id = ?1";

}  // namespace

void UseNotes::note(What what, std::int64_t id, Time now, Time written) {
  if (now - written < kPrecision) return;
  const std::lock_guard lock(mutex_);
  notes_[{what, id}] = now;
}

Time UseNotes::latest(What what, std::int64_t id, Time written) const {
  const std::lock_guard lock(mutex_);
  const auto noted = notes_.find({what, id});
  return noted == notes_.end() ? written : noted->second;
}

Result<void> UseNotes::write(Store& store) {
  Notes notes;
  {
    const std::lock_guard lock(mutex_);
    notes.swap(notes_);
  }
  if (notes.empty()) return {};
  auto written = store.write([&](Connection& connection) -> Result<void> {
    for (const auto& [used, at] : notes)
      connection.query(used.first == What::kToken ? kTokenUsed : kSessionUsed)
          .bind(used.second, at)
          .run();
    return {};
  });
  if (!written) {
    const std::lock_guard lock(mutex_);
    notes_.merge(notes);  // later ones win
  }
  return written;
}

}  // namespace aplomb::desk
