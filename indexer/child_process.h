// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <sys/types.h>

#include <cstdio>
#include <string>
#include <vector>

#include "engine/result.h"

namespace aplomb {

/// Another program, run beside this one without a shell between. Waited for when it goes out of
/// scope; what it still writes then ends in a closed pipe. Thread-safety: none.
class ChildProcess {
 public:
  enum class Errors { kWithOutput, kDropped };

  /// `words[0]` is looked for in PATH. Errors: kNotFound (no such program), kIo.
  [[nodiscard]] static Result<ChildProcess> start(const std::vector<std::string>& words,
                                                  Errors errors);

  /// What it writes to standard output, and with kWithOutput to standard error.
  [[nodiscard]] std::FILE* output() const { return output_; }

  /// Closes the pipe and waits for the end. The exit code; minus the signal that ended it.
  int wait();

  ChildProcess(ChildProcess&& other) noexcept;
  ChildProcess& operator=(ChildProcess&&) = delete;
  ~ChildProcess();

 private:
  ChildProcess(pid_t process, std::FILE* output) : process_(process), output_(output) {}

  pid_t process_;
  std::FILE* output_;
  int exit_code_ = -1;
};

}  // namespace aplomb
