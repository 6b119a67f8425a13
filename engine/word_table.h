// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "engine/hash.h"
#include "engine/text_vector.h"

/// How a table of word vectors lies in its file, for those who write and read it:
///
///     Header
///     Slot[slots]            open addressing by stable_hash of the word, the next one when taken
///     uint32[words + 1]      where each word's letters begin in the last part, and its end
///     float[words]           scales
///     int8[words][100]       vectors, most frequent word first
///     char[string_bytes]     the words' letters
///
/// Numbers are little-endian, which is what every machine Debian runs Aplomb on uses.
namespace aplomb::word_table {

static_assert(std::endian::native == std::endian::little);

inline constexpr std::array<char, 8> kMagic{'A', 'P', 'L', 'W', 'V', 'E', 'C', '\n'};
/// 1: the first.
inline constexpr std::uint32_t kVersion = 1;
inline constexpr std::uint32_t kMaxWords = 1U << 24U;
inline constexpr std::size_t kMaxSourceBytes = 63;

struct Header {
  std::array<char, 8> magic = kMagic;
  std::uint32_t version = kVersion;
  std::uint32_t dimensions = kVectorDimensions;
  std::uint32_t words = 0;
  std::uint32_t slots = 0;  ///< a power of two, more than `words`
  std::uint64_t string_bytes = 0;
  std::uint64_t body_hash = 0;  ///< of all that follows the header
  std::array<char, kMaxSourceBytes + 1> source{};
  std::uint64_t header_hash = 0;  ///< of all before it
};
static_assert(sizeof(Header) == 112);

struct Slot {
  std::uint32_t tag = 0;   ///< the upper half of the word's hash
  std::uint32_t word = 0;  ///< 1 + its number; 0 for a free slot
};

[[nodiscard]] inline std::uint32_t tag_of(std::uint64_t hash) {
  return static_cast<std::uint32_t>(hash >> 32U);
}

[[nodiscard]] inline std::uint64_t header_hash(const Header& header) {
  return stable_hash(
      {reinterpret_cast<const char*>(&header), sizeof(Header) - sizeof(header.header_hash)});
}

struct Parts {
  std::size_t slots, offsets, scales, vectors, strings, end;  // where each begins in the file
};

[[nodiscard]] constexpr Parts parts_of(const Header& header) {
  const std::size_t words = header.words;
  Parts parts{};
  parts.slots = sizeof(Header);
  parts.offsets = parts.slots + header.slots * sizeof(Slot);
  parts.scales = parts.offsets + (words + 1) * sizeof(std::uint32_t);
  parts.vectors = parts.scales + words * sizeof(float);
  parts.strings = parts.vectors + words * kVectorDimensions;
  parts.end = parts.strings + header.string_bytes;
  return parts;
}

}  // namespace aplomb::word_table
