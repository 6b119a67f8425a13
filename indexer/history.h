// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/result.h"

namespace aplomb {

/// Who made a change, as Git writes it. Neither may hold `<`, `>` or a line end; others are
/// replaced.
struct Author {
  std::string name;
  std::string email;
};

/// One commit, as far as one file is concerned.
struct Revision {
  std::string id;  ///< 40 hexadecimal digits
  Author author;
  std::chrono::sys_seconds at{};
  std::string message;   ///< whole, valid UTF-8
  std::string path;      ///< of the file after it, within the articles folder
  bool removed = false;  ///< it took the file away
};

/// What one save does to one file.
struct FileChange {
  std::string path;                  ///< within the articles folder
  std::optional<std::string> bytes;  ///< absent: the file goes
};

/// What became of the folder's files from some moment on.
struct ChangesSince {
  struct File {
    std::string path;  ///< within the articles folder
    enum class What { kNew, kChanged, kGone } what = What::kChanged;
  };
  std::string base;         ///< the commit that they are compared with
  std::vector<File> files;  ///< by their paths
  bool cut = false;         ///< there are more
};

/// A line of a file, and the commit that it is from.
struct BlamedLine {
  int line = 0;          ///< from 1
  std::string revision;  ///< empty for a line that is not committed
};

/// The history of the articles folder in the Git repository that it lies in.
///
/// Commits are made of HEAD's tree and the changed paths alone and set on the branch by
/// compare-and-swap, so that the user's own index, working tree and branches are never touched, but
/// for the index entries of the changed paths where they were as HEAD had them: those follow, so
/// that `git status` shows nothing. Objects and the reference are synced to disk before commit()
/// returns. Nothing of the repository is run: no hooks, no filters, no external programs.
///
/// Thread-safe: each call opens the repository for itself; commits wait for each other.
/// Errors of all: kDamaged (the repository does not read), kIo, kFull.
class History {
 public:
  /// The repository whose working tree holds `articles`. Mends what a crash has left of a commit.
  /// Absent where there is none, or the folder is ignored by it. Errors: kForbidden (it belongs to
  /// another user), kInvalidArgument (bare).
  [[nodiscard]] static Result<std::optional<History>> open(const std::filesystem::path& articles);

  /// Makes one in the folder, with everything there as its first commit. Errors: kConflict (the
  /// folder lies in one already), kNotFound.
  [[nodiscard]] static Result<History> init(const std::filesystem::path& articles,
                                            const Author& author);

  /// Whether a commit can be made now. Errors: kConflict, which says what is under way (a merge, a
  /// rebase, a cherry-pick, a bisection, another program's `index.lock`) and what to do.
  [[nodiscard]] Result<void> check_ready() const;

  /// One commit of the changes; its id. HEAD may be a branch, unborn or detached. Changes that
  /// change nothing make no commit: the id is then that of HEAD. Where another program commits at
  /// the same moment it is tried again on top of that.
  /// Errors: kConflict (as check_ready()).
  [[nodiscard]] Result<std::string> commit(const std::vector<FileChange>& changes,
                                           const Author& author, std::string_view message);

  /// What HEAD has at the path; absent where it has nothing.
  [[nodiscard]] Result<std::optional<std::string>> committed(const std::string& path) const;

  /// The commits that changed a file, newest first, following it through renames (the same bytes,
  /// or most of them, under another path in the same commit). At most `limit`; `after` is the last
  /// id of the page before. Looks at no more than kMaxCommitsWalked commits.
  struct Log {
    std::vector<Revision> revisions;
    std::optional<std::string> next;  ///< hand it in as `after`
    bool cut = false;                 ///< there may be older ones than were looked at
  };
  static constexpr std::size_t kMaxCommitsWalked = 20'000;
  [[nodiscard]] Result<Log> log(const std::string& path, std::size_t limit,
                                const std::string& after = {}) const;

  /// The file's bytes as of a commit. Errors: kNotFound (no such commit, or not there in it),
  /// kInvalidArgument (no 40 hexadecimal digits; over kMaxArticleBytes).
  [[nodiscard]] Result<std::string> version(const std::string& path,
                                            const std::string& revision) const;

  /// Which files differ between HEAD and the newest commit on its first line that is not younger
  /// than `at`; where all are, the oldest. At most kMaxFilesTold. Absent where nothing is
  /// committed.
  static constexpr std::size_t kMaxFilesTold = 5000;
  [[nodiscard]] Result<std::optional<ChangesSince>> changes_since(
      std::chrono::sys_seconds at) const;

  /// Which commit each line of `bytes` is from, as the file's next version.
  [[nodiscard]] Result<std::vector<BlamedLine>> blame(const std::string& path,
                                                      std::string_view bytes) const;

  History(History&&) noexcept;
  History& operator=(History&&) noexcept;
  ~History();

 private:
  class Repository;  // keeps libgit2 out of this header
  class Committing;
  class Walk;
  explicit History(std::unique_ptr<Repository> repository);
  std::unique_ptr<Repository> repository_;
};

}  // namespace aplomb
