// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>

#include "desk/clock.h"
#include "desk/people.h"
#include "desk/store.h"

namespace aplomb::desk {

/// Ends all of a person's sessions but the one that `keep` is or hangs on, with its panels. How
/// many browser sessions ended.
std::size_t end_sessions(Connection& connection, PersonId person, std::optional<SessionId> keep);

/// Whether any session is over: past its end, or not seen since `idle_since`.
[[nodiscard]] bool any_expired(Connection& connection, Time now, Time idle_since);

/// Removes those.
void remove_expired(Connection& connection, Time now, Time idle_since);

}  // namespace aplomb::desk
