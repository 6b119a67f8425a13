// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <functional>
#include <string_view>

namespace aplomb::http {

/// Which share of the server a request draws on: each lane has its own threads and its own queue,
/// so that no search waits for a save or for a password to be hashed.
enum class Lane {
  kRead,    ///< searches, articles, the page
  kWrite,   ///< whatever changes something, signing in among it
  kStatus,  ///< health and metrics: never turned away, for that is when they are looked at
};
inline constexpr std::size_t kLanes = 3;

/// What a request will take, as far as its method and path tell.
struct Demand {
  Lane lane = Lane::kRead;
  std::size_t max_body_bytes = std::size_t{64} * 1024;
};

/// Tells it. Pure; from any thread.
using DemandOf = std::function<Demand(std::string_view method, std::string_view path)>;

}  // namespace aplomb::http
