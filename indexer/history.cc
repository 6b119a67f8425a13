// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/history.h"

#include <git2/sys/commit.h>

#include <algorithm>
#include <array>
#include <thread>
#include <utility>

#include "indexer/git_index.h"
#include "indexer/git_reference.h"
#include "indexer/git_sync.h"
#include "indexer/history_repository.h"

namespace aplomb {
namespace {

namespace fs = std::filesystem;
using git::TreeEdit;
using git::TreeEntry;

/// How often a commit is tried on top of what others have committed in the same moment.
constexpr int kAttempts = 20;
constexpr std::chrono::milliseconds kPause{10};

struct Undertaking {
  int state;
  const char* what;
  const char* command;
};
constexpr std::array kUndertakings{
    Undertaking{GIT_REPOSITORY_STATE_MERGE, "A merge", "merge"},
    Undertaking{GIT_REPOSITORY_STATE_REVERT, "A revert", "revert"},
    Undertaking{GIT_REPOSITORY_STATE_REVERT_SEQUENCE, "A revert", "revert"},
    Undertaking{GIT_REPOSITORY_STATE_CHERRYPICK, "A cherry-pick", "cherry-pick"},
    Undertaking{GIT_REPOSITORY_STATE_CHERRYPICK_SEQUENCE, "A cherry-pick", "cherry-pick"},
    Undertaking{GIT_REPOSITORY_STATE_BISECT, "A bisection", "bisect"},
    Undertaking{GIT_REPOSITORY_STATE_REBASE, "A rebase", "rebase"},
    Undertaking{GIT_REPOSITORY_STATE_REBASE_INTERACTIVE, "A rebase", "rebase"},
    Undertaking{GIT_REPOSITORY_STATE_REBASE_MERGE, "A rebase", "rebase"},
    Undertaking{GIT_REPOSITORY_STATE_APPLY_MAILBOX, "Applying of mailed changes", "am"},
    Undertaking{GIT_REPOSITORY_STATE_APPLY_MAILBOX_OR_REBASE, "A rebase", "rebase"},
};

Result<void> check_nothing_under_way(git_repository* repository) {
  const int state = git_repository_state(repository);
  if (state == GIT_REPOSITORY_STATE_NONE) return {};
  const Undertaking* found = &kUndertakings.front();
  for (const Undertaking& each : kUndertakings)
    if (each.state == state) found = &each;
  const std::string end = state == GIT_REPOSITORY_STATE_BISECT ? "reset" : "abort";
  return fail(
      Code::kConflict, std::string(found->what) + " is under way in the articles' Git repository.",
      "Finish it there, or give it up with `git " + std::string(found->command) +
          (state == GIT_REPOSITORY_STATE_BISECT ? " " : " --") + end + "`; then try again.");
}

bool has_file(const TreeEdit& edit) {
  return edit.entry.has_value();
}

std::string first_line(std::string_view message) {
  return std::string(message.substr(0, message.find('\n')));
}

}  // namespace

/// One commit on its way, under the lock of the repository.
class History::Committing {
 public:
  Committing(const Repository& repository, const std::vector<FileChange>& changes,
             const Author& author, std::string_view message)
      : repository_(repository),
        changes_(changes),
        author_(signature_of(author)),
        message_(commit_message(message)) {}

  Result<std::string> run() {
    for (int attempt = 0; attempt < kAttempts; ++attempt) {
      if (attempt > 0) std::this_thread::sleep_for(kPause);
      auto done = try_once();
      if (!done) return tl::unexpected(std::move(done.error()));
      if (*done) return **std::move(done);
    }
    return fail(Code::kConflict, "Other programs commit to the articles' repository all the time.",
                "Try again when they are done.");
  }

