// SPDX-License-Identifier: GPL-3.0-or-later
//
// bench_in_process DATA QUERIES [THREADS [SECONDS]]
//
// What bench_load is held against: the same queries on the index of the same data folder without
// HTTP, as `search` (Searcher::search) and as `answer` (the route's handler, which also writes the
// JSON). Prints `name value`, one a line: requests a second, and processor time each.

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include "bench/load/process.h"
#include "bench/load/requests.h"
#include "bench/load/tally.h"
#include "engine/searcher.h"
#include "http/routes.h"

namespace {

using namespace aplomb;

/// Runs `ask(query)`, which says whether it was answered, on each of the threads.
template <class Ask>
void measure(const std::string& name, const std::vector<std::string>& queries, std::size_t threads,
             bench::Time time, const Ask& ask) {
  std::atomic<std::size_t> next = 0;
  std::atomic<std::size_t> answered = 0;
  const double processor_s = bench::own_processor_s();
  const auto begun = bench::Clock::now();
  const auto work = [&] {
    while (bench::Clock::now() - begun < time)
      if (ask(queries[next++ % queries.size()])) ++answered;
  };
  std::vector<std::jthread> others;
  for (std::size_t i = 1; i < threads; ++i) others.emplace_back(work);
  work();
  others.clear();
  const auto count = static_cast<double>(answered);
  bench::print_figure(name + "_per_s", count / bench::Time(bench::Clock::now() - begun).count());
  bench::print_figure(name + "_us", 1e6 * (bench::own_processor_s() - processor_s) / count);
  bench::print_count(name + "_refused", next - answered);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3 || argc > 5) {
    std::fprintf(stderr, "usage: bench_in_process DATA QUERIES [THREADS [SECONDS]]\n");
    return 2;
  }
  const auto searcher =
      Searcher::open(std::filesystem::path(argv[1]) / "index", Audience::kInternal);
  const auto queries = bench::read_queries(argv[2]);
  if (!searcher || queries.empty()) {
    std::fprintf(stderr, "%s\n", searcher ? "no queries" : searcher.error().message.c_str());
    return 3;
  }
  const auto threads = argc > 3 ? std::strtoul(argv[3], nullptr, 10) : 2;
  const bench::Time time(argc > 4 ? std::strtod(argv[4], nullptr) : 5);
  const auto search = [&](const std::string& query) {
    SearchRequest request;
    request.text = query;
    return searcher->search(request).has_value();
  };
  const auto answer = [&](const std::string& query) {
    const http::Request request{.method = "GET", .path = "/api/v1/search", .query = {{"q", query}}};
    return http::search(*searcher, nullptr, {}, request).status == 200;
  };
  for (const auto& query : queries) static_cast<void>(search(query));  // the disk is not measured
  measure("in_process_search", queries, threads, time, search);
  measure("in_process_answer", queries, threads, time, answer);
}
