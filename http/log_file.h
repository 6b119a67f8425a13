// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <string_view>

#include "engine/result.h"
#include "http/gate/socket.h"

namespace aplomb::http {

/// A file, a pipe or standard error that whole lines are appended to.
/// Thread-safety: one thread at a time.
class LogFile {
 public:
  /// Opens `path` for appending (O_APPEND, mode 0640 where it makes it); "-" is standard error.
  /// A named pipe needs its reader first.
  /// Errors: kIo.
  [[nodiscard]] static Result<LogFile> open(const std::filesystem::path& path);

  /// Opens the path anew, since what lay there has been moved away. On an error the former file
  /// stays in use. Does nothing for standard error.
  [[nodiscard]] Result<void> reopen();

  /// What became of some lines.
  struct Written {
    std::size_t lines = 0;  ///< that stand there whole
    int error = 0;          ///< errno of what stopped it; ETIMEDOUT when `patient` gave up
  };
  /// Appends `lines`, each with its line end and at most kMaxLineBytes long, as far as it goes. A
  /// line that was cut is ended before the next ones. A destination that takes nothing is waited
  /// for as long as `patient` says so, which is asked some times a second; a regular file never is.
  /// The caller blocks SIGPIPE.
  [[nodiscard]] Written append(std::string_view lines, const std::function<bool()>& patient);

 private:
  LogFile(std::filesystem::path path, Descriptor file);
  [[nodiscard]] int get() const;
  [[nodiscard]] int write_all(std::string_view& bytes, const std::function<bool()>& patient);

  std::filesystem::path path_;
  Descriptor file_;    ///< none for standard error, which is not ours to close
  bool torn_ = false;  ///< the last line lacks its end
};

}  // namespace aplomb::http
