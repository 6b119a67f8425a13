// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/descriptor.h"
#include "engine/result.h"
#include "indexer/git_access.h"
#include "indexer/git_head.h"

namespace aplomb::git {

/// Where a repository keeps what a commit changes.
struct GitPlaces {
  std::filesystem::path folder;  ///< `.git`, or of a linked working tree its own part of it
  std::filesystem::path common;  ///< where branches and objects are; the same but for those
  std::filesystem::path index;
};

/// The file of a reference, of HEAD or of a branch.
[[nodiscard]] std::filesystem::path file_of(const GitPlaces& places, const std::string& reference);

/// The right to change the index and what HEAD points to. Git itself waits for no one: while
/// `index.lock` exists its commands that would change the index say so and end.
///
/// A crash must not leave that behind, since every later `git commit` would be refused. So ours is
/// a link that names its maker, valid only as long as a file beside it is locked in the kernel's
/// sense (flock); who finds the link without the lock has found what a crash left, and mends it.
/// That file also notes what is under way.
class CommitLock {
 public:
  /// Waits for our own commits, and for other programs up to a second, since `git status` takes
  /// the lock for milliseconds. Errors: kConflict, kIo, kFull, those of failure().
  [[nodiscard]] static Result<CommitLock> take(git_repository* repository, const GitPlaces& places);

  /// Whether a crash may have left something; take() mends it.
  [[nodiscard]] static bool is_left_over(const GitPlaces& places);

  /// Whether another program holds the lock.
  [[nodiscard]] static bool is_held_elsewhere(const GitPlaces& places);

  CommitLock(CommitLock&& other) noexcept;
  CommitLock& operator=(CommitLock&&) = delete;
  ~CommitLock();

  /// Notes what comes next: HEAD will move to `to`, and the index follow at these paths. The note
  /// goes with the lock. To be synced (note_file) before the reference moves: then neither a crash
  /// nor a power cut leaves an index that would take the commit back.
  [[nodiscard]] Result<void> note(const Head& head, const git_oid& to,
                                  const std::vector<std::string>& paths) const;
  [[nodiscard]] std::filesystem::path note_file() const;

  /// Leaves the note for the next who takes the lock.
  void keep_note() { keeps_note_ = true; }

  /// Replaces the index; not synced.
  [[nodiscard]] Result<void> write_index(std::string_view bytes) const;

 private:
  explicit CommitLock(GitPlaces places) : places_(std::move(places)) {}
  [[nodiscard]] Result<void> mend_left_over(git_repository* repository) const;
  [[nodiscard]] Result<void> take_link() const;

  GitPlaces places_;
  Descriptor file_;
  bool keeps_note_ = false;
};

}  // namespace aplomb::git
