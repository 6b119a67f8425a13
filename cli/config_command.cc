// SPDX-License-Identifier: GPL-3.0-or-later
#include <iostream>
#include <memory>

#include "cli/serve_options.h"
#include "cli/settings_in_force.h"

namespace aplomb::cli {
namespace {

/// In the form of the configuration file, so that the output can become one.
struct AsInTheFile {
  std::string operator()(const std::string& text) const {
    std::string quoted = "\"";
    for (const char c : text) quoted += (c == '"' || c == '\\' ? "\\" : "") + std::string(1, c);
    return quoted + "\"";
  }
  std::string operator()(const std::vector<std::string>& texts) const {
    std::string list;
    for (const auto& text : texts) list += (list.empty() ? "" : ", ") + (*this)(text);
    return "[" + list + "]";
  }
  std::string operator()(bool flag) const { return flag ? "true" : "false"; }
  std::string operator()(std::uint32_t number) const { return std::to_string(number); }
};

}  // namespace

Action add_config(CLI::App& program, const Sources& sources) {
  auto* const command =
      program.add_subcommand("config", "Print the settings in force, and where each comes from");
  command->footer(
      "Takes the options of serve, to show what they would do. A setting is taken from the\n"
      "option, else from the environment (APLOMB_LISTEN), else from the configuration file\n"
      "(--config FILE, APLOMB_CONFIG, or aplomb.toml in this folder). No setting is a secret.");
  const auto options = std::make_shared<ServeOptions>();
  add_serve_options(*command, *options);
  return [options, &sources] {
    options->sources = sources;
    for (const auto& [name, value, source] : settings_in_force(*options)) {
      const auto line = name + " = " + std::visit(AsInTheFile(), value);
      std::cout << line << std::string(line.size() < 40 ? 40 - line.size() : 1, ' ') << " # "
                << source << "\n";
    }
    return kDone;
  };
}

}  // namespace aplomb::cli
