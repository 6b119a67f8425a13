// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace aplomb::test {

/// What a program is started with besides its arguments.
struct Surroundings {
  std::string input{};  ///< all of its standard input; at most what fits into a pipe (64 KiB)
  std::vector<int> sockets{};            ///< passed on as systemd does, from descriptor 3 on
  std::vector<std::string> variables{};  ///< NAME=VALUE, more than this process has
};

/// `aplomb ARGUMENTS…`, running beside the test. Killed when it goes out of scope.
class Program {
 public:
  explicit Program(const std::vector<std::string>& arguments, const Surroundings& with = {});
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;
  ~Program();

  /// Reads standard output up to and with the first line that holds `text`; all of it at its end.
  std::string read_until(const std::string& text);
  void signal(int number) const;
  [[nodiscard]] pid_t process() const { return process_; }
  /// Has all of these wait for it before it takes the first.
  void signal_at_once(const std::vector<int>& numbers) const;
  /// Waits for the end. The exit code; minus the signal's number when one ended it.
  int wait();
  /// What was written to standard error until now.
  [[nodiscard]] std::string errors() const;

 private:
  pid_t process_ = -1;
  int output_ = -1;
  std::string error_file_;
  int exit_code_ = 0;
};

struct Finished {
  int exit_code = 0;
  std::string output, errors;
};

/// Runs `aplomb ARGUMENTS…` to its end.
[[nodiscard]] Finished run(const std::vector<std::string>& arguments,
                           const std::string& input = {});

}  // namespace aplomb::test
