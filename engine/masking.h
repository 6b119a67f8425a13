// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace aplomb {

/// A text as a log may keep it: without what tells a person or an account. Two kinds of things are
/// replaced:
///
/// - by `[number]`, five digits and more, whatever script they are of (Chinese numerals, Roman
///   numeral signs and circled digits too), be they in one piece or grouped: up to 16 characters
///   that are neither letters nor digits, or the x of a card number half hidden, may stand between
///   two of them. So phone, account, order and card numbers go, and also dates, IP addresses and
///   lists of numbers: a log loses little by those, and a rule that spared them would spare others.
/// - by `[email]`, what stands around an @, as far as it can belong to an address; `%40` and the
///   wide forms of @ are one too.
///
/// Names and addresses of people are words like others and stay.
///
/// Any bytes will do. The outcome is valid UTF-8 of at most three times the bytes, has never five
/// digits in a row, and masking it again changes nothing. Takes time in proportion to the text.
[[nodiscard]] std::string mask_personal(std::string_view text);

}  // namespace aplomb
