// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "engine/masking.h"
#include "engine/unicode.h"

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::string masked = aplomb::mask_personal(text);
  require(masked.size() <= 3 * size);
  require(aplomb::to_valid_utf8(masked) == masked);
  require(aplomb::mask_personal(masked) == masked);
  std::size_t digits = 0, grouped = 0;
  for (std::size_t at = 0; at < masked.size();) {
    const auto next = aplomb::decode(masked, at);
    const auto kind = aplomb::classify(next.value);
    digits = kind == aplomb::CharClass::kDigit ? digits + 1 : 0;
    require(digits < 5);
    // Grouped by single spaces, dots, dashes and slashes, digits stay below five as well.
    const bool separator =
        next.value == ' ' || next.value == '.' || next.value == '-' || next.value == '/';
    const bool doubled = separator && at > 0 && masked[at - 1] == static_cast<char>(next.value);
    if (kind == aplomb::CharClass::kDigit) {
      ++grouped;
    } else if (!separator || doubled) {
      grouped = 0;
    }
    require(grouped < 5);
    at += next.bytes;
  }
  return 0;
}
