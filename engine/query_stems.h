// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <bitset>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/captions.h"
#include "engine/expansion.h"
#include "engine/stemmer.h"

namespace aplomb {

/// The stems that a query says, as captions are compared with them: each belongs to a word (a
/// group) of the query, and stands for it more or less.
/// Thread-safety: immutable.
class QueryStems {
 public:
  struct Said {
    StemHash stem = 0;
    std::uint32_t group = 0;
    double credit = 0;  ///< 1 for what was typed, less for what may stand for it
  };

  QueryStems(const Plan& plan, const CaptionStatistics& statistics, Stemmer& stemmer);

  /// By stem.
  [[nodiscard]] const std::vector<Said>& all() const { return said_; }
  /// Where the query says the stem, in each of its groups.
  [[nodiscard]] std::span<const Said> of(StemHash stem) const;

  [[nodiscard]] std::size_t groups() const { return information_.size(); }
  /// What a group tells, in nats, its weight included.
  [[nodiscard]] double information(std::size_t group) const { return information_[group]; }
  /// What all groups tell.
  [[nodiscard]] double total_information() const { return total_information_; }

 private:
  std::vector<Said> said_;
  std::bitset<1024> heads_;  // low bits of the stems in said_
  std::vector<double> information_;
  double total_information_ = 0;
};

}  // namespace aplomb
