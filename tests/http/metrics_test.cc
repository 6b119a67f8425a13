// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/metrics.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "tests/http/scraped.h"
#include "tests/support/temp_index.h"

namespace aplomb::http {
namespace {

using namespace std::chrono_literals;
using test::Labels;
using test::Scraped;

const std::vector<std::string> kRoutes{"/api/v1/search", "/api/v1/articles/{id}"};
constexpr const char* kRequests = "aplomb_http_requests_total";
constexpr const char* kDuration = "aplomb_http_request_duration_seconds";

Labels request(const std::string& route, const std::string& method, const std::string& status) {
  return {{"route", route}, {"method", method}, {"status", status}};
}

TEST(MetricsTest, RequestsAreCountedByRouteMethodAndStatus) {
  Metrics metrics(kRoutes, "1");
  metrics.answered("/api/v1/articles/{id}", "GET", 200, 1ms);
  metrics.answered("/api/v1/articles/{id}", "GET", 200, 1ms);
  metrics.answered("/api/v1/articles/{id}", "HEAD", 404, 1ms);

  const Scraped scraped(metrics.scrape());
  EXPECT_EQ(scraped.value(kRequests, request("/api/v1/articles/{id}", "GET", "200")), 2);
  EXPECT_EQ(scraped.value(kRequests, request("/api/v1/articles/{id}", "HEAD", "404")), 1);
}

TEST(MetricsTest, CallersCannotMakeSeries) {
  Metrics metrics(kRoutes, "1");
  for (int i = 0; i < 2000; ++i) {
    const auto text = std::to_string(i);
    metrics.answered("/api/v1/articles/" + text, "BREW" + text, i, 1ms);
    metrics.searched({{"stage " + text, 1us, {}}}, Certainty::kNone);
  }

  const Scraped scraped(metrics.scrape());
  EXPECT_EQ(scraped.value(kRequests, request("none", "other", "418")), std::nullopt);
  EXPECT_EQ(scraped.value(kRequests, request("none", "other", "2xx")), 95);
  EXPECT_EQ(scraped.value(kRequests, request("none", "other", "other")), 1500);
  EXPECT_LE(scraped.families().at(kRequests).samples.size(), 42U);
  EXPECT_EQ(scraped.value(std::string(kDuration) + "_count", {{"route", "none"}}), 2000);
  EXPECT_EQ(scraped.value("aplomb_search_stage_duration_seconds_count", {{"stage", "other"}}),
            2000);
}

TEST(MetricsTest, ADurationFallsIntoTheBucketsItIsNotAbove) {
  Metrics metrics(kRoutes, "1");
  metrics.answered("/api/v1/search", "GET", 200, 200us);
  metrics.answered("/api/v1/search", "GET", 200, 2500us);
  metrics.answered("/api/v1/search", "GET", 200, 1min);
  metrics.answered("/api/v1/search", "GET", 200, -1s);

  const Scraped scraped(metrics.scrape());
  const auto below = [&](const char* le) {
    return scraped.value(std::string(kDuration) + "_bucket",
                         {{"route", "/api/v1/search"}, {"le", le}});
  };
  EXPECT_EQ(below("0.0002"), 2);
  EXPECT_EQ(below("0.002"), 2);
  EXPECT_EQ(below("0.003"), 3);
  EXPECT_EQ(below("5"), 3);
  EXPECT_EQ(below("+Inf"), 4);
  EXPECT_NEAR(*scraped.value(std::string(kDuration) + "_sum", {{"route", "/api/v1/search"}}),
              60.0027, 1e-9);
}

TEST(MetricsTest, EveryStageOfASearchHasANameHere) {
  using aplomb::test::article;
  const aplomb::test::TempIndex index{article("refund").title("Refund").body("Ten days.")};
  const auto page = index.search("refund");
  Metrics metrics(kRoutes, "1");
  metrics.searched(page.stages, page.certainty);
  metrics.searched({}, std::nullopt);

  const Scraped scraped(metrics.scrape());
  const std::string count = "aplomb_search_stage_duration_seconds_count";
  for (const char* stage : {"parse", "expand", "retrieve", "rank", "judge", "show"})
    EXPECT_EQ(scraped.value(count, {{"stage", stage}}), 1) << stage;
  EXPECT_EQ(scraped.value(count, {{"stage", "other"}}), 0);
  EXPECT_EQ(scraped.value("aplomb_search_certainty_total", {{"certainty", "unjudged"}}), 1);
  double judged = 0;
  for (const char* certainty : {"strong", "weak", "none"})
    judged += *scraped.value("aplomb_search_certainty_total", {{"certainty", certainty}});
  EXPECT_EQ(judged, 1);
}

TEST(MetricsTest, TheIndexIsWhatItsReadersSee) {
  using aplomb::test::article;
  const aplomb::test::TempIndex index{article("a").body("internal"),
                                      article("b").body("internal").customer("for customers")};
  const auto internal = index.searcher();
  const auto customer = index.searcher(Audience::kCustomer);
  EXPECT_TRUE(index_figures(internal, customer)->committed);
  const Metrics metrics(kRoutes, "1", {.index = [&] {
                          auto figures = index_figures(internal, customer);
                          figures->lag = 1500ms;
                          figures->committed =
                              std::chrono::sys_days(std::chrono::year(2026) / 1 / 1);
                          return figures;
                        }});

  const Scraped scraped(metrics.scrape());
  EXPECT_EQ(scraped.value("aplomb_index_generation"), internal.status()->generation);
  EXPECT_EQ(scraped.value("aplomb_index_articles", {{"reader", "internal"}}), 2);
  EXPECT_EQ(scraped.value("aplomb_index_articles", {{"reader", "customer"}}), 1);
  EXPECT_EQ(scraped.value("aplomb_index_passages", {{"reader", "internal"}}), 3);
  EXPECT_EQ(scraped.value("aplomb_index_passages", {{"reader", "customer"}}), 1);
  EXPECT_EQ(scraped.value("aplomb_index_revision", {{"reader", "internal"}}),
            scraped.value("aplomb_index_revision", {{"reader", "customer"}}));
  EXPECT_EQ(scraped.value("aplomb_index_lag_seconds"), 1.5);
  EXPECT_EQ(scraped.value("aplomb_index_commit_timestamp_seconds"), 1767225600);
}

TEST(MetricsTest, WhatCannotBeToldIsLeftOutAndTheRestStands) {
  const Metrics metrics(
      kRoutes, "1",
      {.index = [] { return IndexFigures{.generation = 7}; },
       .desk = []() -> std::optional<desk::DeskSizes> { throw std::runtime_error("x"); },
       .access_log = []() -> std::optional<AccessLogFigures> { return {}; }});

  const Scraped scraped(metrics.scrape());
  EXPECT_EQ(scraped.value("aplomb_index_generation"), 7);
  for (const char* name : {"aplomb_index_lag_seconds", "aplomb_index_commit_timestamp_seconds",
                           "aplomb_desk_people", "aplomb_access_log_lines_total"})
    EXPECT_FALSE(scraped.families().contains(name)) << name;
}

TEST(MetricsTest, TheProcessIsTold) {
  const auto now =
      std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
  const Scraped scraped(Metrics(kRoutes, "1.2.3").scrape());

  EXPECT_GT(scraped.value("process_resident_memory_bytes"), 1e6);
  EXPECT_GT(scraped.value("process_open_fds"), 2);
  EXPECT_LE(scraped.value("process_open_fds"), scraped.value("process_max_fds"));
  EXPECT_GE(scraped.value("process_threads"), 1);
  EXPECT_GE(scraped.value("process_cpu_seconds_total"), 0);
  EXPECT_LE(scraped.value("process_start_time_seconds"), now + 1);
  EXPECT_GT(scraped.value("process_start_time_seconds"), now - 86400);
  EXPECT_EQ(scraped.value("aplomb_build_info", {{"version", "1.2.3"}}), 1);
}

TEST(MetricsTest, HostileTextStaysInItsLabel) {
  const std::string hostile = "/\"} 1\nforged 2\\\n# TYPE x";
  Metrics metrics({hostile, "/\xFF"}, "1\"\n\\");
  metrics.answered(hostile, "GET", 200, 1ms);
  metrics.answered("/\xFF", "GET", 200, 1ms);

  const Scraped scraped(metrics.scrape());
  EXPECT_EQ(scraped.value(kRequests, request(hostile, "GET", "200")), 1);
  EXPECT_EQ(scraped.value(kRequests, request("/\uFFFD", "GET", "200")), 1);
  EXPECT_EQ(scraped.value("aplomb_build_info", {{"version", "1\"\n\\"}}), 1);
}

TEST(MetricsTest, ManyThreadsLoseNothingWhileOthersScrape) {
  Metrics metrics(kRoutes, "1");
  constexpr int kThreads = 4, kEach = 2000;
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t)
    threads.emplace_back([&] {
      for (int i = 0; i < kEach; ++i) {
        metrics.answered(kRoutes[static_cast<std::size_t>(i) % 2], "GET", 200 + i % 5, 1ms);
        metrics.searched({{"parse", 1us, {}}}, Certainty::kStrong);
      }
    });
  for (int i = 0; i < 20; ++i) EXPECT_NO_THROW(Scraped(metrics.scrape()));
  for (auto& thread : threads) thread.join();

  const Scraped scraped(metrics.scrape());
  double requests = 0;
  for (const auto& sample : scraped.families().at(kRequests).samples) requests += sample.value;
  EXPECT_EQ(requests, kThreads * kEach);
  EXPECT_EQ(scraped.value("aplomb_search_certainty_total", {{"certainty", "strong"}}),
            kThreads * kEach);
}

}  // namespace
}  // namespace aplomb::http
