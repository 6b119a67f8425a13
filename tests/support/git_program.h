// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <stdexcept>
#include <string>

namespace aplomb::test {

/// Git itself in a folder, without the settings of whoever runs the tests.
class GitProgram {
 public:
  explicit GitProgram(std::filesystem::path folder) : folder_(std::move(folder)) {}

  /// `git ARGUMENTS`, words as a shell takes them. What it says, on both outputs; the exit code
  /// must be `expected`.
  std::string operator()(const std::string& arguments, int expected = 0) const {
    const std::string command =
        "cd '" + folder_.string() +
        "' && env GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null LC_ALL=C "
        "GIT_EDITOR=true git -c user.name=User -c user.email=user@example.org "
        "-c init.defaultBranch=main " +
        arguments + " 2>&1";
    std::FILE* const pipe = ::popen(command.c_str(), "r");
    if (pipe == nullptr) throw std::runtime_error("no shell");
    std::string said;
    std::array<char, 4096> chunk{};
    for (std::size_t got = 0; (got = std::fread(chunk.data(), 1, chunk.size(), pipe)) > 0;)
      said.append(chunk.data(), got);
    const int status = ::pclose(pipe);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != expected)
      throw std::runtime_error("git " + arguments + ": " + said);
    return said;
  }

 private:
  std::filesystem::path folder_;
};

}  // namespace aplomb::test
