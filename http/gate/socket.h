// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "engine/descriptor.h"
#include "engine/result.h"

namespace aplomb::http {

/// The numeric address that a connection comes from; empty when it is gone already.
[[nodiscard]] std::string peer_of(const Descriptor& socket);

/// What became of waiting for bytes.
enum class Wait { kReady, kTimeout, kStopped };

/// Waits until `socket` has something to read or `stop` does. Bytes win over the stop.
[[nodiscard]] Wait wait_readable(int socket, int stop, std::chrono::milliseconds patience);

/// Adds what has come to `buffer`. False at the peer's end or an error.
[[nodiscard]] bool receive_some(int socket, std::string& buffer);

/// Sends all of it. False when the peer went away or took nothing for `patience`.
[[nodiscard]] bool send_all(int socket, std::string_view bytes, std::chrono::milliseconds patience);

/// Says that nothing more comes and reads a little of what the peer is still sending, so that it
/// sees our last words instead of a reset.
void linger(int socket);

}  // namespace aplomb::http
