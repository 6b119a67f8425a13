// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/git_head.h"

namespace aplomb::git {

namespace {
constexpr int kMaxDepth = 5;  // of references to references; as Git has it
}

Result<git_oid> tree_of(git_repository* repository, const git_oid& commit) {
  Commit found;
  if (const int error = git_commit_lookup(Out(found), repository, &commit))
    return failure(error, "reading commit " + to_hex(commit));
  return *git_commit_tree_id(found.get());
}

Result<Head> read_head(git_repository* repository) {
  Head head{.reference = "HEAD", .id = std::nullopt, .tree = std::nullopt};
  for (int depth = 0; depth < kMaxDepth; ++depth) {
    Reference reference;
    const int error = git_reference_lookup(Out(reference), repository, head.reference.c_str());
    if (error == GIT_ENOTFOUND && depth > 0) return head;
    if (error != 0) return failure(error, "reading " + head.reference);
    if (git_reference_type(reference.get()) == GIT_REFERENCE_DIRECT) break;
    head.reference = git_reference_symbolic_target(reference.get());
  }
  git_oid id{};
  const int error = git_reference_name_to_id(&id, repository, head.reference.c_str());
  if (error == GIT_ENOTFOUND) return head;
  if (error != 0) return failure(error, "reading " + head.reference);
  head.id = id;
  const auto tree = tree_of(repository, id);
  if (!tree) return tl::unexpected(tree.error());
  head.tree = *tree;
  return head;
}

}  // namespace aplomb::git
