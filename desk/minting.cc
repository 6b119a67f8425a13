// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/minting.h"

#include <sodium.h>

#include <cstdio>
#include <cstdlib>
#include <string>

namespace aplomb::desk {
namespace {

constexpr int kVariant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
constexpr std::size_t kRandomBytes = 32;
static_assert(sodium_base64_ENCODED_LEN(kRandomBytes, kVariant) == kRandomChars + 1);

}  // namespace

void use_sodium() {
  static const bool kReady = sodium_init() >= 0;  // also fine when somebody else did it
  if (kReady) return;
  std::fputs("aplomb: this system gives no random numbers\n", stderr);
  std::abort();
}

Secret mint(std::string_view prefix) {
  use_sodium();
  std::array<unsigned char, kRandomBytes> random{};
  randombytes_buf(random.data(), random.size());
  std::array<char, kRandomChars + 1> encoded{};
  sodium_bin2base64(encoded.data(), encoded.size(), random.data(), random.size(), kVariant);
  std::string text;
  text.reserve(prefix.size() + kRandomChars);
  text.append(prefix).append(encoded.data(), kRandomChars);
  sodium_memzero(random.data(), random.size());
  sodium_memzero(encoded.data(), encoded.size());
  return Secret(std::move(text));
}

std::optional<SecretHash> hash_of(std::string_view prefix, std::string_view secret) {
  if (secret.size() != prefix.size() + kRandomChars || !secret.starts_with(prefix))
    return std::nullopt;
  SecretHash hash{};
  crypto_generichash(hash.data(), hash.size(),
                     reinterpret_cast<const unsigned char*>(secret.data()), secret.size(), nullptr,
                     0);
  return hash;
}

}  // namespace aplomb::desk
