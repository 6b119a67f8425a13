// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <queue>
#include <set>
#include <tuple>
#include <utility>

#include "engine/unicode.h"
#include "indexer/history.h"
#include "indexer/history_repository.h"

namespace aplomb {
namespace {

using git::TreeEntry;

/// How much of a file must be the same for it to have been renamed; as Git has it.
constexpr std::uint16_t kSimilarPercent = 50;
/// In a commit of more files than that, only those with the very same bytes count as renamed.
constexpr std::size_t kMaxCompared = 2000;

std::string to_text(const char* text) {
  return text == nullptr ? "" : to_valid_utf8(text);
}

}  // namespace

/// Walks from HEAD to older commits along those that changed a file.
class History::Walk {
 public:
  Walk(const Repository& places, const Repository::Opened& in)
      : places_(places), in_(in), reader_(in.odb.get()) {}

  Result<Log> run(const std::string& path, std::size_t limit, const std::string& after) {
    if (in_.head.id) {
      if (auto pushed = push(*in_.head.id, path); !pushed)
        return tl::unexpected(std::move(pushed.error()));
    }
    bool skipping = !after.empty();
    for (std::size_t looked = 0; !waiting_.empty(); ++looked) {
      if (looked == kMaxCommitsWalked) {
        log_.cut = true;
        break;
      }
      const Step step = take();
      auto changed = look_at(step);
      if (!changed) return tl::unexpected(std::move(changed.error()));
      if (!*changed) continue;
      if (skipping) {
        skipping = (*changed)->id != after;
      } else if (log_.revisions.size() == limit) {
        if (limit > 0) log_.next = log_.revisions.back().id;
        break;
      } else {
        log_.revisions.push_back(**std::move(changed));
      }
    }
    return std::move(log_);
  }

 private:
  /// A commit to look at, and where the file is in it.
  struct Step {
    git_time_t at = 0;
    std::size_t number = 0;
    git_oid commit{};
    std::string path;
    bool operator<(const Step& other) const {  // the newest first, of those the first found
      return std::tuple(at, other.number) < std::tuple(other.at, number);
    }
  };

  Result<void> push(const git_oid& id, const std::string& path) {
    if (!seen_.emplace(git::to_hex(id), path).second) return {};
    git::Commit commit;
    const int error = git_commit_lookup(git::Out(commit), in_.repository.get(), &id);
    if (error == GIT_ENOTFOUND) {  // a shallow clone ends here
      log_.cut = true;
      return {};
    }
    if (error != 0) return git::failure(error, "reading commit " + git::to_hex(id));
    waiting_.push({git_commit_time(commit.get()), ++pushed_, id, path});
    return {};
  }

  Step take() {
    Step step = waiting_.top();
    waiting_.pop();
    return step;
  }

  /// The commit as a revision of the file, if it has changed it. Goes on to where it came from.
  Result<std::optional<Revision>> look_at(const Step& step) {
    git::Commit commit;
    if (const int error = git_commit_lookup(git::Out(commit), in_.repository.get(), &step.commit))
      return git::failure(error, "reading commit " + git::to_hex(step.commit));
    const auto entry = reader_.find(*git_commit_tree_id(commit.get()), step.path);
    if (!entry) return tl::unexpected(entry.error());

    std::vector<git_oid> having, lacking;
    for (unsigned int each = 0; each < git_commit_parentcount(commit.get()); ++each) {
      const git_oid parent = *git_commit_parent_id(commit.get(), each);
      const auto before = entry_in(parent, step.path);
      if (!before) return tl::unexpected(before.error());
      if (*before == *entry) {  // it has come from there as it is
        if (auto pushed = push(parent, step.path); !pushed)
          return tl::unexpected(std::move(pushed.error()));
        return std::optional<Revision>();
      }
      (*before ? having : lacking).push_back(parent);
    }
    if (having.empty() && lacking.empty() && !*entry) return std::optional<Revision>();
    if (auto gone_on = *entry && having.empty() && !lacking.empty()
                           ? go_on_before_birth(commit.get(), lacking, step.path)
                           : go_on(having, step.path);
        !gone_on)
      return tl::unexpected(std::move(gone_on.error()));
    return std::optional(revision_of(commit.get(), step.path, !*entry));
  }

  Result<std::optional<TreeEntry>> entry_in(const git_oid& commit, const std::string& path) {
    git::Commit found;
    const int error = git_commit_lookup(git::Out(found), in_.repository.get(), &commit);
    if (error == GIT_ENOTFOUND) {
      log_.cut = true;
      return std::optional<TreeEntry>();
    }
    if (error != 0) return git::failure(error, "reading commit " + git::to_hex(commit));
    return reader_.find(*git_commit_tree_id(found.get()), path);
  }

  Result<void> go_on(const std::vector<git_oid>& commits, const std::string& path) {
    for (const git_oid& each : commits)
      if (auto pushed = push(each, path); !pushed) return pushed;
    return {};
  }

