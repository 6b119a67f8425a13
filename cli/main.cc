// SPDX-License-Identifier: GPL-3.0-or-later
#include <CLI/CLI.hpp>
#include <array>
#include <exception>
#include <iostream>
#include <utility>

#include "cli/common.h"

namespace {

int run(int argc, char** argv) {
  using namespace aplomb::cli;
  CLI::App program("Aplomb: the knowledge base for people on the phone", "aplomb");
  program.set_version_flag("--version", "aplomb " APLOMB_VERSION);
  program.require_subcommand(1);
  program.footer("Exit codes: 0 done, 1 the work found problems, 2 wrong usage, 3 failed.");
  const std::array<Action, 10> actions{
      add_serve(program),   add_index(program), add_search(program), add_check(program),
      add_user(program),    add_token(program), add_eval(program),   add_analyze(program),
      add_meaning(program), add_schema(program)};
  const std::array<const char*, 10> names{"serve", "index", "search",  "check",   "user",
                                          "token", "eval",  "analyze", "meaning", "schema"};
  try {
    program.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return program.exit(error) == 0 ? kDone : kUsage;
  }
  for (std::size_t i = 0; i < actions.size(); ++i)
    if (program.got_subcommand(names[i])) return actions[i]();
  return kUsage;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const std::exception& error) {
    std::cerr << "aplomb: unexpected: " << error.what() << "\n";
    return aplomb::cli::kFailed;
  }
}
