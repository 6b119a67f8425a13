// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/keyed_hash.h"

#include <sodium.h>

#include <cstring>

#include "desk/minting.h"

namespace aplomb::desk {

KeyedHash::KeyedHash() {
  use_sodium();
  static_assert(crypto_shorthash_KEYBYTES == 16 && crypto_shorthash_BYTES == sizeof(std::uint64_t));
  randombytes_buf(key_.data(), key_.size());
}

std::uint64_t KeyedHash::operator()(std::string_view text) const {
  std::array<unsigned char, sizeof(std::uint64_t)> bytes{};
  crypto_shorthash(bytes.data(), reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                   key_.data());
  std::uint64_t hash = 0;
  std::memcpy(&hash, bytes.data(), sizeof hash);
  return hash;
}

}  // namespace aplomb::desk