  /// The file is not in any commit before: renamed, or new; then perhaps of that name once before.
  Result<void> go_on_before_birth(git_commit* commit, const std::vector<git_oid>& parents,
                                  const std::string& path) {
    for (const git_oid& parent : parents) {
      const auto former = former_path(commit, parent, path);
      if (!former) return tl::unexpected(former.error());
      if (*former && places_.outer(**former)) return push(parent, **former);
    }
    return go_on(parents, path);
  }

  Result<std::optional<std::string>> former_path(git_commit* commit, const git_oid& parent,
                                                 const std::string& path) {
    git::Commit before;
    if (git_commit_lookup(git::Out(before), in_.repository.get(), &parent) == GIT_ENOTFOUND)
      return std::optional<std::string>();
    git::Tree from, to;
    git::Diff diff;
    int error = git_commit_tree(git::Out(from), before.get());
    if (error == 0) error = git_commit_tree(git::Out(to), commit);
    if (error == 0)
      error = git_diff_tree_to_tree(git::Out(diff), in_.repository.get(), from.get(), to.get(),
                                    nullptr);
    if (error != 0) return git::failure(error, "comparing two commits");
    git_diff_find_options options = GIT_DIFF_FIND_OPTIONS_INIT;
    options.flags = GIT_DIFF_FIND_RENAMES;
    options.rename_threshold = kSimilarPercent;
    if (git_diff_num_deltas(diff.get()) > kMaxCompared)
      options.flags |= GIT_DIFF_FIND_EXACT_MATCH_ONLY;
    if (const int failed = git_diff_find_similar(diff.get(), &options))
      return git::failure(failed, "comparing two commits");
    for (std::size_t each = 0; each < git_diff_num_deltas(diff.get()); ++each) {
      const git_diff_delta* const delta = git_diff_get_delta(diff.get(), each);
      if (delta->status == GIT_DELTA_RENAMED && delta->new_file.path == path)
        return std::optional<std::string>(delta->old_file.path);
    }
    return std::optional<std::string>();
  }

  Revision revision_of(git_commit* commit, const std::string& path, bool removed) const {
    const git_signature* const author = git_commit_author(commit);
    return {.id = git::to_hex(*git_commit_id(commit)),
            .author = {.name = to_text(author->name), .email = to_text(author->email)},
            .at = std::chrono::sys_seconds(std::chrono::seconds(author->when.time)),
            .message = to_text(git_commit_message(commit)),
            .path = places_.outer(path).value_or(path),
            .removed = removed};
  }

  const Repository& places_;
  const Repository::Opened& in_;
  git::TreeReader reader_;
  std::priority_queue<Step> waiting_;
  std::set<std::pair<std::string, std::string>> seen_;
  std::size_t pushed_ = 0;
  Log log_;
};

Result<History::Log> History::log(const std::string& path, std::size_t limit,
                                  const std::string& after) const {
  const auto inner = repository_->inner(path);
  if (!inner) return tl::unexpected(inner.error());
  const auto opened = repository_->open();
  if (!opened) return tl::unexpected(opened.error());
  return Walk(*repository_, *opened).run(*inner, limit, after);
}

Result<std::vector<BlamedLine>> History::blame(const std::string& path,
                                               std::string_view bytes) const {
  const auto inner = repository_->inner(path);
  if (!inner) return tl::unexpected(inner.error());
  const auto opened = repository_->open();
  if (!opened) return tl::unexpected(opened.error());
  auto count = static_cast<std::size_t>(std::ranges::count(bytes, '\n'));
  if (!bytes.empty() && !bytes.ends_with('\n')) ++count;
  std::vector<BlamedLine> lines(count);
  for (std::size_t each = 0; each < count; ++each) lines[each].line = static_cast<int>(each) + 1;
  if (lines.empty() || !opened->head.tree) return lines;
  const auto committed = Repository::bytes_at(*opened, *opened->head.tree, *inner);
  if (!committed && committed.error().code == Code::kNotFound) return lines;
  if (!committed) return tl::unexpected(committed.error());
  if (committed->empty()) return lines;

  git::Blame file, blame;
  int error = git_blame_file(git::Out(file), opened->repository.get(), inner->c_str(), nullptr);
  if (error == 0) error = git_blame_buffer(git::Out(blame), file.get(), bytes.data(), bytes.size());
  if (error != 0) return git::failure(error, "finding where the lines are from");
  for (std::uint32_t each = 0; each < git_blame_get_hunk_count(blame.get()); ++each) {
    const git_blame_hunk* const hunk = git_blame_get_hunk_byindex(blame.get(), each);
    if (hunk == nullptr || git_oid_is_zero(&hunk->final_commit_id) != 0) continue;
    const std::string revision = git::to_hex(hunk->final_commit_id);
    for (std::size_t line = 0; line < hunk->lines_in_hunk; ++line) {
      const std::size_t at = hunk->final_start_line_number - 1 + line;
      if (at < lines.size()) lines[at].revision = revision;
    }
  }
  return lines;
}

}  // namespace aplomb
