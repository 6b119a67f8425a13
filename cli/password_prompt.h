// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desk/secret.h"
#include "engine/result.h"

namespace aplomb::cli {

/// Asks for a new password twice on the terminal, without showing it.
/// Errors: kInvalidArgument (standard input is no terminal, the two differ, Ctrl+C).
[[nodiscard]] Result<desk::Secret> ask_new_password();

/// The first line of standard input, without its end. Errors: kInvalidArgument (nothing there).
[[nodiscard]] Result<desk::Secret> read_password_line();

}  // namespace aplomb::cli
