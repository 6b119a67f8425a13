// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/meaning.h"

#include <gtest/gtest.h>

#include <random>

#include "tests/support/temp_vectors.h"

namespace aplomb {
namespace {

using test::TempVectors;

/// Two dimensions of meaning: 0 is money that comes back, 1 is radio.
TempVectors small_table() {
  return TempVectors{{"refund", {{0, 1.0F}}},
                     {"reimbursed", {{0, 0.9F}, {1, 0.1F}}},
                     {"wifi", {{1, 1.0F}}},
                     {"wireless", {{1, 0.9F}, {0, 0.1F}}}};
}

std::optional<QueryMeaning> ask(const CollectionMeaning& meaning, const std::string& text,
                                std::string_view language = "en") {
  const auto tokens = analyze(text);
  return meaning.query(content_words(tokens, meaning.table()), language);
}

TextVector vector_of(const WordVectors& table, const std::string& text) {
  TextSum sum(table);
  sum.add(analyze(text));
  return sum.vector().value();
}

TEST(MeaningTest, WordsOfOneMeaningAreNearAndOthersFar) {
  const auto table = small_table().open();
  const CollectionMeaning meaning(table, {});
  const auto query = ask(meaning, "I want to be reimbursed");
  ASSERT_TRUE(query);
  EXPECT_GT(query->similarity(encode(vector_of(*table, "refund"))).value(), 0.9);
  EXPECT_LT(query->similarity(encode(vector_of(*table, "wifi"))).value(), 0.2);
}

TEST(MeaningTest, BytesThatAreNoVectorHaveNoSimilarity) {
  const auto table = small_table().open();
  const CollectionMeaning meaning(table, {});
  const auto query = ask(meaning, "refund");
  ASSERT_TRUE(query);
  EXPECT_FALSE(query->similarity(""));
  EXPECT_FALSE(query->similarity("short"));
  EXPECT_FALSE(query->similarity(std::string(kVectorDimensions, '\0')));
}

TEST(MeaningTest, QueriesInOtherLanguagesAndOfUnknownWordsHaveNone) {
  const auto table = small_table().open();
  const CollectionMeaning meaning(table, {});
  EXPECT_FALSE(ask(meaning, "refund", "de"));
  EXPECT_TRUE(ask(meaning, "refund", ""));
  EXPECT_FALSE(ask(meaning, "qwertz"));
  EXPECT_FALSE(ask(meaning, "the of and"));
}

TEST(MeaningTest, FunctionWordsHaveNoMeaningWhoeverAsks) {
  const TempVectors temp{{"the", {{5, 1.0F}}}, {"refund", {{0, 1.0F}}}};
  const CollectionMeaning meaning(temp.open(), {});
  const std::vector<WeightedWord> words{{"the", 1}, {"refund", 1}};
  const auto query = meaning.query(words, "en");
  ASSERT_TRUE(query);
  EXPECT_NEAR(query->similarity(encode(vector_of(meaning.table(), "refund"))).value(), 1, 0.001);
}

TEST(MeaningTest, NearestTitlesComeBestFirstAndEqualOnesInOrder) {
  const auto table = small_table().open();
  CollectionMeaning meaning(table, {});
  meaning.add(9, vector_of(*table, "refund"));
  meaning.add(4, vector_of(*table, "refund"));
  meaning.add(7, vector_of(*table, "wifi"));
  const auto query = ask(meaning, "reimbursed");
  ASSERT_TRUE(query);
  const auto near = meaning.nearest_titles(*query, 2);
  ASSERT_EQ(near.size(), 2U);
  EXPECT_EQ(near[0].passage, 4U);
  EXPECT_EQ(near[1].passage, 9U);
  EXPECT_EQ(meaning.nearest_titles(*query, 100).size(), 3U);
}

/// Vectors that all lean one way, as those of a collection about one subject do.
std::vector<TextVector> leaning(std::size_t count) {
  std::mt19937 random(7);
  std::normal_distribution<float> noise;
  std::vector<TextVector> vectors;
  for (std::size_t i = 0; i < count; ++i) {
    FloatVector vector{};
    for (float& value : vector) value = noise(random);
    vector[10] += 30;
    vectors.push_back(quantise(vector).value());
  }
  return vectors;
}

TEST(CommonComponentsTest, WhatAllHaveInCommonIsTakenAway) {
  const auto common = CommonComponents::of(leaning(200));
  FloatVector subject{};
  subject[10] = 1;
  const FloatVector left = common.removed_from(subject);
  EXPECT_LT(dot(left, left), 0.01F);
  EXPECT_LT(common.length_without(quantise(subject).value()), 5) << "of 127";
}

TEST(CommonComponentsTest, TheyAreStoredAndReadBack) {
  const auto vectors = leaning(200);
  const auto common = CommonComponents::of(vectors);
  const auto read = CommonComponents::decode(common.encode());
  for (const TextVector& vector : vectors)
    EXPECT_NEAR(read.length_without(vector), common.length_without(vector), 2);
  EXPECT_EQ(common.encode(), CommonComponents::of(vectors).encode());
}

TEST(CommonComponentsTest, FewVectorsAndBytesThatAreNoneHaveNothingInCommon) {
  EXPECT_TRUE(CommonComponents::of(leaning(CommonComponents::kFewest - 1)).empty());
  EXPECT_TRUE(CommonComponents::of({}).empty());
  EXPECT_TRUE(CommonComponents::decode("").empty());
  EXPECT_TRUE(CommonComponents::decode("nonsense").empty());
  EXPECT_TRUE(CommonComponents::decode(std::string(kVectorDimensions, '\0')).empty());
  EXPECT_TRUE(CommonComponents::decode(std::string(5 * kVectorDimensions, '\1')).empty());
}

TEST(CommonComponentsTest, EqualVectorsLeaveOneComponentAndNoNoise) {
  const std::vector<TextVector> same(50, leaning(1).front());
  const auto common = CommonComponents::of(same);
  EXPECT_FALSE(common.empty());
  EXPECT_EQ(common.length_without(same.front()), 0);
}

}  // namespace
}  // namespace aplomb
