// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <CLI/CLI.hpp>
#include <array>
#include <map>
#include <string>
#include <string_view>

#include "engine/result.h"

namespace aplomb::cli {

/// What can be set once for all commands that take it, instead of each time by an option: in the
/// configuration file by `name`, in the environment by `APLOMB_NAME`. The option `--name` of a
/// command wins over the environment, that over the file, and the file over what is built in.
/// None of them is a secret: those live in the desk, as hashes. One that was would be marked here,
/// and `settings_in_force` (cli/settings_in_force.h) would say whether it is set in place of its
/// value: what that returns is all that `aplomb config` and GET /api/v1/config know.
struct Setting {
  enum class Takes { kText, kTexts, kFlag, kNumber };

  std::string_view name;
  Takes takes = Takes::kText;
};

inline constexpr std::array<Setting, 16> kSettings{{
    {"articles"},
    {"data"},
    {"listen", Setting::Takes::kTexts},
    {"host", Setting::Takes::kTexts},
    {"anonymous"},
    {"trust-proxy", Setting::Takes::kTexts},
    {"user-header"},
    {"cors-origin", Setting::Takes::kTexts},
    {"panel-origin", Setting::Takes::kTexts},
    {"access-log"},
    {"log-queries", Setting::Takes::kFlag},
    {"search-log-days", Setting::Takes::kNumber},
    {"metrics-listen"},
    {"limit-anonymous", Setting::Takes::kNumber},
    {"limit-token", Setting::Takes::kNumber},
    {"limit-address", Setting::Takes::kNumber},
}};

/// Where the value of each setting comes from: "--listen", "APLOMB_LISTEN", the file's path, or
/// "default".
using Sources = std::map<std::string, std::string, std::less<>>;

/// `APLOMB_TRUST_PROXY`
[[nodiscard]] std::string environment_name(std::string_view setting);

/// The option that names the file.
void add_config_option(CLI::App& program);

/// Gives the options of all commands what the file and the environment say, as if it were their
/// default; before the command line is parsed. Returns where each setting's value comes from.
///
/// The file is the one that `--config` names on the command line, else APLOMB_CONFIG, else
/// `aplomb.toml` in the present folder, where there is one.
/// Errors: kInvalidArgument (a file that is no TOML, an unknown key or variable, a wrong value),
/// kNotFound (a named file that is not there), kIo.
[[nodiscard]] Result<Sources> apply_settings(CLI::App& program, int argc, const char* const* argv);

}  // namespace aplomb::cli
