// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

#include "desk/actor.h"
#include "desk/clock.h"
#include "desk/store.h"

namespace aplomb::desk {

/// Adds a row to the audit log in the transaction that makes the change.
void write_audit(Connection& connection, Time at, const Actor& actor, std::string_view action,
                 std::string_view subject, std::string_view detail);

/// Whether any row of signing in or out is older than `before`.
[[nodiscard]] bool any_sign_ins(Connection& connection, Time before);

/// Removes those.
void forget_sign_ins(Connection& connection, Time before);

}  // namespace aplomb::desk
