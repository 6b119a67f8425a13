// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "engine/result.h"

namespace aplomb {

struct WordChange {
  enum class Op { kSame, kRemoved, kAdded };
  std::string text;  ///< words with what stands between them; never empty
  Op op = Op::kSame;
};

struct WordDifference {
  /// In reading order; the places that changed with a line or so around them. What is same or
  /// added, read together, is what stands there now.
  std::vector<WordChange> changes;
  bool cut = false;  ///< there is more
};

/// What changed between two texts, in words: lines are compared as Git does, and within those that
/// changed the words, by their longest common subsequence. At most about `max_bytes` of it.
/// Errors: kInvalidArgument (over kMaxArticleBytes).
[[nodiscard]] Result<WordDifference> word_difference(std::string_view from, std::string_view to,
                                                     std::size_t max_bytes);

}  // namespace aplomb
