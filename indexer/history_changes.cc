// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <utility>

#include "indexer/history.h"
#include "indexer/history_repository.h"

namespace aplomb {
namespace {

/// The newest commit from `head` on, along first parents, that was made at `at` or before; else the
/// oldest that is there.
Result<git_oid> commit_at(git_repository* repository, git_oid id, std::chrono::sys_seconds at) {
  for (std::size_t looked = 0; looked < History::kMaxCommitsWalked; ++looked) {
    git::Commit commit;
    if (const int error = git_commit_lookup(git::Out(commit), repository, &id))
      return git::failure(error, "reading commit " + git::to_hex(id));
    if (git_commit_time(commit.get()) <= at.time_since_epoch().count()) break;
    if (git_commit_parentcount(commit.get()) == 0) break;
    const git_oid parent = *git_commit_parent_id(commit.get(), 0);
    git::Commit before;
    // a shallow clone ends here
    if (git_commit_lookup(git::Out(before), repository, &parent) != 0) break;
    id = parent;
  }
  return id;
}

ChangesSince::File::What what_of(git_delta_t status) {
  using enum ChangesSince::File::What;
  return status == GIT_DELTA_ADDED ? kNew : status == GIT_DELTA_DELETED ? kGone : kChanged;
}

}  // namespace

Result<std::optional<ChangesSince>> History::changes_since(std::chrono::sys_seconds at) const {
  const auto opened = repository_->open();
  if (!opened) return tl::unexpected(opened.error());
  if (!opened->head.id) return std::optional<ChangesSince>();
  git_repository* const repository = opened->repository.get();
  const auto base = commit_at(repository, *opened->head.id, at);
  if (!base) return tl::unexpected(base.error());

  git::Commit before, now;
  git::Tree from, to;
  git::Diff diff;
  int error = git_commit_lookup(git::Out(before), repository, &*base);
  if (error == 0) error = git_commit_lookup(git::Out(now), repository, &*opened->head.id);
  if (error == 0) error = git_commit_tree(git::Out(from), before.get());
  if (error == 0) error = git_commit_tree(git::Out(to), now.get());
  if (error == 0)
    error = git_diff_tree_to_tree(git::Out(diff), repository, from.get(), to.get(), nullptr);
  if (error != 0) return git::failure(error, "comparing two commits");

  ChangesSince changes{.base = git::to_hex(*base), .files = {}, .cut = false};
  for (std::size_t each = 0; each < git_diff_num_deltas(diff.get()); ++each) {
    const git_diff_delta* const delta = git_diff_get_delta(diff.get(), each);
    auto path = repository_->outer(delta->new_file.path);
    if (!path) continue;
    if (changes.files.size() == kMaxFilesTold) {
      changes.cut = true;
      break;
    }
    changes.files.push_back({*std::move(path), what_of(delta->status)});
  }
  std::ranges::sort(changes.files, {}, &ChangesSince::File::path);
  return std::optional(std::move(changes));
}

}  // namespace aplomb
