// SPDX-License-Identifier: GPL-3.0-or-later
#include <iostream>
#include <memory>

#include "cli/serve_options.h"
#include "cli/settings.h"

namespace aplomb::cli {
namespace {

std::string quoted(const std::string& text) {
  std::string quoted = "\"";
  for (const char c : text) quoted += (c == '"' || c == '\\' ? "\\" : "") + std::string(1, c);
  return quoted + "\"";
}

std::string listed(const std::vector<std::string>& texts) {
  std::string list;
  for (const auto& text : texts) list += (list.empty() ? "" : ", ") + quoted(text);
  return "[" + list + "]";
}

/// In the form of the configuration file, so that the output can become one.
std::string value_of(std::string_view setting, const ServeOptions& options) {
  if (setting == "articles") return quoted(options.places.articles);
  if (setting == "data") return quoted(options.places.data);
  if (setting == "listen") return listed(options.listen);
  if (setting == "host") return listed(options.hosts);
  if (setting == "anonymous") return quoted(options.anonymous);
  if (setting == "trust-proxy") return listed(options.trusted_proxies);
  if (setting == "user-header") return quoted(options.user_header);
  if (setting == "cors-origin") return listed(options.cors_origins);
  if (setting == "access-log") return quoted(options.access_log);
  if (setting == "log-queries") return options.log_queries ? "true" : "false";
  if (setting == "metrics-listen") return quoted(options.metrics_listen);
  if (setting == "limit-anonymous") return std::to_string(options.limit_anonymous);
  if (setting == "limit-token") return std::to_string(options.limit_token);
  return std::to_string(options.limit_address);
}

}  // namespace

Action add_config(CLI::App& program, int argc, const char* const* argv) {
  auto* const command =
      program.add_subcommand("config", "Print the settings in force, and where each comes from");
  command->footer(
      "Takes the options of serve, to show what they would do. A setting is taken from the\n"
      "option, else from the environment (APLOMB_LISTEN), else from the configuration file\n"
      "(--config FILE, APLOMB_CONFIG, or aplomb.toml in this folder). No setting is a secret.");
  const auto options = std::make_shared<ServeOptions>();
  add_serve_options(*command, *options);
  return [options, argc, argv] {
    for (const auto& [name, takes] : kSettings) {
      const auto line = std::string(name) + " = " + value_of(name, *options);
      std::cout << line << std::string(line.size() < 40 ? 40 - line.size() : 1, ' ') << " # "
                << source_of(name, argc, argv) << "\n";
    }
    return kDone;
  };
}

}  // namespace aplomb::cli
