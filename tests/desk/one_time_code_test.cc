// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/one_time_code.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

namespace aplomb::desk {
namespace {

TEST(OneTimeCodeTest, MatchesUntilItIsSpentAndNeverAfter) {
  OneTimeCode code;
  const std::string shown = code.code();
  EXPECT_EQ(shown.size(), 43U);
  EXPECT_TRUE(code.matches(shown));
  EXPECT_TRUE(code.matches(shown)) << "looking does not spend it";
  EXPECT_TRUE(code.spend(shown));
  EXPECT_FALSE(code.matches(shown));
  EXPECT_FALSE(code.spend(shown));
  EXPECT_EQ(code.code(), "");
}

TEST(OneTimeCodeTest, NothingElseMatchesAlsoNotNothing) {
  OneTimeCode code;
  const std::string shown = code.code();
  for (const std::string& wrong : {std::string(), std::string("x"), shown.substr(1), shown + "x",
                                   std::string(43, 'A'), OneTimeCode().code()}) {
    EXPECT_FALSE(code.matches(wrong));
    EXPECT_FALSE(code.spend(wrong));
  }
  ASSERT_TRUE(code.spend(shown));
  EXPECT_FALSE(code.matches("")) << "a spent code is empty, and empty is no code";
}

TEST(OneTimeCodeTest, OfManyWhoSpendItAtOnceOneDoes) {
  OneTimeCode code;
  const std::string shown = code.code();
  std::atomic<int> spent = 0;
  std::vector<std::jthread> threads;
  for (int i = 0; i < 8; ++i) threads.emplace_back([&] { spent += code.spend(shown) ? 1 : 0; });
  threads.clear();
  EXPECT_EQ(spent, 1);
}

}  // namespace
}  // namespace aplomb::desk