 private:
  /// The commit's id; absent where another program has moved the branch meanwhile.
  Result<std::optional<std::string>> try_once() {
    auto opened = repository_.open();
    if (!opened) return tl::unexpected(std::move(opened.error()));
    git_repository* const repository = opened->repository.get();
    auto lock = git::CommitLock::take(repository, repository_.places());
    if (!lock) return tl::unexpected(lock.error());
    // Only now nobody checks out another branch.
    if (auto ready = check_nothing_under_way(repository); !ready)
      return tl::unexpected(std::move(ready.error()));
    auto head = git::read_head(repository);
    if (!head) return tl::unexpected(std::move(head.error()));
    opened->head = *std::move(head);

    const auto edits = write_files(*opened);
    if (!edits) return tl::unexpected(edits.error());
    const auto tree = git::edit_tree(opened->odb.get(), opened->head.tree, *edits, written_);
    if (!tree) return tl::unexpected(tree.error());
    if (opened->head.tree && git_oid_equal(&*tree, &*opened->head.tree) != 0)
      return std::optional(git::to_hex(*opened->head.id));
    if (!opened->head.tree && std::ranges::none_of(*edits, &has_file)) return std::string();
    const auto commit = write_commit(*opened, *tree);
    if (!commit) return tl::unexpected(commit.error());
    return move_to(*opened, *lock, *edits, *commit);
  }

  Result<std::vector<TreeEdit>> write_files(const Repository::Opened& in) {
    written_.clear();
    git::TreeReader reader(in.odb.get());
    std::vector<TreeEdit> edits;
    for (const FileChange& change : changes_) {
      auto path = repository_.inner(change.path);
      if (!path) return tl::unexpected(std::move(path.error()));
      TreeEdit edit{*std::move(path), std::nullopt};
      if (change.bytes) {
        const auto former = in.head.tree ? reader.find(*in.head.tree, edit.path)
                                         : Result<std::optional<TreeEntry>>(std::nullopt);
        if (!former) return tl::unexpected(former.error());
        const bool program = *former && (*former)->mode == git::kProgramMode;
        edit.entry = TreeEntry{program ? git::kProgramMode : git::kFileMode, {}};
        if (const int error = git_odb_write(&edit.entry->id, in.odb.get(), change.bytes->data(),
                                            change.bytes->size(), GIT_OBJECT_BLOB))
          return git::failure(error, "writing a file");
        written_.push_back(edit.entry->id);
      }
      edits.push_back(std::move(edit));
    }
    return edits;
  }

  Result<git_oid> write_commit(const Repository::Opened& in, const git_oid& tree) {
    git_oid id{};
    std::array<const git_oid*, 1> parents{in.head.id ? &*in.head.id : nullptr};
    if (const int error = git_commit_create_from_ids(
            &id, in.repository.get(), nullptr, author_.get(), author_.get(), nullptr,
            message_.c_str(), &tree, in.head.id ? 1 : 0, parents.data()))
      return git::failure(error, "writing the commit");
    written_.push_back(id);
    return id;
  }

  Result<std::optional<std::string>> move_to(const Repository::Opened& in, git::CommitLock& lock,
                                             const std::vector<TreeEdit>& edits,
                                             const git_oid& commit) {
    const git::GitPlaces& places = repository_.places();
    auto index = git::IndexFile::read(places.index);
    if (!index) return tl::unexpected(std::move(index.error()));
    const auto followed = follow(*index, in, edits);
    if (!followed) return tl::unexpected(followed.error());
    // First of all: whoever finds the branch locked after a crash must know by whom.
    if (auto noted = lock.note(in.head, commit, *followed); !noted)
      return tl::unexpected(std::move(noted.error()));
    auto update = git::ReferenceUpdate::begin(in.repository.get(), places, in.head, commit);
    if (!update) return tl::unexpected(std::move(update.error()));
    if (!*update) return std::optional<std::string>();
    if (auto synced = git::sync(places.common / "objects", written_,
                                {(*update)->lock_file(), lock.note_file()});
        !synced)
      return tl::unexpected(std::move(synced.error()));
    const std::string what =
        std::string(in.head.id ? "commit: " : "commit (initial): ") + first_line(message_);
    if (auto moved = (*update)->finish(*author_, what); !moved)
      return tl::unexpected(std::move(moved.error()));
    // It is committed; where the index cannot follow now, the note has it follow later.
    if (!followed->empty() && !lock.write_index(std::move(*index).to_bytes())) lock.keep_note();
    return std::optional(git::to_hex(commit));
  }

