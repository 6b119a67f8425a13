// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "http/metrics.h"
#include "indexer/index_keeper.h"

namespace aplomb::http {

/// What a server knows of itself, for GET /api/v1/status and for readiness.
struct ServerStatus {
  std::string version = {};                 ///< the program's
  std::chrono::sys_seconds started = {};    ///< by the machine's clock
  std::vector<std::string> listening = {};  ///< as --listen takes them, with the ports taken
  /// Asked from any thread; empty: nobody counts connections.
  std::function<ConnectionFigures()> connections = {};
  /// How the index stands to its folder, asked from any thread; empty, or absent: nobody follows
  /// it.
  std::function<std::optional<KeeperStatus>()> keeper = {};
};

}  // namespace aplomb::http
