// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/rate_limit.h"

#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

namespace aplomb::http {
namespace {

using namespace std::chrono_literals;
using Time = RateLimit::Time;

const Time kStart{std::chrono::hours(1000)};
constexpr Quota kSix{.requests = 6, .window = 60s};  // one each ten seconds

/// Whether a request fits.
bool fits(RateLimit& limit, std::string_view key, Time now) {
  return !limit.charge(key, now)->exceeded;
}

/// How many of `asked` requests at one moment fit.
int fitting(RateLimit& limit, std::string_view key, Time now, int asked) {
  int fit = 0;
  for (int i = 0; i < asked; ++i) fit += fits(limit, key, now) ? 1 : 0;
  return fit;
}

TEST(RateLimitTest, AWholeQuotaMayBeUsedAtOnceAndNotOneMore) {
  for (const std::uint32_t quota : {1U, 2U, 7U, 3000U, 999'999U}) {
    RateLimit limit({.requests = quota, .window = 60s});
    const int asked = quota > 5000 ? 5000 : static_cast<int>(quota) + 10;
    EXPECT_EQ(fitting(limit, "a", kStart, asked), std::min<int>(asked, static_cast<int>(quota)));
  }
}

TEST(RateLimitTest, WhatIsUsedComesBackEvenly) {
  RateLimit limit(kSix);
  EXPECT_EQ(fitting(limit, "a", kStart, 9), 6);
  EXPECT_FALSE(fits(limit, "a", kStart + 10s - 1ms));
  EXPECT_TRUE(fits(limit, "a", kStart + 10s));
  EXPECT_FALSE(fits(limit, "a", kStart + 10s));
  EXPECT_EQ(fitting(limit, "a", kStart + 40s, 9), 3);
  EXPECT_EQ(fitting(limit, "a", kStart + 200s, 9), 6) << "and never more than a quota";
}

TEST(RateLimitTest, ItSaysWhatIsLeftAndUntilWhenThereIsNoMore) {
  RateLimit limit(kSix);
  const auto first = *limit.charge("a", kStart);
  EXPECT_FALSE(first.exceeded);
  EXPECT_EQ(first.quota.requests, 6U);
  EXPECT_EQ(first.remaining, 5U);
  EXPECT_EQ(first.until_more, 10s);
  EXPECT_EQ(limit.charge("a", kStart + 4s)->until_more, 6s);
  EXPECT_EQ(fitting(limit, "a", kStart + 4s, 9), 4);

  const auto refused = *limit.charge("a", kStart + 4s);
  EXPECT_TRUE(refused.exceeded);
  EXPECT_EQ(refused.remaining, 0U);
  EXPECT_EQ(refused.until_more, 6s);
  EXPECT_EQ(limit.charge("a", kStart + 9900ms)->until_more, 1s) << "rounded up";
  EXPECT_TRUE(fits(limit, "a", kStart + 4s + refused.until_more)) << "as it said";
}

TEST(RateLimitTest, RefusedRequestsAreNotCounted) {
  RateLimit limit(kSix);
  EXPECT_EQ(fitting(limit, "a", kStart, 1000), 6);
  EXPECT_TRUE(fits(limit, "a", kStart + 10s)) << "however often somebody asks meanwhile";
}

TEST(RateLimitTest, EachKeyHasAQuotaOfItsOwn) {
  RateLimit limit(kSix);
  EXPECT_EQ(fitting(limit, "a", kStart, 9), 6);
  EXPECT_EQ(fitting(limit, "b", kStart, 9), 6);
}

TEST(RateLimitTest, WithoutAQuotaThereIsNoLimit) {
  RateLimit limit(Quota{});
  EXPECT_FALSE(limit.charge("a", kStart));
  EXPECT_EQ(limit.size(), 0U);
}

TEST(RateLimitTest, WhatIsGivenBackDoesNotCount) {
  RateLimit limit(kSix);
  EXPECT_EQ(fitting(limit, "a", kStart, 6), 6);
  limit.give_back("a");
  limit.give_back("never counted");
  EXPECT_EQ(fitting(limit, "a", kStart, 6), 1);
}

TEST(RateLimitTest, ATimeThatGoesBackGivesNothingAway) {
  RateLimit limit(kSix);
  EXPECT_EQ(fitting(limit, "a", kStart, 9), 6);
  EXPECT_FALSE(fits(limit, "a", kStart - 5s));
  EXPECT_TRUE(fits(limit, "a", kStart + 10s));
}

TEST(RateLimitTest, AnotherQuotaHoldsAtOnceAndKeepsTheShareThatWasUsed) {
  RateLimit limit(kSix);
  EXPECT_EQ(fitting(limit, "a", kStart, 3), 3);
  limit.set_quota({.requests = 60, .window = 60s});
  EXPECT_EQ(fitting(limit, "a", kStart, 99), 30);
  limit.set_quota({.requests = 2, .window = 60s});
  const auto refused = *limit.charge("a", kStart);
  EXPECT_TRUE(refused.exceeded);
  EXPECT_EQ(refused.remaining, 0U);
  EXPECT_TRUE(fits(limit, "a", kStart + 30s));

  limit.set_quota({});
  EXPECT_FALSE(limit.charge("a", kStart));
  limit.give_back("a");
}

TEST(RateLimitTest, AKeyWhoseQuotaIsWholeAgainIsForgotten) {
  RateLimit limit(kSix);
  for (int i = 0; i < 100; ++i) (void)limit.charge(std::to_string(i), kStart);
  EXPECT_EQ(limit.size(), 100U);
  for (int i = 0; i < 60; ++i) (void)limit.charge("a", kStart + std::chrono::minutes(i + 1));
  EXPECT_EQ(limit.size(), 1U);
}

TEST(RateLimitTest, VeryManyKeysGrowNoMemoryAndKeepNobodyOut) {
  RateLimit limit(kSix, 100);
  EXPECT_EQ(fitting(limit, "a", kStart, 9), 6);
  for (int i = 0; i < 10'000; ++i)
    EXPECT_TRUE(fits(limit, "attacker " + std::to_string(i), kStart)) << i;
  EXPECT_EQ(limit.size(), 100U);
  EXPECT_TRUE(fits(limit, "newcomer", kStart));
}

TEST(RateLimitTest, WhoAsksOnIsNotForgottenForOthersThatDoNot) {
  RateLimit limit(kSix, 100);
  for (int i = 0; i < 5; ++i) {
    EXPECT_TRUE(fits(limit, "a", kStart));
    for (int other = 0; other < 99; ++other)
      (void)limit.charge(std::to_string(100 * i + other), kStart);
  }
  EXPECT_EQ(fitting(limit, "a", kStart, 9), 1);
}

TEST(RateLimitTest, ThreadsTogetherHaveOneQuota) {
  RateLimit limit({.requests = 1000, .window = 60s});
  std::atomic<int> fit = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&] { fit += fitting(limit, "a", kStart, 500); });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(fit, 1000);
}

}  // namespace
}  // namespace aplomb::http
