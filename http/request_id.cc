// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/request_id.h"

#include <sys/random.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <random>

namespace aplomb::http {
namespace {

constexpr std::size_t kMaxIdBytes = 64;
constexpr std::size_t kRandomBytes = 16;

/// Random bytes, fetched from the kernel 16 ids at a time: a call costs as much as the rest.
class RandomBytes {
 public:
  const std::uint8_t* next() {
    if (used_ == bytes_.size()) fill();
    const auto* const at = bytes_.data() + used_;
    used_ += kRandomBytes;
    return at;
  }

 private:
  void fill() {
    // Up to 256 bytes come whole, and only a kernel before 3.17 refuses.
    const auto got = ::getrandom(bytes_.data(), bytes_.size(), 0);
    if (got != static_cast<ssize_t>(bytes_.size())) {
      std::random_device device;
      for (auto& byte : bytes_) byte = static_cast<std::uint8_t>(device());
    }
    used_ = 0;
  }
  std::array<std::uint8_t, 16 * kRandomBytes> bytes_{};
  std::size_t used_ = bytes_.size();
};

}  // namespace

bool is_sane_request_id(std::string_view id) {
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '_' || c == '-';
  };
  return !id.empty() && id.size() <= kMaxIdBytes && std::ranges::all_of(id, plain);
}

std::string new_request_id() {
  thread_local RandomBytes random;
  const auto* const bytes = random.next();
  std::string id;
  id.reserve(2 * kRandomBytes);
  for (std::size_t i = 0; i < kRandomBytes; ++i) {
    id += "0123456789abcdef"[bytes[i] >> 4U];
    id += "0123456789abcdef"[bytes[i] & 15U];
  }
  return id;
}

std::string request_id(std::optional<std::string_view> sent) {
  return sent && is_sane_request_id(*sent) ? std::string(*sent) : new_request_id();
}

}  // namespace aplomb::http
