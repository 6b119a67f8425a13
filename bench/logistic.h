// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <utility>
#include <vector>

namespace aplomb::bench {

/// Logistic regression with an L2 penalty on standardised features, by Newton's method (iteratively
/// reweighted least squares; T. Hastie et al., The Elements of Statistical Learning, 4.4.1).
template <std::size_t N>
class Logistic {
 public:
  struct Example {
    std::array<double, N> values{};
    bool positive = false;
    double weight = 1;
  };

  /// `penalty` multiplies half the sum of squared weights.
  Logistic(const std::vector<Example>& examples, double penalty) {
    standardise(examples);
    for (int round = 0; round < 30; ++round) step(examples, penalty);
  }

  /// The model in terms of values as they come: a bias and a weight for each.
  [[nodiscard]] std::pair<double, std::array<double, N>> plain() const {
    double bias = beta_[N];
    std::array<double, N> weights{};
    for (std::size_t i = 0; i < N; ++i) {
      weights[i] = beta_[i] / deviation_[i];
      bias -= weights[i] * mean_[i];
    }
    return {bias, weights};
  }

  [[nodiscard]] double probability(const std::array<double, N>& values) const {
    return 1 / (1 + std::exp(-sum(standardised(values))));
  }

 private:
  using Row = std::array<double, N + 1>;  // the last is the bias

  void standardise(const std::vector<Example>& examples) {
    double all = 0;
    for (const Example& one : examples) {
      all += one.weight;
      for (std::size_t i = 0; i < N; ++i) mean_[i] += one.weight * one.values[i];
    }
    for (double& mean : mean_) mean /= all;
    for (const Example& one : examples)
      for (std::size_t i = 0; i < N; ++i)
        deviation_[i] += one.weight * (one.values[i] - mean_[i]) * (one.values[i] - mean_[i]) / all;
    for (double& deviation : deviation_) deviation = deviation > 0 ? std::sqrt(deviation) : 1;
  }

  [[nodiscard]] Row standardised(const std::array<double, N>& values) const {
    Row row{};
    for (std::size_t i = 0; i < N; ++i) row[i] = (values[i] - mean_[i]) / deviation_[i];
    row[N] = 1;
    return row;
  }

  [[nodiscard]] double sum(const Row& row) const {
    double sum = 0;
    for (std::size_t i = 0; i <= N; ++i) sum += row[i] * beta_[i];
    return sum;
  }

  void step(const std::vector<Example>& examples, double penalty) {
    std::array<std::array<double, N + 2>, N + 1> system{};  // Hessian | gradient
    for (const Example& one : examples) {
      const Row row = standardised(one.values);
      const double chance = 1 / (1 + std::exp(-sum(row)));
      const double curvature = one.weight * chance * (1 - chance);
      for (std::size_t i = 0; i <= N; ++i) {
        for (std::size_t j = 0; j <= N; ++j) system[i][j] += curvature * row[i] * row[j];
        system[i][N + 1] += one.weight * ((one.positive ? 1.0 : 0.0) - chance) * row[i];
      }
    }
    for (std::size_t i = 0; i < N; ++i) {
      system[i][i] += penalty;
      system[i][N + 1] -= penalty * beta_[i];
    }
    system[N][N] += 1e-9;
    solve(system);
  }

  /// Gauss-Jordan elimination; the penalty keeps the diagonal away from 0.
  void solve(std::array<std::array<double, N + 2>, N + 1>& system) {
    for (std::size_t pivot = 0; pivot <= N; ++pivot)
      for (std::size_t row = 0; row <= N; ++row) {
        if (row == pivot) continue;
        const double factor = system[row][pivot] / system[pivot][pivot];
        for (std::size_t column = pivot; column <= N + 1; ++column)
          system[row][column] -= factor * system[pivot][column];
      }
    for (std::size_t i = 0; i <= N; ++i) beta_[i] += system[i][N + 1] / system[i][i];
  }

  std::array<double, N> mean_{}, deviation_{};
  Row beta_{};
};

}  // namespace aplomb::bench