  /// Sets those entries of the index that are as HEAD has them. Their paths.
  Result<std::vector<std::string>> follow(git::IndexFile& index, const Repository::Opened& in,
                                          const std::vector<TreeEdit>& edits) {
    std::vector<std::string> followed;
    git::TreeReader reader(in.odb.get());
    for (const TreeEdit& edit : edits) {
      const auto before = in.head.tree ? reader.find(*in.head.tree, edit.path)
                                       : Result<std::optional<TreeEntry>>(std::nullopt);
      if (!before) return tl::unexpected(before.error());
      const auto found = index.find(edit.path);
      if (found.unclear || found.entry != *before || found.entry == edit.entry) continue;
      index.set(edit.path, edit.entry);
      followed.push_back(edit.path);
    }
    return followed;
  }

  const Repository& repository_;
  const std::vector<FileChange>& changes_;
  git::Signature author_;
  std::string message_;
  std::vector<git_oid> written_;  ///< objects of this commit, new or not
};

History::History(std::unique_ptr<Repository> repository) : repository_(std::move(repository)) {}
History::History(History&&) noexcept = default;
History& History::operator=(History&&) noexcept = default;
History::~History() = default;

Result<std::optional<History>> History::open(const fs::path& articles) {
  auto found = Repository::find(articles);
  if (!found) return tl::unexpected(std::move(found.error()));
  if (!*found) return std::optional<History>();
  if (git::CommitLock::is_left_over((*found)->places())) {
    // Where it cannot be mended now, the next commit tries again, and says what is wrong.
    const auto opened = (*found)->open();
    if (opened) (void)git::CommitLock::take(opened->repository.get(), (*found)->places());
  }
  return std::optional<History>(History(*std::move(found)));
}

Result<void> History::check_ready() const {
  const auto opened = repository_->open();
  if (!opened) return tl::unexpected(opened.error());
  if (auto ready = check_nothing_under_way(opened->repository.get()); !ready) return ready;
  if (git::CommitLock::is_held_elsewhere(repository_->places()))
    return fail(Code::kConflict, "Another program is changing the articles' Git repository.",
                "Try again when it is done; if no Git program runs any more, remove index.lock in "
                "its folder .git.");
  return {};
}

Result<std::string> History::commit(const std::vector<FileChange>& changes, const Author& author,
                                    std::string_view message) {
  const std::lock_guard lock(repository_->committing);
  return Committing(*repository_, changes, author, message).run();
}

Result<std::optional<std::string>> History::committed(const std::string& path) const {
  const auto inner = repository_->inner(path);
  if (!inner) return tl::unexpected(inner.error());
  const auto opened = repository_->open();
  if (!opened) return tl::unexpected(opened.error());
  if (!opened->head.tree) return std::optional<std::string>();
  auto bytes = Repository::bytes_at(*opened, *opened->head.tree, *inner);
  if (!bytes && bytes.error().code == Code::kNotFound) return std::optional<std::string>();
  if (!bytes) return tl::unexpected(std::move(bytes.error()));
  return std::optional(*std::move(bytes));
}

Result<std::string> History::version(const std::string& path, const std::string& revision) const {
  const auto inner = repository_->inner(path);
  if (!inner) return tl::unexpected(inner.error());
  const auto id = git::from_hex(revision);
  if (!id) return fail_at("revision", "A revision is 40 hexadecimal digits.");
  const auto opened = repository_->open();
  if (!opened) return tl::unexpected(opened.error());
  git::Commit commit;
  const int error = git_commit_lookup(git::Out(commit), opened->repository.get(), &*id);
  if (error == GIT_ENOTFOUND || error == GIT_EINVALIDSPEC)
    return fail(Code::kNotFound, "There is no revision " + revision + ".");
  if (error != 0) return git::failure(error, "reading commit " + revision);
  return Repository::bytes_at(*opened, *git_commit_tree_id(commit.get()), *inner);
}

}  // namespace aplomb
