// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/common_components.h"

#include <array>
#include <cmath>
#include <memory>

namespace aplomb {
namespace {

using Matrix = std::array<std::array<double, kVectorDimensions>, kVectorDimensions>;

/// Power iteration turns towards the largest component by its lead over the next, to the power of
/// the steps; where two are alike, either will do.
constexpr int kSteps = 60;

/// The sum of the outer products of the vectors at length 1. Not centred: the mean is the first
/// thing they have in common.
std::unique_ptr<Matrix> moments(std::span<const TextVector> sample) {
  auto matrix = std::make_unique<Matrix>();
  for (const TextVector& vector : sample) {
    const FloatVector unit = to_unit(vector);
    for (std::size_t row = 0; row < kVectorDimensions; ++row)
      for (std::size_t column = 0; column < kVectorDimensions; ++column)
        (*matrix)[row][column] += static_cast<double>(unit[row] * unit[column]);
  }
  return matrix;
}

}  // namespace

CommonComponents CommonComponents::of(std::span<const TextVector> sample) {
  CommonComponents components;
  if (sample.size() < kFewest) return components;
  const auto matrix = moments(sample);
  for (std::size_t wanted = 0; wanted < kCount; ++wanted) {
    // any start that is at right angles to no component: uneven, and always the same
    FloatVector axis;
    for (std::size_t i = 0; i < axis.size(); ++i) axis[i] = 1 / static_cast<float>(i + 1 + wanted);
    for (int step = 0; step < kSteps; ++step) {
      axis = components.removed_from(axis);
      std::array<double, kVectorDimensions> turned{};
      double square = 0;
      for (std::size_t row = 0; row < kVectorDimensions; ++row) {
        for (std::size_t column = 0; column < kVectorDimensions; ++column)
          turned[row] += (*matrix)[row][column] * static_cast<double>(axis[column]);
        square += turned[row] * turned[row];
      }
      if (square <= 0) return components;
      for (std::size_t i = 0; i < axis.size(); ++i)
        axis[i] = static_cast<float>(turned[i] / std::sqrt(square));
    }
    components.add_axis(axis);
  }
  return components;
}

void CommonComponents::add_axis(FloatVector axis) {
  axis = removed_from(axis);
  const float length = std::sqrt(dot(axis, axis));
  // what is left of an axis that the others already hold is noise
  constexpr float kNoise = 1e-3F;
  if (!(length > kNoise)) return;
  for (float& value : axis) value /= length;
  axes_.push_back(axis);
}

FloatVector CommonComponents::removed_from(FloatVector vector) const {
  for (const FloatVector& axis : axes_) {
    const float share = dot(vector, axis);
    for (std::size_t i = 0; i < vector.size(); ++i) vector[i] -= share * axis[i];
  }
  return vector;
}

double CommonComponents::length_without(const TextVector& vector) const {
  const auto whole = static_cast<double>(dot(vector, vector));
  if (axes_.empty()) return std::sqrt(whole);
  FloatVector values;
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = vector.values[i];
  double left = whole;
  for (const FloatVector& axis : axes_) {
    const auto share = static_cast<double>(dot(values, axis));
    left -= share * share;
  }
  // less than this is rounding
  constexpr double kNothing = 0.02 * 0.02;
  return left > kNothing * whole ? std::sqrt(left) : 0;
}

std::string CommonComponents::encode() const {
  std::string bytes;
  for (const FloatVector& axis : axes_)
    if (const auto vector = quantise(axis)) bytes += aplomb::encode(*vector);
  return bytes;
}

CommonComponents CommonComponents::decode(std::string_view bytes) {
  CommonComponents components;
  if (bytes.size() % kVectorDimensions != 0 || bytes.size() > kCount * kVectorDimensions)
    return components;
  for (; !bytes.empty(); bytes.remove_prefix(kVectorDimensions))
    if (const auto vector = decode_vector(bytes.substr(0, kVectorDimensions)))
      components.add_axis(to_unit(*vector));
  return components;
}

}  // namespace aplomb
