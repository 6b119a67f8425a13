// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace aplomb {

/// FNV-1a, 64 bits (draft-eastlake-fnv): the same on every machine and in every version, which
/// std::hash is not. Not for anything that an adversary may want to collide.
[[nodiscard]] constexpr std::uint64_t stable_hash(std::string_view text) {
  std::uint64_t hash = 14695981039346656037ULL;
  for (const char c : text) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 1099511628211ULL;
  }
  return hash;
}

/// The hash as ten hexadecimal digits: enough to keep a million names apart.
[[nodiscard]] inline std::string hash_digits(std::string_view text) {
  std::uint64_t hash = stable_hash(text);
  std::string digits;
  for (int i = 0; i < 10; ++i, hash >>= 4U) digits += "0123456789abcdef"[hash & 15U];
  return digits;
}

}  // namespace aplomb
