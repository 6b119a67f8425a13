// SPDX-License-Identifier: GPL-3.0-or-later
//
// bench_serving FOLDER QUERIES
//
// What finding out who asks, counting, timing, logging and limiting add to a search: requests
// through the whole Service with a token, metrics, an access log and all limits, against the same
// requests handed to the route's handler as they are. In process, without a socket, one after the
// other in turns, so that whatever else the machine does hits both. QUERIES has a query a line,
// behind a tab where there is one.

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "bench/measure.h"
#include "http/access_log.h"
#include "http/metrics.h"
#include "http/rate_limits.h"
#include "http/routes.h"
#include "http/service.h"
#include "indexer/indexing.h"
#include "tests/support/temp_dir.h"

namespace {

using namespace aplomb;

constexpr int kRounds = 5;

template <class T>
T value_of(Result<T> result) {
  if (result) return *std::move(result);
  std::fprintf(stderr, "%s\n", result.error().message.c_str());
  std::exit(3);
}

std::vector<std::string> read_queries(const char* path) {
  std::vector<std::string> queries;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);)
    queries.push_back(line.substr(line.rfind('\t') + 1));
  return queries;
}

http::Request search_for(const std::string& query) {
  return {.method = "GET",
          .path = "/api/v1/search",
          .query = {{"q", query}},
          .headers = {{"host", "localhost"}, {"accept", "application/json"}},
          .peer = "127.0.0.1"};
}

struct Times {
  std::vector<double> ms;

  void print(const char* name) {
    std::ranges::sort(ms);
    std::printf("%-10s mean %.3f ms, p50 %.3f, p99 %.3f\n", name, mean(),
                bench::percentile(ms, 0.5), bench::percentile(ms, 0.99));
  }
  [[nodiscard]] double mean() const {
    double sum = 0;
    for (const double each : ms) sum += each;
    return sum / static_cast<double>(ms.size());
  }
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: bench_serving FOLDER QUERIES\n");
    return 2;
  }
  const test::TempDir index, data;
  IndexOptions indexing;
  indexing.articles = argv[1];
  indexing.index_dir = index.path();
  value_of(index_folder(indexing));
  const http::Houses houses(value_of(Searcher::open(index.path(), Audience::kInternal)),
                            value_of(Searcher::open(index.path(), Audience::kCustomer)));
  auto desk = value_of(desk::Desk::open(data.path()));
  desk::WaysIn ways_in(desk);
  const auto token = value_of(desk.tokens().issue(
      desk::Actor::server("bench"), {.name = "bench", .role = desk::Role::kAgent, .expires = {}}));
  auto log = value_of(http::AccessLog::open(
      {.destination = (data.path() / "access.log").string(), .log_queries = true}));
  std::optional<http::Metrics> metrics;
  http::Resources resources{.houses = houses, .desk = desk, .ways_in = ways_in};
  const auto bare = http::make_router(resources);
  std::vector<std::string> patterns;
  for (const auto& route : bare.routes()) patterns.push_back(route.pattern);
  metrics.emplace(patterns, "bench");
  resources.searched = [&](const SearchPage& page) {
    metrics->searched(page.stages, page.certainty);
  };
  http::RateLimits limits({.token = {.requests = 1'000'000}, .address = {.requests = 1'000'000}});
  const http::Service service(http::make_router(resources), http::Identity(desk, {}),
                              value_of(http::ServedNames::make({http::Endpoint{}}, {})),
                              {},
                              {.metrics = &*metrics, .access_log = &log}, &limits);

  const auto queries = read_queries(argv[2]);
  Times without, with;
  std::size_t refused = 0;
  for (int round = 0; round <= kRounds; ++round) {  // the first one warms up
    for (std::size_t i = 0; i < queries.size(); ++i) {
      const auto ask_bare = [&] {
        auto request = search_for(queries[i]);
        request.caller = {.by = http::Caller::By::kAnonymous, .role = desk::Role::kAgent};
        if (bare.answer(std::move(request)).status != 200) ++refused;
      };
      const auto ask_service = [&] {
        auto request = search_for(queries[i]);
        request.headers.emplace_back("authorization",
                                     "Bearer " + std::string(token.secret.reveal()));
        if (service.answer(std::move(request)).status != 200) ++refused;
      };
      const bool bare_first = (i + static_cast<std::size_t>(round)) % 2 == 0;
      double bare_s = 0;
      if (bare_first) bare_s = bench::seconds_of(ask_bare);
      const double service_s = bench::seconds_of(ask_service);
      if (!bare_first) bare_s = bench::seconds_of(ask_bare);
      if (round == 0) continue;
      without.ms.push_back(1000 * bare_s);
      with.ms.push_back(1000 * service_s);
    }
  }
  without.print("without");
  with.print("with");
  std::printf("ratio      mean %.3f, p50 %.3f, p99 %.3f; %zu requests refused\n",
              with.mean() / without.mean(),
              bench::percentile(with.ms, 0.5) / bench::percentile(without.ms, 0.5),
              bench::percentile(with.ms, 0.99) / bench::percentile(without.ms, 0.99), refused);
}
