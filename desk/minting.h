// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

#include "desk/secret.h"

namespace aplomb::desk {

/// 32 random bytes in base64url without padding.
constexpr std::size_t kRandomChars = 43;

/// BLAKE2b-256 of a secret's whole text, prefix included.
using SecretHash = std::array<unsigned char, 32>;

/// Readies libsodium; called before anything else of it. Ends the process where the system has no
/// random numbers, since nothing here could be safe then.
void use_sodium();

/// A new secret: `prefix` and kRandomChars characters.
[[nodiscard]] Secret mint(std::string_view prefix);

/// Nothing for text that no `mint(prefix)` gives, so that foreign text costs no hashing.
[[nodiscard]] std::optional<SecretHash> hash_of(std::string_view prefix, std::string_view secret);

}  // namespace aplomb::desk
