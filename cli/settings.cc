// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/settings.h"

#include <toml++/toml.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <filesystem>
#include <set>
#include <sstream>
#include <vector>

namespace aplomb::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kPrefix = "APLOMB_";
constexpr std::string_view kConfigVariable = "APLOMB_CONFIG";
constexpr const char* kUsualFile = "aplomb.toml";

const Setting* find_setting(std::string_view name) {
  const auto* const found = std::ranges::find(kSettings, name, &Setting::name);
  return found == kSettings.end() ? nullptr : found;
}

std::string known_names() {
  std::string names;
  for (const auto& setting : kSettings)
    names += (names.empty() ? "" : ", ") + std::string(setting.name);
  return names;
}

/// The value of `--name VALUE` or `--name=VALUE` on the command line; nothing without it.
std::optional<std::string> argument(std::string_view name, int argc, const char* const* argv) {
  const std::string option = "--" + std::string(name);
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (word == "--") break;
    if (word == option) return i + 1 < argc ? argv[i + 1] : "";
    if (word.starts_with(option + "=")) return std::string(word.substr(option.size() + 1));
  }
  return std::nullopt;
}

/// What the environment says; an empty value is as good as none.
std::optional<std::string> variable(const std::string& name) {
  const char* const value = std::getenv(name.c_str());
  return value != nullptr && *value != '\0' ? std::optional<std::string>(value) : std::nullopt;
}

struct ConfigFile {
  fs::path path;
  bool named = false;  ///< it must be there then
};

ConfigFile config_file(int argc, const char* const* argv) {
  if (const auto named = argument("config", argc, argv)) return {*named, true};
  if (const auto named = variable(std::string(kConfigVariable))) return {*named, true};
  return {kUsualFile, false};
}

std::string where(const fs::path& path, const toml::node& node) {
  return path.string() + ":" + std::to_string(node.source().begin.line) + ": ";
}

/// The values as options take them, one or those of a list. Errors: kInvalidArgument.
Result<std::vector<std::string>> option_texts(const Setting& setting, const toml::node& node) {
  using Takes = Setting::Takes;
  if (setting.takes == Takes::kFlag) {
    if (const auto* const flag = node.as_boolean())
      return std::vector<std::string>{flag->get() ? "true" : "false"};
    return fail(Code::kInvalidArgument, "takes true or false");
  }
  if (setting.takes == Takes::kNumber) {
    if (const auto* const number = node.as_integer())
      return std::vector{std::to_string(number->get())};
    return fail(Code::kInvalidArgument, "takes a whole number, without quotes");
  }
  if (const auto* const text = node.as_string()) return std::vector{text->get()};
  const auto* const list = node.as_array();
  if (setting.takes == Takes::kText || list == nullptr)
    return fail(Code::kInvalidArgument, setting.takes == Takes::kText
                                            ? "takes one text in quotes"
                                            : "takes texts in quotes: [\"one\", \"two\"]");
  std::vector<std::string> texts;
  for (const auto& each : *list) {
    const auto* const text = each.as_string();
    if (text == nullptr)
      return fail(Code::kInvalidArgument, "takes texts in quotes: [\"one\", \"two\"]");
    texts.push_back(text->get());
  }
  return texts;
}

/// Lists go through CLI11 as `[a,b]`, which it takes apart again.
std::string joined(const Setting& setting, const std::vector<std::string>& texts) {
  if (setting.takes != Setting::Takes::kTexts) return texts.front();
  std::string list = "[";
  for (const auto& text : texts) list += (list.size() > 1 ? "," : "") + text;
  return list + "]";
}

/// Calls `act` with every option of that name, of the program and all its commands.
template <class Act>
void for_each_option(CLI::App& app, std::string_view setting, const Act& act) {
  if (auto* const option = app.get_option_no_throw("--" + std::string(setting))) act(*option);
  for (auto* const command : app.get_subcommands([](const CLI::App*) { return true; }))
    for_each_option(*command, setting, act);
}

