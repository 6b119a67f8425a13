// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "cli/serve_options.h"
#include "http/setting.h"

namespace aplomb::cli {

/// All settings as these options have them, in the order of kSettings. What `aplomb config` prints,
/// and what a server tells its admins.
[[nodiscard]] std::vector<http::SettingInForce> settings_in_force(const ServeOptions& options);

}  // namespace aplomb::cli
