// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace aplomb::desk {

/// Turns texts into the keys of a table in memory, under a random key of its own: nobody outside
/// can aim at another's row, nor at one chain of the table.
/// Source: SipHash-2-4, as libsodium's crypto_shorthash.
/// Thread-safety: immutable.
class KeyedHash {
 public:
  KeyedHash();
  [[nodiscard]] std::uint64_t operator()(std::string_view text) const;

 private:
  std::array<unsigned char, 16> key_{};
};

}  // namespace aplomb::desk
