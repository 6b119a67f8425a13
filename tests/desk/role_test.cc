// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/role.h"

#include <gtest/gtest.h>

namespace aplomb::desk {
namespace {

TEST(RoleTest, RolesAreALadder) {
  for (std::size_t i = 1; i < kRoles.size(); ++i) EXPECT_LT(kRoles[i - 1], kRoles[i]);
  EXPECT_GE(Role::kAdmin, Role::kEditor);
}

TEST(RoleTest, EveryRoleReadsAsItIsWritten) {
  for (const Role role : kRoles) EXPECT_EQ(parse_role(to_string(role)), role);
  for (const char* word : {"", "Admin", "root", "admin ", "agents"})
    EXPECT_FALSE(parse_role(word)) << word;
}

TEST(RoleTest, OnlyCustomersReadWhatCustomersMaySee) {
  for (const Role role : kRoles)
    EXPECT_EQ(audience_of(role),
              role == Role::kCustomer ? Audience::kCustomer : Audience::kInternal);
}

}  // namespace
}  // namespace aplomb::desk
