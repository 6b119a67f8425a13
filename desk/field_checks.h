// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "engine/result.h"

namespace aplomb::desk {

// What people type, checked before it is kept. All look at the size first, so that ten megabytes
// cost nothing. Errors of all: kInvalidArgument.

/// What two spellings of one name have in common: NFKC_Casefold of a name that is valid.
[[nodiscard]] Result<std::string> name_key(std::string_view name);

/// Any UTF-8 text of at most `max_chars` code points without control characters, line separators
/// or marks that change the direction of what follows. `field` names it in the error.
[[nodiscard]] Result<void> check_text(std::string_view field, std::string_view text,
                                      std::size_t max_chars);

/// The same, and something to see in it.
[[nodiscard]] Result<void> check_title(std::string_view field, std::string_view text,
                                       std::size_t max_chars);

/// Length and UTF-8 only: any character may stand in a password.
[[nodiscard]] Result<void> check_password_text(std::string_view password);

/// For the audit log, which takes anything: at most `max_bytes` of it, on one line, with U+FFFD
/// for what check_text refuses.
[[nodiscard]] std::string one_line(std::string_view text, std::size_t max_bytes);

}  // namespace aplomb::desk
