// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <atomic>
#include <cstddef>

#include "http/gate/demand.h"

namespace aplomb::http {

/// How it stands with a gate, kept up by its thread. Each may be read from any thread at once.
struct GateFigures {
  std::atomic<std::size_t> connections = 0;
  std::atomic<std::size_t> idle_connections = 0;           ///< of them, between two requests
  std::array<std::atomic<std::size_t>, kLanes> waiting{};  ///< requests, by lane
};

}  // namespace aplomb::http
