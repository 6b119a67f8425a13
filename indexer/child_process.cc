// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/child_process.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

namespace aplomb {

Result<ChildProcess> ChildProcess::start(const std::vector<std::string>& words, Errors errors) {
  const auto refused = [&](int error) {
    return fail(error == ENOENT ? Code::kNotFound : Code::kIo,
                "cannot run " + words[0] + ": " + std::generic_category().message(error));
  };
  std::array<int, 2> pipe{};
  if (::pipe2(pipe.data(), O_CLOEXEC) != 0) return refused(EMFILE);
  std::vector<std::string> copies = words;
  std::vector<char*> arguments;
  for (std::string& word : copies) arguments.push_back(word.data());
  arguments.push_back(nullptr);

  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, pipe[1], STDOUT_FILENO);
  if (errors == Errors::kWithOutput)
    posix_spawn_file_actions_adddup2(&actions, pipe[1], STDERR_FILENO);
  else
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  pid_t process = -1;
  const int error =
      ::posix_spawnp(&process, arguments[0], &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  ::close(pipe[1]);
  if (error != 0) {
    ::close(pipe[0]);
    return refused(error);
  }
  return ChildProcess(process, ::fdopen(pipe[0], "r"));
}

int ChildProcess::wait() {
  if (output_ != nullptr) std::fclose(std::exchange(output_, nullptr));
  if (process_ <= 0) return exit_code_;
  int status = 0;
  while (::waitpid(process_, &status, 0) < 0 && errno == EINTR) {
  }
  process_ = -1;
  exit_code_ = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  return exit_code_;
}

ChildProcess::ChildProcess(ChildProcess&& other) noexcept
    : process_(std::exchange(other.process_, -1)),
      output_(std::exchange(other.output_, nullptr)),
      exit_code_(other.exit_code_) {}

ChildProcess::~ChildProcess() {
  wait();
}

}  // namespace aplomb
