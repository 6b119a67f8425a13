// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/metrics.h"

#include <gtest/gtest.h>

#include <vector>

namespace aplomb::metrics {
namespace {

constexpr double kClose = 1e-6;

TEST(MetricsTest, NdcgIsTheDiscountedGainOverThatOfTheBestOrder) {
  const Grades grades{{"a", 2}, {"b", 1}};
  EXPECT_DOUBLE_EQ(ndcg({"a", "b"}, grades), 1);
  // (1 + 2 / log2 3) / (2 + 1 / log2 3)
  EXPECT_NEAR(ndcg({"b", "a"}, grades), 0.859719, kClose);
  // (2 / log2 4) / (2 + 1 / log2 3)
  EXPECT_NEAR(ndcg({"x", "y", "a"}, grades), 0.380094, kClose);
}

TEST(MetricsTest, NdcgLooksAtTheFirstTenOfBothOrders) {
  Ranking ranked;
  Grades grades;
  for (char c = 'a'; c < 'a' + 11; ++c) ranked.emplace_back(1, c);
  grades["k"] = 1;
  EXPECT_EQ(ndcg(ranked, grades), 0) << "the eleventh comes too late";
  EXPECT_NEAR(ndcg(ranked, grades, 11), 0.278943, kClose);  // 1 / log2 12
  for (const std::string& document : ranked) grades[document] = 1;
  EXPECT_DOUBLE_EQ(ndcg(ranked, grades), 1) << "eleven good ones cannot be among ten";
}

TEST(MetricsTest, WithoutGradesOrWithoutDocumentsNothingIsReached) {
  EXPECT_EQ(ndcg({"a"}, {}), 0);
  EXPECT_EQ(ndcg({}, {{"a", 1}}), 0);
  EXPECT_EQ(reciprocal_rank({}, {{"a", 1}}), 0);
  EXPECT_EQ(recall({"a"}, {}), 0);
  EXPECT_EQ(mean({}), 0);
  EXPECT_EQ(percentile({}, 0.5), 0);
}

TEST(MetricsTest, TheReciprocalRankIsThatOfTheFirstJudgedDocument) {
  EXPECT_DOUBLE_EQ(reciprocal_rank({"x", "b", "a"}, {{"a", 3}, {"b", 1}}), 0.5);
  EXPECT_EQ(reciprocal_rank({"x", "y", "a"}, {{"a", 1}}, 2), 0);
}

TEST(MetricsTest, RecallIsTheShareOfJudgedDocumentsFound) {
  EXPECT_DOUBLE_EQ(recall({"x", "a", "b"}, {{"a", 1}, {"b", 1}, {"c", 1}, {"d", 1}}), 0.5);
  EXPECT_DOUBLE_EQ(recall({"x", "a", "b"}, {{"a", 1}, {"b", 1}}, 2), 0.5);
}

TEST(MetricsTest, AurocCountsPairsInTheRightOrderAndTiesHalf) {
  // of six pairs 0.9 > both, 0.5 > 0.2 and ties with 0.5, 0.1 < both: 3.5 / 6
  EXPECT_NEAR(auroc({0.9, 0.5, 0.1}, {0.5, 0.2}), 3.5 / 6, kClose);
  EXPECT_DOUBLE_EQ(auroc({1, 2}, {0}), 1);
  EXPECT_DOUBLE_EQ(auroc({0}, {1, 2}), 0);
  EXPECT_DOUBLE_EQ(auroc({1}, {}), 0.5);
}

TEST(MetricsTest, PercentilesAreValuesThatWereMeasured) {
  EXPECT_EQ(percentile({4, 1, 3, 2}, 0.5), 3);
  EXPECT_EQ(percentile({4, 1, 3, 2}, 0.99), 4);
  EXPECT_EQ(percentile({4, 1, 3, 2}, 1), 4);
}

TEST(MetricsTest, FewDifferencesAreTestedAgainstAllTheirSigns) {
  // |±1 ±2 ±3| reaches 6 for two of eight
  EXPECT_DOUBLE_EQ(randomisation_p_value({1, 2, 3}), 0.25);
  EXPECT_DOUBLE_EQ(randomisation_p_value({-1, -2, -3, 0, 0}), 0.25) << "ties say nothing";
  // and 2 for six of eight: only 1 + 2 - 3 and its mirror stay below
  EXPECT_DOUBLE_EQ(randomisation_p_value({1, -2, 3}), 0.75);
  EXPECT_DOUBLE_EQ(randomisation_p_value({0, 0}), 1);
  EXPECT_DOUBLE_EQ(randomisation_p_value({}), 1);
}

TEST(MetricsTest, ManyDifferencesAreTestedAgainstDrawnSignsRepeatably) {
  std::vector<double> lucky, better;
  for (int i = 0; i < 100; ++i) {
    lucky.push_back(i % 2 == 0 ? 0.1 : -0.1);
    better.push_back(i % 10 == 0 ? -0.1 : 0.1);
  }
  EXPECT_DOUBLE_EQ(randomisation_p_value(lucky), 1) << "a mean of 0 is always reached";
  EXPECT_NEAR(randomisation_p_value(better), 1.0 / 100'001, kClose);
  lucky[1] = lucky[3] = lucky[5] = lucky[7] = 0.1;  // 54 : 46, two-sided binomial: 0.4841
  EXPECT_NEAR(randomisation_p_value(lucky), 0.4841, 0.01);
  EXPECT_EQ(randomisation_p_value(lucky), randomisation_p_value(lucky));
}

}  // namespace
}  // namespace aplomb::metrics
