// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "engine/result.h"

namespace aplomb {

/// Two people's changes to one text in one.
struct MergedText {
  std::string text;           ///< with Git's conflict markers where both changed the same lines
  std::size_t conflicts = 0;  ///< how many such places
};

/// Merges line by line, as Git does; where both changed the same lines, what stands between
/// `<<<<<<< yours`, `=======` and `>>>>>>> theirs`. Both having made the same change is no
/// conflict. Errors: kInvalidArgument (over kMaxArticleBytes, a zero byte).
[[nodiscard]] Result<MergedText> merge_texts(std::string_view base, std::string_view ours,
                                             std::string_view theirs);

struct DifferenceLine {
  enum class Kind { kSame, kRemoved, kAdded };
  Kind kind = Kind::kSame;
  std::string text;                ///< without its `\n`, valid UTF-8
  int old_line = 0, new_line = 0;  ///< from 1; 0 where it is not there
};

/// What changed, as runs of lines with three unchanged ones around them.
using Difference = std::vector<std::vector<DifferenceLine>>;

/// Nothing for texts that are the same. Errors: kInvalidArgument (over kMaxArticleBytes).
[[nodiscard]] Result<Difference> difference(std::string_view from, std::string_view to);

}  // namespace aplomb
