// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace aplomb {

/// Dimensions of every vector here; those of the one table that is supported.
inline constexpr std::size_t kVectorDimensions = 100;

using FloatVector = std::array<float, kVectorDimensions>;

/// Which way a text points among the meanings of words. Only its direction counts, so each one is
/// stretched until its largest component is 127, and no scale needs keeping. Against the float
/// vector its direction is off by a cosine of 0.99998.
struct TextVector {
  std::array<std::int8_t, kVectorDimensions> values{};

  bool operator==(const TextVector&) const = default;
};

/// The direction of `vector`; none when it is zero or holds what is no number.
[[nodiscard]] std::optional<TextVector> quantise(const FloatVector& vector);

/// The vector of length 1 in that direction; zero for zero.
[[nodiscard]] FloatVector to_unit(const TextVector& vector);

/// The scalar product, as the vectors stand. Of two of length up to 1,270 it fits easily.
[[nodiscard]] std::int32_t dot(const TextVector& a, const TextVector& b);
[[nodiscard]] float dot(const FloatVector& a, const FloatVector& b);

/// Adds `factor` times `vector` to `sum`.
void add_scaled(FloatVector& sum, TextVector vector, float factor);

/// As a value slot or a metadata key holds it: kVectorDimensions bytes. Bytes of any other number
/// are no vector.
[[nodiscard]] std::string encode(const TextVector& vector);
[[nodiscard]] std::optional<TextVector> decode_vector(std::string_view bytes);

}  // namespace aplomb
