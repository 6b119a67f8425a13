// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <xapian.h>

#include <string>
#include <vector>

#include "engine/expansion.h"

namespace aplomb {

/// How near to each other neighbouring words of the query stand in a passage, from the positions
/// that the index keeps. Only the forms that were typed have positions, not their stems.
///
/// Thread-safety: none; lives within one search.
class Proximity {
 public:
  /// `database` must outlive it.
  Proximity(const Xapian::Database& database, const Plan& plan);

  /// The sum over neighbouring words of the lesser one's information (nats) divided by their
  /// distance, for distances up to 5. Throws what Xapian throws.
  [[nodiscard]] double of(Xapian::docid passage) const;

 private:
  struct Word {
    std::string form;
    double information = 0;  ///< nats, in passages
  };
  const Xapian::Database& database_;
  std::vector<Word> words_;
};

}  // namespace aplomb
