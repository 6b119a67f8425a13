// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/gate/admission.h"

#include <gtest/gtest.h>

#include "http/gate/lane_queue.h"

namespace aplomb::http {
namespace {

using namespace std::chrono_literals;

Admission after(std::size_t workers, std::chrono::nanoseconds service) {
  Admission admission(workers, 40ms);
  for (int i = 0; i < 1000; ++i) admission.served(service);
  return admission;
}

TEST(AdmissionTest, TheBoundFollowsTheServiceTime) {
  EXPECT_EQ(after(1, 2ms).max_waiting(), 20U);
  EXPECT_EQ(after(2, 2ms).max_waiting(), 40U);
  EXPECT_EQ(after(2, 2500us).max_waiting(), 32U);
  EXPECT_NEAR(static_cast<double>(after(2, 2ms).wait_behind(40).count()), 4e7, 1e5);
}

TEST(AdmissionTest, WhatAFewBrowsersAskForAtOnceMayAlwaysWait) {
  EXPECT_EQ(after(3, 10s).max_waiting(), 48U);
}

TEST(AdmissionTest, HoweverQuickTheServiceTheQueueIsBounded) {
  EXPECT_EQ(after(2, 0ns).max_waiting(), 4096U);
}

TEST(AdmissionTest, OneSlowRequestMovesTheBoundLittle) {
  auto admission = after(2, 2ms);
  admission.served(20ms);
  EXPECT_GT(admission.max_waiting(), 30U);
}

Work work_for(std::string path) {
  return {.request = {.head = {.method = "GET", .target = std::move(path)}}};
}

TEST(LaneQueueTest, WhatIsTurnedAwayIsLeftAsItWas) {
  LaneQueue lane(after(1, 2ms), true);
  for (int i = 0; i < 20; ++i) {
    auto work = work_for("/in");
    EXPECT_TRUE(lane.offer(work));
  }
  auto work = work_for("/late");

  EXPECT_FALSE(lane.offer(work));

  EXPECT_EQ(work.request.head.target, "/late");
  EXPECT_NEAR(static_cast<double>(lane.wait().count()), 4e7, 1e6);
}

TEST(LaneQueueTest, ALaneWithoutBoundTakesAll) {
  LaneQueue lane(after(1, 10s), false);
  for (int i = 0; i < 100; ++i) {
    auto work = work_for("/healthz");
    EXPECT_TRUE(lane.offer(work));
  }
}

TEST(LaneQueueTest, WhoWaitedTooLongIsTurnedAwayWhereMoreStandBehindThanWouldBeLetIn) {
  LaneQueue lane(after(1, 1ms), true);
  for (int i = 0; i < 40; ++i) {
    auto work = work_for("/behind");
    ASSERT_TRUE(lane.offer(work));
  }
  EXPECT_FALSE(lane.is_too_late(10s)) << "the machine stalled, and nothing else has changed";

  for (int i = 0; i < 100; ++i) lane.served(20ms);

  EXPECT_TRUE(lane.is_too_late(61ms));
  EXPECT_FALSE(lane.is_too_late(59ms));
}

TEST(LaneQueueTest, WhatWasTakenInIsGivenOutInOrderUntilItIsClosed) {
  LaneQueue lane(after(2, 1ms), true);
  for (const auto* const path : {"/1", "/2", "/3"}) {
    auto work = work_for(path);
    ASSERT_TRUE(lane.offer(work));
  }

  EXPECT_EQ(lane.take()->request.head.target, "/1");
  EXPECT_EQ(lane.take()->request.head.target, "/2");
  lane.close();
  EXPECT_FALSE(lane.take());
}

}  // namespace
}  // namespace aplomb::http
