// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/text_vector.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace aplomb {
namespace {

TEST(TextVectorTest, OnlyTheDirectionCounts) {
  FloatVector vector{};
  vector[3] = 0.5F;
  vector[97] = -0.25F;
  const auto one = quantise(vector);
  for (float& value : vector) value *= 1000;
  const auto thousand = quantise(vector);

  ASSERT_TRUE(one);
  EXPECT_EQ(one, thousand);
  EXPECT_EQ(one->values[3], 127);
  EXPECT_EQ(one->values[97], -64);
  EXPECT_NEAR(to_unit(*one)[3], 0.893, 0.002);
}

TEST(TextVectorTest, ZeroAndWhatIsNoNumberHaveNone) {
  FloatVector vector{};
  EXPECT_FALSE(quantise(vector));
  vector[0] = std::numeric_limits<float>::quiet_NaN();
  EXPECT_FALSE(quantise(vector));
  vector[0] = std::numeric_limits<float>::infinity();
  EXPECT_FALSE(quantise(vector));
}

TEST(TextVectorTest, TheProductIsThatOfAllDimensions) {
  TextVector a, b;
  std::int32_t expected = 0;
  for (std::size_t i = 0; i < kVectorDimensions; ++i) {
    a.values[i] = static_cast<std::int8_t>(127 - 2 * static_cast<int>(i));
    b.values[i] = static_cast<std::int8_t>(i % 2 == 0 ? -127 : 127);
    expected += a.values[i] * b.values[i];
  }
  EXPECT_EQ(dot(a, b), expected);
}

TEST(TextVectorTest, BytesOfAnotherLengthAreNoVector) {
  TextVector vector;
  vector.values[42] = -5;
  EXPECT_EQ(decode_vector(encode(vector)), vector);
  EXPECT_FALSE(decode_vector(""));
  EXPECT_FALSE(decode_vector(encode(vector) + "x"));
}

}  // namespace
}  // namespace aplomb
