// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/descriptor.h"
#include "engine/result.h"
#include "http/gate/endpoint.h"

namespace aplomb::http {

/// A socket that takes connections, and where.
struct Listener {
  Descriptor socket;
  Endpoint endpoint = {};  ///< with the port that was taken
};

/// Opens one. No SO_REUSEPORT: a second server on the port has to fail, not to take half of the
/// requests.
/// Errors: kConflict (something listens there already), kIo.
[[nodiscard]] Result<Listener> listen_on(const Endpoint& endpoint);

}  // namespace aplomb::http
