// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/searcher.h"

#include <gtest/gtest.h>

#include "tests/support/temp_index.h"

namespace aplomb {
namespace {

using test::article;
using test::ids;
using test::Ids;
using test::TempIndex;

TEST(SearcherTest, TitleMatchOutranksBodyMatch) {
  const TempIndex index{article("wifi").body("Some sites need the VPN."),
                        article("vpn-setup").title("Set up the VPN")};

  EXPECT_EQ(ids(index.search("vpn")), (Ids{"vpn-setup", "wifi"}));
}

}  // namespace
}  // namespace aplomb
