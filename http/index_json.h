// SPDX-License-Identifier: GPL-3.0-or-later
// For .cc files of this folder only: it names the JSON library.
#pragma once

#include "engine/searcher.h"
#include "http/json.h"
#include "http/server_status.h"

namespace aplomb::http {

/// The word vectors in use; null without. `off` says why those that are there are not used.
[[nodiscard]] inline Json meaning_of(const IndexStatus& status) {
  if (!status.meaning_off.empty()) return {{"off", status.meaning_off}};
  if (status.meaning.empty()) return nullptr;
  return status.meaning;
}

[[nodiscard]] inline std::string_view word_of(KeeperStatus::State state) {
  switch (state) {
    case KeeperStatus::State::kStarting:
      return "starting";
    case KeeperStatus::State::kFollowing:
      return "following";
    case KeeperStatus::State::kWaiting:
      return "waiting";
  }
  return "";
}

/// How the index stands to its folder; absent where nobody follows it.
[[nodiscard]] inline std::optional<KeeperStatus> keeper_status(const ServerStatus& server) {
  return server.keeper ? server.keeper() : std::nullopt;
}

}  // namespace aplomb::http
