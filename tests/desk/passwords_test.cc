// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/passwords.h"

#include <gtest/gtest.h>

#include <atomic>
#include <barrier>
#include <thread>
#include <vector>

#include "tests/support/temp_desk.h"

namespace aplomb::desk {
namespace {

using test::value_of;

TEST(PasswordsTest, APasswordMatchesItsHashAndNoOther) {
  Passwords passwords(PasswordCost::kLeast, 4);
  const std::string hash = value_of(passwords.hash("correct horse"));
  EXPECT_TRUE(hash.starts_with("$argon2id$"));
  EXPECT_TRUE(value_of(passwords.matches(hash, "correct horse")));
  EXPECT_FALSE(value_of(passwords.matches(hash, "correct horsf")));
  EXPECT_FALSE(value_of(passwords.matches(hash, std::string("correct horse\0", 14))));
  EXPECT_NE(hash, value_of(passwords.hash("correct horse"))) << "each hash has its own salt";
}

TEST(PasswordsTest, KeyboardsThatComposeDifferentlyTypeTheSamePassword) {
  Passwords passwords(PasswordCost::kLeast, 4);
  const std::string hash = value_of(passwords.hash("gr\u00FC\u00DFe aus k\u00F6ln"));
  EXPECT_TRUE(value_of(passwords.matches(hash, "gru\u0308\u00DFe aus ko\u0308ln")));
}

TEST(PasswordsTest, TheRealCostIsSixtyFourMebibytesAndShownInTheHash) {
  Passwords passwords(PasswordCost::kInteractive, 4);
  const std::string hash = value_of(passwords.hash("correct horse"));
  EXPECT_TRUE(hash.starts_with("$argon2id$v=19$m=65536,t=2,p=1$")) << hash;
  EXPECT_FALSE(passwords.is_outdated(hash));
  EXPECT_TRUE(Passwords(PasswordCost::kLeast, 4).is_outdated(hash));
}

TEST(PasswordsTest, WithNobodyAllowedToWaitOnlyTwoWorkAndTheOthersAreTurnedAway) {
  Passwords passwords(PasswordCost::kInteractive, 0);
  constexpr int kAtOnce = 12;
  std::atomic<int> hashed = 0, turned_away = 0;
  std::barrier together(kAtOnce);
  std::vector<std::jthread> threads;
  for (int i = 0; i < kAtOnce; ++i)
    threads.emplace_back([&] {
      together.arrive_and_wait();
      const auto done = passwords.hash("correct horse");
      if (done)
        ++hashed;
      else if (done.error().code == Code::kTooMany)
        ++turned_away;
    });
  threads.clear();
  EXPECT_EQ(hashed + turned_away, kAtOnce);
  EXPECT_GE(hashed, 2);
}

}  // namespace
}  // namespace aplomb::desk
