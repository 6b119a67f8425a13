// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "indexer/git_access.h"
#include "indexer/git_commit_lock.h"
#include "indexer/git_head.h"
#include "indexer/git_tree.h"
#include "indexer/history.h"

namespace aplomb {

/// Where the repository is. It is opened anew for each call, which takes a quarter of a millisecond
/// and sees what other programs have done to it meanwhile.
class History::Repository {
 public:
  /// Finds it from the articles folder upwards. Absent where there is none. Errors: as
  /// History::open().
  static Result<std::unique_ptr<Repository>> find(const std::filesystem::path& articles);

  /// An open repository and its objects.
  struct Opened {
    git::Repository repository;
    git::Odb odb;
    git::Head head;
  };
  [[nodiscard]] Result<Opened> open() const;

  /// The path within the repository. Errors: kInvalidArgument (none for an article).
  [[nodiscard]] Result<std::string> inner(const std::string& path) const;
  /// The path within the articles folder; absent for what is elsewhere.
  [[nodiscard]] std::optional<std::string> outer(const std::string& path) const;

  [[nodiscard]] const git::GitPlaces& places() const { return places_; }

  /// What a commit has at a path within the repository, if it is a file.
  [[nodiscard]] static Result<std::string> bytes_at(const Opened& in, const git_oid& tree,
                                                    const std::string& path);

  std::mutex committing;

 private:
  std::string working_tree_;
  std::string prefix_;  ///< of the articles folder in it, with a slash at its end; may be empty
  git::GitPlaces places_;
};

/// Names and messages as a commit can hold them.
[[nodiscard]] git::Signature signature_of(const Author& author);
[[nodiscard]] std::string commit_message(std::string_view message);

}  // namespace aplomb
