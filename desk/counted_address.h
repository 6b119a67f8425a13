// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace aplomb::desk {

/// What an address is counted by where somebody is slowed down: the bytes of an IPv4 address, or
/// of the /64 of an IPv6 one, which is what one customer of a provider has (RFC 6177, 2). IPv4 in
/// IPv6 clothes is that IPv4 address, a zone (`%eth0`) does not count, and what is no address
/// stands for itself, cut to 256 bytes.
[[nodiscard]] std::string counted_address(std::string_view address);

}  // namespace aplomb::desk
