// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace aplomb::http {

/// A setting in force, as GET /api/v1/config tells it. None is a secret: whoever makes the list
/// leaves such a value out.
struct SettingInForce {
  std::string name;  ///< "listen"
  std::variant<std::string, std::vector<std::string>, bool, std::uint32_t> value;
  std::string source;  ///< "--listen", "APLOMB_LISTEN", a file's path, or "default"
};

}  // namespace aplomb::http