Result<void> apply_one(CLI::App& program, const fs::path& path, std::string_view name,
                       const toml::node& node) {
  const auto* const setting = find_setting(name);
  if (setting == nullptr)
    return fail(Code::kInvalidArgument,
                where(path, node) + "\"" + std::string(name) + "\" is no setting",
                "These are: " + known_names());
  const auto texts = option_texts(*setting, node);
  if (!texts)
    return fail(Code::kInvalidArgument,
                where(path, node) + std::string(name) + " " + texts.error().message);
  if (texts->empty()) return {};
  try {
    for_each_option(program, name,
                    [&](CLI::Option& option) { option.default_val(joined(*setting, *texts)); });
  } catch (const CLI::Error& error) {
    return fail(Code::kInvalidArgument, where(path, node) + error.what());
  }
  return {};
}

/// The names of the settings that stand in the file.
Result<std::set<std::string, std::less<>>> apply_file(CLI::App& program, const ConfigFile& file) {
  std::set<std::string, std::less<>> names;
  std::error_code ignored;
  if (!fs::exists(file.path, ignored)) {
    if (!file.named) return names;
    return fail(Code::kNotFound, "there is no configuration file " + file.path.string());
  }
  if (fs::is_directory(file.path, ignored))  // which would read as an empty file
    return fail(Code::kInvalidArgument, file.path.string() + " is a folder and no file");
  try {
    const auto table = toml::parse_file(file.path.string());
    for (const auto& [key, node] : table) {
      if (auto applied = apply_one(program, file.path, key.str(), node); !applied)
        return tl::unexpected(applied.error());
      names.emplace(key.str());
    }
  } catch (const toml::parse_error& error) {
    std::ostringstream message;
    message << file.path.string() << ":" << error.source().begin.line << ": "
            << error.description();
    return fail(Code::kInvalidArgument, message.str(), "The file is TOML: key = \"value\".");
  }
  return names;
}

/// A misspelt variable would else be a setting that silently does nothing.
Result<void> check_environment() {
  for (const char* const* entry = environ; *entry != nullptr; ++entry) {
    const std::string_view line = *entry;
    const auto name = line.substr(0, line.find('='));
    if (!name.starts_with(kPrefix) || name == kConfigVariable) continue;
    const bool known = std::ranges::any_of(
        kSettings, [&](const Setting& setting) { return environment_name(setting.name) == name; });
    if (!known)
      return fail(Code::kInvalidArgument,
                  "the environment variable " + std::string(name) + " is no setting",
                  "These are, in capitals behind APLOMB_: config, " + known_names());
  }
  return {};
}

}  // namespace

std::string environment_name(std::string_view setting) {
  std::string name(kPrefix);
  for (const char c : setting)
    name += c == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return name;
}

void add_config_option(CLI::App& program) {
  // Read by apply_settings, before the rest is parsed.
  program.add_option_function<std::string>(
      "--config", [](const std::string&) {},
      "file of settings (TOML); else APLOMB_CONFIG, else aplomb.toml here");
}

Result<Sources> apply_settings(CLI::App& program, int argc, const char* const* argv) {
  if (auto known = check_environment(); !known) return tl::unexpected(known.error());
  for (const auto& setting : kSettings)
    for_each_option(program, setting.name, [&](CLI::Option& option) {
      option.envname(environment_name(setting.name));
      if (setting.takes == Setting::Takes::kTexts) option.delimiter(',');
    });
  const auto file = config_file(argc, argv);
  const auto in_file = apply_file(program, file);
  if (!in_file) return tl::unexpected(in_file.error());
  Sources sources;
  for (const auto& [name, takes] : kSettings) {
    auto& source = sources[std::string(name)];
    if (argument(name, argc, argv))
      source = "--" + std::string(name);
    else if (const auto variable_name = environment_name(name); variable(variable_name))
      source = variable_name;
    else
      source = in_file->contains(name) ? file.path.string() : "default";
  }
  return sources;
}

}  // namespace aplomb::cli
