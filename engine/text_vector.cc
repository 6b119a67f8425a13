// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/text_vector.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace aplomb {
namespace {

constexpr float kLargest = 127;
/// Dimensions that whole vector registers take; the compiler vectorises a loop of a known multiple
/// of 16 at -O2, and no other.
constexpr std::size_t kBlocked = kVectorDimensions / 16 * 16;

}  // namespace

std::optional<TextVector> quantise(const FloatVector& vector) {
  float largest = 0;
  for (const float value : vector) {
    if (!std::isfinite(value)) return std::nullopt;
    largest = std::max(largest, std::abs(value));
  }
  if (largest == 0) return std::nullopt;
  TextVector quantised;
  for (std::size_t i = 0; i < vector.size(); ++i)
    quantised.values[i] = static_cast<std::int8_t>(std::lround(vector[i] / largest * kLargest));
  return quantised;
}

FloatVector to_unit(const TextVector& vector) {
  FloatVector unit{};
  const auto length = std::sqrt(static_cast<float>(dot(vector, vector)));
  if (length == 0) return unit;
  for (std::size_t i = 0; i < unit.size(); ++i)
    unit[i] = static_cast<float>(vector.values[i]) / length;
  return unit;
}

std::int32_t dot(const TextVector& a, const TextVector& b) {
  std::int32_t sum = 0;
  for (std::size_t i = 0; i < kBlocked; ++i) {
    // products of two bytes fit sixteen bits, which halves the registers
    const auto product = static_cast<std::int16_t>(a.values[i] * b.values[i]);
    sum += product;
  }
  for (std::size_t i = kBlocked; i < kVectorDimensions; ++i) sum += a.values[i] * b.values[i];
  return sum;
}

float dot(const FloatVector& a, const FloatVector& b) {
  // four sums, since the compiler may not reorder one
  std::array<float, 4> sums{};
  static_assert(kVectorDimensions % sums.size() == 0);
  for (std::size_t i = 0; i < kVectorDimensions; i += sums.size())
    for (std::size_t lane = 0; lane < sums.size(); ++lane) sums[lane] += a[i + lane] * b[i + lane];
  return (sums[0] + sums[1]) + (sums[2] + sums[3]);
}

void add_scaled(FloatVector& sum, TextVector vector, float factor) {
  // a copy of the vector, since for all the compiler knows bytes may lie within the sum
  for (std::size_t i = 0; i < kBlocked; ++i)
    sum[i] += factor * static_cast<float>(vector.values[i]);
  for (std::size_t i = kBlocked; i < kVectorDimensions; ++i)
    sum[i] += factor * static_cast<float>(vector.values[i]);
}

std::string encode(const TextVector& vector) {
  std::string bytes(kVectorDimensions, '\0');
  std::memcpy(bytes.data(), vector.values.data(), bytes.size());
  return bytes;
}

std::optional<TextVector> decode_vector(std::string_view bytes) {
  if (bytes.size() != kVectorDimensions) return std::nullopt;
  TextVector vector;
  std::memcpy(vector.values.data(), bytes.data(), bytes.size());
  return vector;
}

}  // namespace aplomb
