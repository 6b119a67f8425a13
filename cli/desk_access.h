// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "cli/common.h"
#include "desk/desk.h"

namespace aplomb::cli {

/// What to do where there is no desk. Only what puts something into it makes one, so that a
/// mistyped --data is told from a desk without people.
enum class Missing { kMake, kRefuse };

/// Opens the desk of `places.data`. Errors: kNotFound, those of Desk::open.
[[nodiscard]] Result<desk::Desk> open_desk(const Places& places, Missing missing);

/// Who runs this command, for the audit log.
[[nodiscard]] desk::Actor this_user();

/// An option whose words are the roles; gives `role` a value.
CLI::Option* add_role_option(CLI::App& command, std::string& role);

}  // namespace aplomb::cli
