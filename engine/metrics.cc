// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/metrics.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <numeric>
#include <random>

namespace aplomb::metrics {
namespace {

constexpr std::size_t kExactDifferences = 16;
constexpr int kDraws = 100'000;
constexpr std::uint64_t kSeed = 20261122;
/// Sums of the same numbers in another order differ by less than this.
constexpr double kRounding = 1e-9;

/// Σ differences, those whose bit is set with the other sign; of at most 64.
double signed_sum(const std::vector<double>& differences, std::uint64_t signs) {
  double sum = 0;
  for (std::size_t i = 0; i < differences.size(); ++i)
    sum += (signs >> i & 1U) != 0 ? -differences[i] : differences[i];
  return sum;
}

double exact_p_value(const std::vector<double>& differences, double observed) {
  const std::uint64_t all = std::uint64_t{1} << differences.size();
  std::uint64_t as_large = 0;
  for (std::uint64_t signs = 0; signs < all; ++signs)
    as_large += std::abs(signed_sum(differences, signs)) >= observed - kRounding ? 1 : 0;
  return static_cast<double>(as_large) / static_cast<double>(all);
}

double drawn_p_value(const std::vector<double>& differences, double observed) {
  std::mt19937_64 random(kSeed);  // NOLINT(cert-msc32-c,cert-msc51-cpp): the same answer every time
  int as_large = 1;
  for (int draw = 0; draw < kDraws; ++draw) {
    double sum = 0;
    std::uint64_t signs = 0;
    for (std::size_t i = 0; i < differences.size(); ++i, signs >>= 1U) {
      if (i % 64 == 0) signs = random();
      sum += (signs & 1U) != 0 ? -differences[i] : differences[i];
    }
    as_large += std::abs(sum) >= observed - kRounding ? 1 : 0;
  }
  return static_cast<double>(as_large) / (kDraws + 1);
}

}  // namespace

double dcg(const std::vector<double>& grades, std::size_t depth) {
  double gain = 0;
  for (std::size_t i = 0; i < std::min(depth, grades.size()); ++i)
    gain += grades[i] / std::log2(static_cast<double>(i) + 2);
  return gain;
}

double ndcg(const Ranking& ranked, const Grades& grades, std::size_t depth) {
  std::vector<double> reached, ideal;
  for (const std::string& document : ranked) {
    const auto grade = grades.find(document);
    reached.push_back(grade == grades.end() ? 0 : grade->second);
  }
  for (const auto& [document, grade] : grades) ideal.push_back(grade);
  std::ranges::sort(ideal, std::greater{});
  const double best = dcg(ideal, depth);
  return best > 0 ? dcg(reached, depth) / best : 0;
}

double reciprocal_rank(const Ranking& ranked, const Grades& grades, std::size_t depth) {
  for (std::size_t i = 0; i < std::min(depth, ranked.size()); ++i)
    if (grades.contains(ranked[i])) return 1 / static_cast<double>(i + 1);
  return 0;
}

double recall(const Ranking& ranked, const Grades& grades, std::size_t depth) {
  if (grades.empty()) return 0;
  std::size_t found = 0;
  for (std::size_t i = 0; i < std::min(depth, ranked.size()); ++i)
    found += grades.contains(ranked[i]) ? 1 : 0;
  return static_cast<double>(found) / static_cast<double>(grades.size());
}

double auroc(const std::vector<double>& positives, std::vector<double> negatives) {
  if (positives.empty() || negatives.empty()) return 0.5;
  std::ranges::sort(negatives);
  double wins = 0;
  for (const double score : positives) {
    const auto [below, not_above] = std::equal_range(negatives.begin(), negatives.end(), score);
    wins += static_cast<double>(below - negatives.begin()) +
            0.5 * static_cast<double>(not_above - below);
  }
  return wins / (static_cast<double>(positives.size()) * static_cast<double>(negatives.size()));
}

double mean(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return values.empty() ? 0 : sum / static_cast<double>(values.size());
}

double percentile(std::vector<double> values, double share) {
  if (values.empty()) return 0;
  std::ranges::sort(values);
  const auto at = static_cast<std::size_t>(share * static_cast<double>(values.size()));
  return values[std::min(at, values.size() - 1)];
}

double randomisation_p_value(const std::vector<double>& differences) {
  std::vector<double> changed;
  for (const double difference : differences)
    if (std::abs(difference) > kRounding) changed.push_back(difference);
  const double observed = std::abs(std::accumulate(changed.begin(), changed.end(), 0.0));
  return changed.size() <= kExactDifferences ? exact_p_value(changed, observed)
                                             : drawn_p_value(changed, observed);
}

}  // namespace aplomb::metrics
