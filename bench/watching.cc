// SPDX-License-Identifier: GPL-3.0-or-later
//
// bench_watching [Google Benchmark's options]
//
// What counting, timing, logging and limiting add to one request. `references` is how many of them
// fit into the time of a plain log: a line put together with snprintf and written at once, to a
// file in the memory of the machine.

#include <benchmark/benchmark.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <stdexcept>
#include <string>
#include <vector>

#include "bench/measure.h"
#include "engine/masking.h"
#include "http/access_log.h"
#include "http/metrics.h"
#include "http/rate_limits.h"
#include "http/request_id.h"

namespace {

using namespace aplomb;
using namespace aplomb::http;
using namespace std::chrono_literals;

constexpr std::size_t kRoutes = 50;  ///< about as many as the server will have
constexpr const char* kQuery = "refund debit card not arrived";
constexpr const char* kPersonalQuery = "refund 0171 2345678 jo@example.com größe";

std::string route(std::size_t i) {
  return i == 0 ? "/api/v1/search" : "/api/v1/route-" + std::to_string(i) + "/{id}";
}

Metrics& metrics() {
  static Metrics kept(
      [] {
        std::vector<std::string> routes;
        for (std::size_t i = 0; i < kRoutes; ++i) routes.push_back(route(i));
        return routes;
      }(),
      "1");
  return kept;
}

AccessRecord record(std::string_view id) {
  AccessRecord made;
  made.time = std::chrono::system_clock::now();
  made.request_id = id;
  made.method = "GET";
  made.route = made.path = "/api/v1/search";
  made.query = kQuery;
  made.status = 200;
  made.bytes = 4321;
  made.took = 1234us;
  made.role = "agent";
  made.who = "ada";
  made.address = "192.0.2.7";
  return made;
}

AccessLog& log() {
  static auto kept = AccessLog::open({.destination = "/dev/null", .log_queries = true});
  if (!kept) throw std::runtime_error(kept.error().message);
  return *kept;
}

const std::vector<Stage>& stages() {
  static const std::vector<Stage> kStages{{"parse", 5us, {}},      {"expand", 50us, {}},
                                          {"retrieve", 800us, {}}, {"rank", 200us, {}},
                                          {"judge", 10us, {}},     {"show", 150us, {}}};
  return kStages;
}

class PlainLog {
 public:
  PlainLog() : file_(::memfd_create("plain", MFD_CLOEXEC)) {}
  void line() {
    std::array<char, 512> text{};
    const auto now = std::chrono::system_clock::now().time_since_epoch().count();
    const int length =
        std::snprintf(text.data(), text.size(),
                      R"({"time":%lld,"method":"%s","path":"%s","status":%d,"ms":%.3f,"who":"%s"})"
                      "\n",
                      static_cast<long long>(now), "GET", "/api/v1/search", 200, 1.234, "ada");
    if (::write(file_, text.data(), static_cast<std::size_t>(length)) < 0)
      throw std::runtime_error("cannot write");
    if (::lseek(file_, 0, SEEK_CUR) > (off_t{1} << 24U)) ::lseek(file_, 0, SEEK_SET);
  }

 private:
  int file_;
};

double plain_line_seconds() {
  static const double kSeconds = [] {
    constexpr int kLines = 200'000;
    PlainLog plain;
    return bench::seconds_of([&] {
             for (int i = 0; i < kLines; ++i) plain.line();
           }) /
           kLines;
  }();
  return kSeconds;
}

/// Runs `once` for each request and says how many fit into a plain line.
template <class Once>
void measure(benchmark::State& state, Once&& once) {
  for (auto _ : state) once();
  state.counters["references"] =
      benchmark::Counter(plain_line_seconds(), benchmark::Counter::kIsIterationInvariantRate);
}

void answered(benchmark::State& state) {
  measure(state, [] { metrics().answered("/api/v1/search", "GET", 200, 1234us); });
}
void searched(benchmark::State& state) {
  measure(state, [] { metrics().searched(stages(), Certainty::kStrong); });
}
void logged(benchmark::State& state) {
  const auto before = log().counts().dropped;
  measure(state, [] { log().record(record("0123456789abcdef0123456789abcdef")); });
  state.counters["dropped"] = static_cast<double>(log().counts().dropped - before);
}
void named(benchmark::State& state) {
  measure(state, [] { benchmark::DoNotOptimize(new_request_id()); });
}
void masked(benchmark::State& state) {
  measure(state, [] { benchmark::DoNotOptimize(mask_personal(kPersonalQuery)); });
}
void all_of_a_search(benchmark::State& state) {
  measure(state, [] {
    const auto id = new_request_id();
    metrics().searched(stages(), Certainty::kStrong);
    metrics().answered("/api/v1/search", "GET", 200, 1234us);
    log().record(record(id));
  });
}
/// An anonymous reader who comes from one of so many addresses in turns: what is counted, and the
/// header fields that tell of it.
void limited(benchmark::State& state) {
  static RateLimits limits({.anonymous = {.requests = 1'000'000}});
  static const Route kRoute("GET", "/api/v1/search", Access::kReader, Reads::kOwnAudience,
                            [](const Searcher&, const Request&) { return Response{}; });
  const auto addresses = static_cast<std::size_t>(state.range(0));
  std::vector<Request> requests(addresses);
  for (std::size_t i = 0; i < addresses; ++i)
    requests[i].client = "10." + std::to_string(i / 65536) + "." + std::to_string(i / 256 % 256) +
                         "." + std::to_string(i % 256);
  std::size_t next = 0;
  measure(state, [&] {
    Response response;
    add_headers(limits.charge(kRoute, requests[next]), response);
    next = next + 1 < addresses ? next + 1 : 0;
    benchmark::DoNotOptimize(response);
  });
}
void scraped(benchmark::State& state) {
  for (std::size_t i = 0; i < kRoutes; ++i)
    for (const int status : {200, 304, 404}) metrics().answered(route(i), "GET", status, 1ms);
  measure(state, [] { benchmark::DoNotOptimize(metrics().scrape()); });
}

BENCHMARK(answered)->ThreadRange(1, 4)->UseRealTime();
BENCHMARK(searched)->ThreadRange(1, 4)->UseRealTime();
BENCHMARK(logged)->ThreadRange(1, 4)->UseRealTime();
BENCHMARK(named);
BENCHMARK(masked);
BENCHMARK(all_of_a_search)->ThreadRange(1, 4)->UseRealTime();
BENCHMARK(limited)->Arg(1)->Arg(1'000)->Arg(100'000)->UseRealTime();
BENCHMARK(limited)->Arg(1'000)->Threads(4)->UseRealTime();
BENCHMARK(scraped);

}  // namespace

BENCHMARK_MAIN();
