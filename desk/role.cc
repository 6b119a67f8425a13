// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/role.h"

#include <cstddef>

namespace aplomb::desk {
namespace {

constexpr std::array<std::string_view, kRoles.size()> kWords{"customer", "agent", "lead", "editor",
                                                             "admin"};

}  // namespace

std::string_view to_string(Role role) {
  return kWords.at(static_cast<std::size_t>(role));
}

std::optional<Role> parse_role(std::string_view word) {
  for (const Role role : kRoles)
    if (to_string(role) == word) return role;
  return std::nullopt;
}

Audience audience_of(Role role) {
  return role == Role::kCustomer ? Audience::kCustomer : Audience::kInternal;
}

}  // namespace aplomb::desk
