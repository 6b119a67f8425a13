// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "engine/article.h"

namespace aplomb::desk {

/// What a reader may see and do: a ladder, each step with all rights of those below, so that
/// roles compare (`role >= Role::kEditor`).
enum class Role : std::uint8_t { kCustomer, kAgent, kLead, kEditor, kAdmin };

/// All of them, lowest first.
inline constexpr std::array<Role, 5> kRoles{Role::kCustomer, Role::kAgent, Role::kLead,
                                            Role::kEditor, Role::kAdmin};

/// `customer`, `agent`, `lead`, `editor`, `admin`: as shown, stored and typed.
[[nodiscard]] std::string_view to_string(Role role);

/// Nothing for any other word; upper case is another word.
[[nodiscard]] std::optional<Role> parse_role(std::string_view word);

/// Which of the two databases answers this reader: customers see what customers may see, all
/// others everything.
[[nodiscard]] Audience audience_of(Role role);

}  // namespace aplomb::desk
