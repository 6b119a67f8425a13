// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/program.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace aplomb::test {

namespace {

constexpr int kFirstPassed = 3;  // sd_listen_fds(3)

/// What env(1), a shell and the program are called with. A shell, since LISTEN_PID must name the
/// process that becomes the program.
std::vector<std::string> command_line(const std::vector<std::string>& arguments,
                                      const Surroundings& with) {
  std::vector<std::string> words{"/usr/bin/env"};
  words.insert(words.end(), with.variables.begin(), with.variables.end());
  if (!with.sockets.empty())
    words.insert(words.end(), {"LISTEN_FDS=" + std::to_string(with.sockets.size()), "/bin/sh", "-c",
                               R"(LISTEN_PID=$$ exec "$0" "$@")"});
  words.emplace_back(APLOMB_PROGRAM);
  words.insert(words.end(), arguments.begin(), arguments.end());
  return words;
}

/// In the child: the descriptors to pass on, from 3 on. First out of the way, or one could be
/// written over before it is its turn.
void place(std::vector<int> sockets) {
  const int free = kFirstPassed + static_cast<int>(sockets.size());
  for (int& socket : sockets) socket = ::fcntl(socket, F_DUPFD_CLOEXEC, free);
  for (std::size_t i = 0; i < sockets.size(); ++i)
    ::dup2(sockets[i], kFirstPassed + static_cast<int>(i));
}

}  // namespace

Program::Program(const std::vector<std::string>& arguments, const Surroundings& with) {
  std::string pattern = (std::filesystem::temp_directory_path() / "aplomb-errors-XXXXXX").string();
  const int errors = ::mkostemp(pattern.data(), O_CLOEXEC);
  error_file_ = pattern;
  std::array<int, 2> pipe{};
  if (errors < 0 || ::pipe2(pipe.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");

  std::array<int, 2> input_pipe{};
  if (::pipe2(input_pipe.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  // fits into the pipe, so that nobody waits
  const auto& input = with.input;
  if (::write(input_pipe[1], input.data(), input.size()) != static_cast<ssize_t>(input.size()))
    throw std::runtime_error("no room for the input");
  ::close(input_pipe[1]);

  auto words = command_line(arguments, with);
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);

  process_ = ::fork();
  if (process_ == 0) {
    ::dup2(input_pipe[0], STDIN_FILENO);
    ::dup2(pipe[1], STDOUT_FILENO);
    ::dup2(errors, STDERR_FILENO);
    place(with.sockets);
    ::execv(argv[0], argv.data());
    ::_exit(127);
  }
  ::close(input_pipe[0]);
  ::close(pipe[1]);
  ::close(errors);
  output_ = pipe[0];
}

Program::~Program() {
  if (process_ > 0) {
    ::kill(process_, SIGKILL);
    wait();
  }
  if (output_ >= 0) ::close(output_);
  std::error_code ignored;
  std::filesystem::remove(error_file_, ignored);
}

std::string Program::read_until(const std::string& text) {
  std::string all;
  char c = 0;
  while (::read(output_, &c, 1) == 1) {
    all += c;
    if (c == '\n' && !text.empty() && all.find(text) != std::string::npos) break;
  }
  return all;
}

void Program::signal(int number) const {
  ::kill(process_, number);
}

void Program::signal_at_once(const std::vector<int>& numbers) const {
  ::kill(process_, SIGSTOP);
  int status = 0;
  ::waitpid(process_, &status, WUNTRACED);
  for (const int number : numbers) ::kill(process_, number);
  ::kill(process_, SIGCONT);
}

int Program::wait() {
  if (process_ <= 0) return exit_code_;
  int status = 0;
  ::waitpid(process_, &status, 0);
  process_ = -1;
  exit_code_ = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  return exit_code_;
}

std::string Program::errors() const {
  std::ifstream file(error_file_, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

Finished run(const std::vector<std::string>& arguments, const std::string& input) {
  Program program(arguments, {.input = input});
  Finished finished;
  finished.output = program.read_until("");
  finished.exit_code = program.wait();
  finished.errors = program.errors();
  return finished;
}

}  // namespace aplomb::test
