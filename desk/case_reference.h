// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string_view>

#include "engine/result.h"

namespace aplomb::desk {

constexpr std::size_t kMaxCaseChars = 64;

/// Whether a text can stand for a case in the ledger of promises: the number that another system
/// gave it, never what tells a person. It has a digit, and beside letters and digits (ASCII) only
/// `-_./#:`, so that no name with a space and no e-mail address is one. What looks like one of
/// these is refused as well: a phone number (`0049…`, `030/123456`, `555-123-4567`), a date of
/// birth, a card number (13 to 19 digits that add up) and an IBAN (that does). That a number is
/// the customer's own, nobody can tell by looking at it.
/// Errors: kUnprocessable, of the field `case`.
[[nodiscard]] Result<void> check_case(std::string_view text);

}  // namespace aplomb::desk
