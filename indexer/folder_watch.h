// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/descriptor.h"
#include "engine/result.h"

namespace aplomb {

/// Hears from the system (inotify) what happens to the articles in a folder and in all folders
/// below it but hidden ones. Paths are within the folder, '/' between parts.
///
/// A file that somebody writes to is told of when it is closed. A folder that comes, by whatever
/// way, is watched first and then looked through, so that nothing in it is missed; a file may be
/// told of twice. Links to files within the folder are told of when what they lead to changes.
/// Not heard of: changes of rights, and what other machines do to a network drive.
/// Thread-safety: none.
class FolderWatch {
 public:
  enum class What {
    kWritten,  ///< a file is there, whole
    kGone,     ///< a file or a folder is not there any more
  };
  struct Change {
    std::string path;
    What what = What::kWritten;
  };

  /// Errors: kNotFound (no such folder), kIo (the system watches nothing for us).
  [[nodiscard]] static Result<FolderWatch> start(std::filesystem::path root);

  /// Readable when there is something to read().
  [[nodiscard]] int descriptor() const { return inotify_.get(); }

  /// What has happened since the last time; does not wait. Call it now and then anyway: a file that
  /// was made and never closed is told of when nobody has written to it for some time. After
  /// is_lost() there is nothing more to hear.
  [[nodiscard]] std::vector<Change> read();

  /// Whether changes have been missed, or the folder is another one now, or none: start another
  /// watch, and compare everything.
  [[nodiscard]] bool is_lost() const;

  /// Why not all folders are watched; absent when they are.
  [[nodiscard]] const std::optional<Error>& problem() const { return problem_; }

 private:
  using Clock = std::chrono::steady_clock;
  struct Identity {
    dev_t device{};
    ino_t number{};
    bool operator==(const Identity&) const = default;
  };

  FolderWatch(std::filesystem::path root, Descriptor inotify)
      : root_(std::move(root)), inotify_(std::move(inotify)) {}

  [[nodiscard]] std::optional<Identity> identity() const;
  void add(const std::string& folder, std::vector<Change>* found);
  bool watch(const std::string& folder);
  void forget(const std::string& folder);
  void note_link(const std::string& path);
  void take(int watch, std::uint32_t mask, std::string_view name, std::vector<Change>& changes);
  void take_file(const std::string& path, std::uint32_t mask, std::vector<Change>& changes);
  void take_unclosed(std::vector<Change>& changes);

  std::filesystem::path root_;
  Descriptor inotify_;
  Identity identity_;
  bool lost_ = false;
  std::optional<Error> problem_;
  std::unordered_map<int, std::string> folders_;        // by watch; "" is the root
  std::map<std::string, int> watches_;                  // by folder
  std::map<std::string, std::set<std::string>> links_;  // by what they lead to
  std::set<std::string> unclosed_;                      // made, and not closed since
};

}  // namespace aplomb
