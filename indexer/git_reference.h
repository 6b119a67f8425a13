// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "engine/result.h"
#include "indexer/git_commit_lock.h"
#include "indexer/git_head.h"

namespace aplomb::git {

/// A reference on its way to another commit, in the two steps that libgit2 does as one, so that its
/// new value is synced with the objects: first it is written to a lock file beside it, which also
/// keeps others off, then renamed. Git does the same.
class ReferenceUpdate {
 public:
  /// Takes the reference of `head`, if it still has that value. Absent where it has not, or where
  /// somebody else is changing it at this moment. Errors: kFull, kIo, those of failure().
  [[nodiscard]] static Result<std::optional<ReferenceUpdate>> begin(git_repository* repository,
                                                                    const GitPlaces& places,
                                                                    const Head& head,
                                                                    const git_oid& to);

  ReferenceUpdate(ReferenceUpdate&& other) noexcept;
  ReferenceUpdate& operator=(ReferenceUpdate&&) = delete;
  ~ReferenceUpdate();

  /// To be synced before finish().
  [[nodiscard]] const std::filesystem::path& lock_file() const { return lock_; }

  /// Notes it in the reflogs and moves the reference; it is on disk then.
  [[nodiscard]] Result<void> finish(const git_signature& who, const std::string& message);

 private:
  ReferenceUpdate() = default;
  void log(const git_signature& who, const std::string& message) const;

  GitPlaces places_;
  Head head_;
  git_oid to_{};
  bool logs_ = true;                   ///< core.logAllRefUpdates
  std::filesystem::path file_, lock_;  ///< lock_ is empty when there is none
};

}  // namespace aplomb::git
