// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/pending_changes.h"

#include <gtest/gtest.h>

namespace aplomb {
namespace {

using namespace std::chrono_literals;
using Paths = std::vector<std::string>;

constexpr PendingChanges::Time kBegin{};

TEST(PendingChangesTest, WhatIsWrittenIsLetSettle) {
  PendingChanges pending;
  pending.written("a.md", kBegin);
  EXPECT_TRUE(pending.take(kBegin + 19ms).empty());
  pending.written("a.md", kBegin + 19ms);
  EXPECT_TRUE(pending.take(kBegin + 38ms).empty());
  EXPECT_EQ(pending.take(kBegin + 39ms).paths, (Paths{"a.md"}));
  EXPECT_TRUE(pending.empty());
}

TEST(PendingChangesTest, WhatIsWrittenAllTheTimeIsTakenAllTheSame) {
  PendingChanges pending;
  for (auto now = kBegin; now < kBegin + 200ms; now += 10ms) {
    pending.written("a.md", now);
    if (!pending.take(now).empty()) {
      EXPECT_EQ(now, kBegin + PendingChanges::kSettleAtMost);
      return;
    }
  }
  FAIL();
}

TEST(PendingChangesTest, WhatIsTouchedIsDueAtOnceAlsoIfItIsWrittenAgain) {
  PendingChanges pending;
  pending.gone("a.md", kBegin);
  pending.touched("a.md", kBegin);
  pending.written("a.md", kBegin);
  EXPECT_EQ(pending.take(kBegin).paths, (Paths{"a.md"}));
}

TEST(PendingChangesTest, WhatIsGoneWaitsForSomethingElseToTakeItsPlace) {
  PendingChanges pending;
  pending.gone("a.md", kBegin);
  EXPECT_TRUE(pending.take(kBegin + 99ms).empty());
  pending.written("a.md", kBegin + 50ms);
  EXPECT_EQ(pending.take(kBegin + 70ms).paths, (Paths{"a.md"}));

  pending.gone("b.md", kBegin);
  EXPECT_EQ(pending.take_gone().paths, (Paths{"b.md"}));
}

TEST(PendingChangesTest, AComparisonOfEverythingTakesTheRestWithIt) {
  PendingChanges pending;
  pending.gone("a.md", kBegin);
  pending.all(kBegin + 1ms);
  const auto taken = pending.take(kBegin + 1ms);
  EXPECT_TRUE(taken.all);
  EXPECT_EQ(taken.paths, (Paths{"a.md"}));
  EXPECT_EQ(taken.since, kBegin);
  EXPECT_TRUE(pending.empty());
}

TEST(PendingChangesTest, InTheMiddleOfALongPassAFewChangesGoFirst) {
  PendingChanges pending;
  for (const char* path : {"a.md", "b.md", "c.md"}) pending.written(path, kBegin);
  pending.touched("d.md", kBegin);
  EXPECT_EQ(pending.take_urgent(kBegin + 1s, 2).paths, (Paths{"d.md"}));
  EXPECT_EQ(pending.take_urgent(kBegin + 1s, 3).paths.size(), 3U);
}

TEST(PendingChangesTest, NumbersTellWhatHasBeenDone) {
  PendingChanges pending;
  EXPECT_GT(pending.lowest(), pending.latest());
  pending.written("a.md", kBegin);
  pending.written("b.md", kBegin);
  pending.written("a.md", kBegin);
  EXPECT_EQ(pending.latest(), 3U);
  EXPECT_EQ(pending.lowest(), 1U);
  const auto taken = pending.take(kBegin + 1s);
  EXPECT_EQ(taken.first, 1U);
  EXPECT_GT(pending.lowest(), pending.latest());
  pending.put_back(taken);
  EXPECT_EQ(pending.lowest(), 1U);
  EXPECT_EQ(pending.since(), kBegin);
  EXPECT_TRUE(pending.take(kBegin).all);
}

}  // namespace
}  // namespace aplomb
