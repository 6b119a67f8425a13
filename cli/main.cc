// SPDX-License-Identifier: GPL-3.0-or-later
#include <CLI/CLI.hpp>
#include <array>
#include <exception>
#include <iostream>
#include <utility>

#include "cli/common.h"
#include "cli/settings.h"

namespace {

int run(int argc, char** argv) {
  using namespace aplomb::cli;
  CLI::App program("Aplomb: the knowledge base for people on the phone", "aplomb");
  program.set_version_flag("--version", "aplomb " APLOMB_VERSION);
  program.require_subcommand(1);
  program.footer("Exit codes: 0 done, 1 the work found problems, 2 wrong usage, 3 failed.");
  program.fallthrough();
  add_config_option(program);
  Sources sources;
  const std::array<std::pair<const char*, Action>, 14> commands{{
      {"serve", add_serve(program, argc, argv, sources)},
      {"index", add_index(program)},
      {"search", add_search(program)},
      {"check", add_check(program)},
      {"init", add_init(program)},
      {"backup", add_backup(program)},
      {"restore", add_restore(program)},
      {"user", add_user(program)},
      {"token", add_token(program)},
      {"eval", add_eval(program)},
      {"analyze", add_analyze(program)},
      {"meaning", add_meaning(program)},
      {"config", add_config(program, sources)},
      {"schema", add_schema(program)},
  }};
  auto applied = apply_settings(program, argc, argv);
  if (!applied) {
    report(applied.error());
    return kUsage;
  }
  sources = *std::move(applied);
  try {
    program.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return program.exit(error) == 0 ? kDone : kUsage;
  }
  for (const auto& [name, action] : commands)
    if (program.got_subcommand(name)) return action();
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
