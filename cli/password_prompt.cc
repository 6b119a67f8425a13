// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/password_prompt.h"

#include <termios.h>
#include <unistd.h>

#include <cstddef>
#include <iostream>
#include <optional>
#include <string>
#include <utility>

#include "desk/people.h"

namespace aplomb::cli {
namespace {

constexpr char kCtrlC = '\x03';

/// Shows nothing that is typed. Ctrl+C arrives as a character, so that the process does not end
/// and leave the terminal like this.
class SilentTerminal {
 public:
  SilentTerminal() {
    ::tcgetattr(STDIN_FILENO, &before_);
    termios silent = before_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO | ISIG);
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
  }
  SilentTerminal(const SilentTerminal&) = delete;
  SilentTerminal& operator=(const SilentTerminal&) = delete;
  ~SilentTerminal() { ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_); }

 private:
  termios before_{};
};

/// Byte by byte, past no buffer that would keep it; nothing at the end of the input. One byte
/// more than a password can have is enough to be told that it is too long.
std::optional<desk::Secret> read_line() {
  std::string line;
  line.reserve(desk::kMaxPasswordBytes + 2);  // or growing would leave copies behind
  char c = 0;
  bool any = false;
  while (line.size() <= desk::kMaxPasswordBytes && ::read(STDIN_FILENO, &c, 1) == 1) {
    any = true;
    if (c == '\n') break;
    line += c;
  }
  if (!any) return std::nullopt;
  if (line.ends_with('\r')) line.pop_back();
  return desk::Secret(std::move(line));
}

Result<desk::Secret> ask(const char* prompt) {
  std::cerr << prompt << std::flush;
  auto line = read_line();
  std::cerr << "\n";
  if (line && line->reveal().find(kCtrlC) == std::string_view::npos) return std::move(*line);
  return fail(Code::kInvalidArgument, "cancelled; nothing was changed");
}

}  // namespace

Result<desk::Secret> ask_new_password() {
  if (::isatty(STDIN_FILENO) == 0)
    return fail(Code::kInvalidArgument, "there is no terminal to ask for the password at",
                "give it as one line on standard input, with --password-stdin");
  const SilentTerminal silent;
  auto first = ask("New password: ");
  if (!first) return first;
  const auto second = ask("Once more: ");
  if (!second) return tl::unexpected<Error>(second.error());
  if (first->reveal() != second->reveal())
    return fail(Code::kInvalidArgument, "the two passwords differ",
                "nothing was changed; try again");
  return first;
}

Result<desk::Secret> read_password_line() {
  if (auto line = read_line()) return std::move(*line);
  return fail(Code::kInvalidArgument, "there is no password on standard input",
              "write it there as one line");
}

}  // namespace aplomb::cli
