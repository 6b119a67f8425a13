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
/// requests. `[::]` takes IPv6 only, as with nginx, so that it and `0.0.0.0` can both be listed.
///
/// The file of a Unix socket gets mode 0660: who may connect is for its group and its folder to
/// say. One that a server left behind is replaced; a live one and whatever is no socket stays. The
/// file outlives the socket: a SocketFile takes it away.
/// Errors: kConflict (something listens there already, or the path is taken by something that is
/// no socket), kIo.
[[nodiscard]] Result<Listener> listen_on(const Endpoint& endpoint);

/// Takes over a socket that listens already, opened by somebody else (systemd). Makes it close on
/// exec and non-blocking. An abstract Unix socket gets a path that begins with `@`.
/// Errors: kInvalidArgument (no socket, a datagram socket, one that does not listen, or of a family
/// other than IPv4, IPv6 and Unix), kIo.
[[nodiscard]] Result<Listener> adopt(Descriptor socket);

}  // namespace aplomb::http
