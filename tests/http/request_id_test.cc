// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/request_id.h"

#include <gtest/gtest.h>

#include <mutex>
#include <set>
#include <thread>
#include <vector>

namespace aplomb::http {
namespace {

TEST(RequestIdTest, ASaneIdOfTheCallersIsTakenOver) {
  for (const std::string& id : {std::string("a"), std::string("Call-17_b.2"), std::string(64, 'x')})
    EXPECT_EQ(request_id(id), id);
}

TEST(RequestIdTest, AnythingElseGetsANewOne) {
  for (const std::string& id :
       {std::string(), std::string(65, 'x'), std::string("a b"), std::string("a\r\nSet-Cookie: x"),
        std::string("ä"), std::string("a\0b", 3), std::string("\"")}) {
    EXPECT_NE(request_id(id), id);
    EXPECT_EQ(request_id(id).size(), 32U);
  }
  EXPECT_TRUE(is_sane_request_id(request_id(std::nullopt)));
}

TEST(RequestIdTest, NewOnesAreNeverAlike) {
  std::mutex mutex;
  std::set<std::string> ids;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&] {
      for (int i = 0; i < 1000; ++i) {
        auto id = new_request_id();
        const std::lock_guard lock(mutex);
        ids.insert(std::move(id));
      }
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(ids.size(), 4000U);
}

}  // namespace
}  // namespace aplomb::http
