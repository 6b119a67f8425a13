// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/sign_in_throttle.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace aplomb::desk {
namespace {

using namespace std::chrono_literals;
using Seconds = SignInThrottle::Seconds;

const SignInThrottle::Time kStart{std::chrono::hours(1000)};
const std::string kOffice = "203.0.113.7";

std::string account(int i) {
  return "person" + std::to_string(i);
}

std::string address(int i) {
  return "10." + std::to_string(i / 65536) + "." + std::to_string(i / 256 % 256) + "." +
         std::to_string(i % 256);
}

TEST(SignInThrottleTest, FiveFailuresAreFreeThenWaitsDoubleToAQuarterOfAnHour) {
  SignInThrottle throttle;
  auto now = kStart;
  for (int i = 0; i < 5; ++i) EXPECT_EQ(throttle.attempt("anna", kOffice, now), 0s) << i;
  for (const Seconds wait : {15s, 30s, 60s, 120s, 240s, 480s, 900s, 900s, 900s}) {
    EXPECT_EQ(throttle.attempt("anna", kOffice, now), wait);
    EXPECT_EQ(throttle.attempt("anna", kOffice, now + wait - 1ms), 1s) << "rounded up";
    now += wait;
    EXPECT_EQ(throttle.attempt("anna", kOffice, now), 0s);
  }
}

TEST(SignInThrottleTest, ASuccessBeginsAnew) {
  SignInThrottle throttle;
  for (int i = 0; i < 5; ++i) EXPECT_EQ(throttle.attempt("anna", kOffice, kStart), 0s);
  EXPECT_EQ(throttle.attempt("anna", kOffice, kStart + 15s), 0s);
  throttle.succeeded("ANNA", kOffice);
  for (int i = 0; i < 5; ++i) EXPECT_EQ(throttle.attempt("anna", kOffice, kStart + 15s), 0s) << i;
  EXPECT_GT(throttle.attempt("anna", kOffice, kStart + 15s), 0s);
}

TEST(SignInThrottleTest, FailuresAreForgottenAfterADay) {
  SignInThrottle throttle;
  for (int i = 0; i < 5; ++i) EXPECT_EQ(throttle.attempt("anna", kOffice, kStart), 0s);
  for (int i = 0; i < 5; ++i) EXPECT_EQ(throttle.attempt("anna", kOffice, kStart + 24h), 0s);
}

TEST(SignInThrottleTest, AThousandAttemptsAtOnceAreFive) {
  SignInThrottle throttle;
  int allowed = 0;
  for (int i = 0; i < 1000; ++i) allowed += throttle.attempt("anna", kOffice, kStart) == 0s ? 1 : 0;
  EXPECT_EQ(allowed, 5);
}

TEST(SignInThrottleTest, AnAttemptThatWasNeverMadeDoesNotCount) {
  SignInThrottle throttle;
  for (int i = 0; i < 1000; ++i) {
    ASSERT_EQ(throttle.attempt("anna", kOffice, kStart), 0s) << i;
    throttle.withdrawn("anna", kOffice);
  }
}

TEST(SignInThrottleTest, AnOfficeOfTwoHundredBehindOneAddressComesIn) {
  SignInThrottle throttle;
  auto now = kStart;
  // Monday morning: within ten minutes everybody signs in, every second person after a typo,
  // every tenth after three
  for (int i = 0; i < 200; ++i) {
    const int typos = i % 10 == 0 ? 3 : i % 2;
    for (int typo = 0; typo < typos; ++typo) {
      EXPECT_EQ(throttle.attempt(account(i), kOffice, now), 0s) << i;
      now += 1s;
    }
    EXPECT_EQ(throttle.attempt(account(i), kOffice, now), 0s) << i;
    throttle.succeeded(account(i), kOffice);
    now += 2s;
  }
}

TEST(SignInThrottleTest, OnePersonWhoForgotTheirPasswordDoesNotSlowTheOthersDown) {
  SignInThrottle throttle;
  for (int i = 0; i < 1000; ++i) static_cast<void>(throttle.attempt("bert", kOffice, kStart));
  EXPECT_GT(throttle.attempt("bert", kOffice, kStart), 0s);
  EXPECT_EQ(throttle.attempt("anna", kOffice, kStart), 0s);
}

TEST(SignInThrottleTest, OneAddressAtTenThousandAccountsNeedsDaysForOneGuessEach) {
  SignInThrottle throttle;
  auto now = kStart;
  for (int i = 0; i < 10'000; ++i) {
    while (true) {
      const Seconds wait = throttle.attempt(account(i), kOffice, now);
      if (wait == 0s) break;
      now += wait;
    }
  }
  EXPECT_GT(now - kStart, 48h);
}

TEST(SignInThrottleTest, WhoAlwaysComesFromTheAttackersAddressStillDoes) {
  SignInThrottle throttle;
  EXPECT_EQ(throttle.attempt("anna", kOffice, kStart), 0s);
  throttle.succeeded("anna", kOffice);
  for (int i = 0; i < 10'000; ++i) static_cast<void>(throttle.attempt(account(i), kOffice, kStart));
  EXPECT_GT(throttle.attempt("newcomer", kOffice, kStart), 0s);
  EXPECT_EQ(throttle.attempt("anna", kOffice, kStart), 0s);
}

TEST(SignInThrottleTest, AThousandAddressesAtOneAccountGetFewGuessesAndItsOwnerComesIn) {
  SignInThrottle throttle;
  throttle.remember("anna", kOffice);
  int guesses = 0;
  for (int second = 0; second < 24 * 3600; second += 60) {
    for (int i = 0; i < 1000; ++i)
      guesses += throttle.attempt("anna", address(i), kStart + Seconds(second)) == 0s ? 1 : 0;
    if (second % 3600 == 0) {
      EXPECT_EQ(throttle.attempt("anna", kOffice, kStart + Seconds(second)), 0s);
      throttle.succeeded("anna", kOffice);
    }
  }
  EXPECT_LE(guesses, 20 + 24 * 20);
  EXPECT_GE(guesses, 20);
}

TEST(SignInThrottleTest, ASuccessElsewhereGivesTheAttackerNothingBack) {
  SignInThrottle throttle;
  for (int i = 0; i < 20; ++i) EXPECT_EQ(throttle.attempt("anna", address(i), kStart), 0s);
  throttle.remember("anna", kOffice);
  EXPECT_EQ(throttle.attempt("anna", kOffice, kStart), 0s);
  throttle.succeeded("anna", kOffice);
  EXPECT_GT(throttle.attempt("anna", address(99), kStart), 0s);
}

TEST(SignInThrottleTest, SpellingsOfAnAddressAreOneAddress) {
  const std::vector<std::pair<std::string, std::string>> same{
      {"10.0.0.7", "::ffff:10.0.0.7"},
      {"2001:db8::1", "2001:DB8:0:0:ffff:ffff:ffff:ffff"},
      {"fe80::1%eth0", "fe80::1"}};
  for (const auto& [one, other] : same) {
    SignInThrottle throttle;
    for (int i = 0; i < 5; ++i) EXPECT_EQ(throttle.attempt("anna", one, kStart), 0s);
    EXPECT_GT(throttle.attempt("anna", other, kStart), 0s) << other;
  }
  SignInThrottle throttle;
  for (int i = 0; i < 5; ++i) EXPECT_EQ(throttle.attempt("anna", "2001:db8::1", kStart), 0s);
  EXPECT_EQ(throttle.attempt("anna", "2001:db8:0:1::1", kStart), 0s) << "another /64";
}

TEST(SignInThrottleTest, SpellingsOfANameAreOneAccountAndHostileTextIsOneToo) {
  SignInThrottle throttle;
  for (const char* name : {"Jörg", "JÖRG", "jörg", "Jo\u0308rg", "jÖRG"})
    EXPECT_EQ(throttle.attempt(name, kOffice, kStart), 0s);
  EXPECT_GT(throttle.attempt("jörg", kOffice, kStart), 0s);
  const std::string huge(10'000'000, 'x');
  for (const std::string& text : {std::string(), std::string("\0\xFF", 2), huge})
    EXPECT_EQ(throttle.attempt(text, text, kStart), 0s);
}

TEST(SignInThrottleTest, MemoryIsBoundedAndTheLimitsHoldWithoutThePairsThatHadToGo) {
  ThrottleLimits limits;
  limits.rows = 100;
  SignInThrottle throttle(limits);
  int guesses = 0;
  for (int round = 0; round < 50; ++round)
    for (int i = 0; i < 200; ++i)
      guesses += throttle.attempt(account(i), kOffice, kStart) == 0s ? 1 : 0;
  EXPECT_EQ(guesses, 200);
}

}  // namespace
}  // namespace aplomb::desk
