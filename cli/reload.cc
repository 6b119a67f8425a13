// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/reload.h"

#include <iostream>

#include "cli/settings.h"

namespace aplomb::cli {
namespace {

Result<ServeOptions> read(const CommandLine& line) {
  CLI::App program("", "aplomb");
  program.fallthrough();
  add_config_option(program);
  ServeOptions options;
  add_serve_options(*program.add_subcommand("serve"), options);
  auto sources = apply_settings(program, line.argc, line.argv);
  if (!sources) return tl::unexpected(sources.error());
  options.sources = *std::move(sources);
  try {
    program.parse(line.argc, line.argv);
  } catch (const CLI::ParseError& error) {
    return fail(Code::kInvalidArgument, error.what());
  }
  return options;
}

/// Gives those settings of `wanted` that a running server cannot change the values that they have,
/// and names them.
void keep_fixed(const ServeOptions& options, ServeOptions& wanted) {
  const auto keep = [&](const char* setting, const auto& has, auto& value) {
    if (value == has) return;
    std::cerr << setting << " has changed, which the next start will heed; until then it stays\n";
    value = has;
    wanted.sources[setting] = options.sources.at(setting);
  };
  keep("articles", options.places.articles, wanted.places.articles);
  keep("data", options.places.data, wanted.places.data);
  keep("listen", options.listen, wanted.listen);
  keep("metrics-listen", options.metrics_listen, wanted.metrics_listen);
}

Result<void> try_reload(const CommandLine& line, ServeOptions& options, Serving& serving) {
  auto wanted = read(line);
  if (!wanted) return tl::unexpected(wanted.error());
  keep_fixed(options, *wanted);
  if (auto applied = serving.apply(*wanted); !applied) return applied;
  options = *std::move(wanted);
  return {};
}

}  // namespace

bool reload(const CommandLine& line, ServeOptions& options, Serving& serving) {
  if (const auto done = try_reload(line, options, serving); !done) {
    report(done.error());
    std::cerr << "        The settings are what they were before.\n";
    return false;
  }
  std::cout << "Settings are read again and in force." << std::endl;
  return true;
}

}  // namespace aplomb::cli
