// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

#include "indexer/git_access.h"

namespace aplomb::git {

/// What is checked out.
struct Head {
  std::string reference;  ///< what a commit moves: a branch, or HEAD itself where it is detached
  std::optional<git_oid> id;    ///< absent: nothing is committed yet
  std::optional<git_oid> tree;  ///< of that commit
};

/// Errors: those of failure().
[[nodiscard]] Result<Head> read_head(git_repository* repository);

/// The tree of a commit. Errors: those of failure().
[[nodiscard]] Result<git_oid> tree_of(git_repository* repository, const git_oid& commit);

}  // namespace aplomb::git
