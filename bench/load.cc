// SPDX-License-Identifier: GPL-3.0-or-later
//
// bench_load closed|open|typing 127.0.0.1:PORT [options; --help names them]
//
// A client's view of a server under load, from one thread over epoll. What it uses of the
// processor itself is stated beside what the server's processes use, since both share one machine.
// Prints `name value`, one a line. bench/gate.sh asks it all that is to be known of our server.

#include <sys/resource.h>

#include <algorithm>
#include <cstdio>
#include <utility>

#include "bench/load/modes.h"
#include "bench/load/options.h"
#include "bench/load/process.h"
#include "bench/measure.h"

namespace {

using namespace aplomb::bench;

constexpr std::size_t kSpareDescriptors = 64;
constexpr std::size_t kConnectionsOfAPerson = 2;
constexpr Time kTimeToOpenIdle(10);

/// Every connection is a descriptor. False when the system does not allow so many.
bool allow_descriptors(std::size_t count) {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  if (limit.rlim_cur >= count) return true;
  limit.rlim_cur = std::min<rlim_t>(count, limit.rlim_max);
  ::setrlimit(RLIMIT_NOFILE, &limit);
  return limit.rlim_cur >= count;
}

/// Processor time since it was made, of the server and of this process.
class Meter {
 public:
  explicit Meter(const std::vector<pid_t>& processes)
      : processes_(processes), server_(usage_of(processes)), own_s_(own_processor_s()) {}

  void print(std::size_t answers) const {
    const auto took = Time(Clock::now() - begun_).count();
    const double own_s = own_processor_s() - own_s_;
    print_figure("generator_cores", own_s / took);
    if (processes_.empty()) return;
    const double server_s = usage_of(processes_).processor_s - server_.processor_s;
    print_figure("server_cores", server_s / took);
    if (answers > 0)
      print_figure("server_us_per_answer", 1e6 * server_s / static_cast<double>(answers));
  }

 private:
  const std::vector<pid_t>& processes_;
  Usage server_;
  double own_s_;
  Clock::time_point begun_ = Clock::now();
};

class Run {
 public:
  explicit Run(LoadOptions options)
      : options_(std::move(options)),
        writer_(options_.target.host, options_.headers),
        wire_(options_.target, options_.idle + active(), patience(),
              [this](const Done& done) { hear_(done); }) {
    if (!options_.queries.empty()) queries_ = read_queries(options_.queries);
    for (const auto& query : queries_) requests_.push_back(writer_.search(query));
    if (options_.queries.empty()) requests_.push_back(writer_.get(options_.path));
  }

  int run() {
    if (requests_.empty()) {
      std::fprintf(stderr, "bench_load: no queries in %s\n", options_.queries.c_str());
      return 3;
    }
    const auto before = usage_of(options_.processes);
    print_memory("before", before);
    if (options_.idle > 0) hold_idle(before);
    if (options_.mode == "closed")
      closed();
    else if (options_.mode == "open")
      open();
    else
      typing();
    print_count("resent", wire_.resent());
    print_count("closed_while_idle", wire_.closed_idle());
    auto overslept = wire_.overslept_ms();
    std::ranges::sort(overslept);
    print_figure("generator_late_p99_ms", percentile(overslept, 0.99));
    if (options_.idle > 0) print_count("idle_open_at_end", idle_open());
    print_memory("after", usage_of(options_.processes));
    return 0;
  }

 private:
  [[nodiscard]] std::size_t active() const {
    return options_.mode == "typing" ? kConnectionsOfAPerson * options_.people
                                     : options_.connections;
  }
  [[nodiscard]] std::chrono::milliseconds patience() const {
    return std::chrono::duration_cast<std::chrono::milliseconds>(Time(options_.patience_s));
  }
  [[nodiscard]] Field field() { return {wire_, hear_, options_.idle, active()}; }

  void print_memory(const std::string& when, const Usage& usage) const {
    if (options_.processes.empty()) return;
    print_figure("server_rss_mb_" + when, usage.rss_mb);
    print_figure("server_own_mb_" + when, usage.own_mb);
  }

  [[nodiscard]] std::size_t idle_open() const {
    std::size_t open = 0;
    for (std::size_t i = 0; i < options_.idle; ++i) open += wire_.is_open(i) ? 1U : 0U;
    return open;
  }

  void hold_idle(const Usage& before) {
    const auto answered =
        open_idle({wire_, hear_, 0, options_.idle}, writer_.get("/healthz"), kTimeToOpenIdle);
    print_count("idle_wanted", options_.idle);
    print_count("idle_answered", answered);
    print_count("idle_open", idle_open());
    const auto with_idle = usage_of(options_.processes);
    print_memory("idle", with_idle);
    if (!options_.processes.empty())
      print_figure("server_rss_mb_of_idle", with_idle.rss_mb - before.rss_mb);
  }

  void closed() {
    std::size_t next = 0;
    if (options_.warm_up_s > 0)
      static_cast<void>(run_closed(field(), requests_, next, Time(options_.warm_up_s)));
    const Meter meter(options_.processes);
    const auto run = run_closed(field(), requests_, next, Time(options_.time_s));
    meter.print(run.tally.successes() + run.late);
    print_figure("requests_per_s", static_cast<double>(run.tally.successes()) / options_.time_s);
    run.tally.print("closed");
  }

  void open() {
    std::vector<Phase> phases{{options_.rate, Time(options_.time_s)}};
    if (options_.recover_rate > 0)
      phases.push_back({options_.recover_rate, Time(options_.recover_time_s)});
    const Meter meter(options_.processes);
    const auto runs = run_open(field(), requests_, phases, patience());
    std::size_t outcomes = 0;
    for (const auto& phase : runs) outcomes += phase.outcomes.size();
    meter.print(outcomes);
    const auto tally = print_phase("open", runs[0]);
    print_figure("requests_per_s", static_cast<double>(tally.successes()) / options_.time_s);
    if (runs.size() == 1) return;
    print_phase("recover", runs[1]);
    const double ms = recovery_ms(runs[1], Time(options_.recover_time_s), options_.recover_p99_ms);
    if (ms < 0)
      print_word("recovery_ms", "never");
    else
      print_figure("recovery_ms", ms);
  }

  static Tally print_phase(const std::string& name, const PhaseRun& phase) {
    Tally tally;
    for (const auto& done : phase.outcomes) tally.add(done);
    tally.add_unsent(phase.unsent);
    tally.print(name);
    return tally;
  }

  void typing() {
    if (options_.warm_up_s > 0)
      static_cast<void>(
          run_typing(field(), queries_, writer_, Time(options_.warm_up_s), patience()));
    const Meter meter(options_.processes);
    const auto run = run_typing(field(), queries_, writer_, Time(options_.time_s), patience());
    meter.print(run.search.successes() + run.suggest.successes());
    run.search.print("search");
    run.suggest.print("suggest");
  }

  LoadOptions options_;
  RequestWriter writer_;
  std::vector<std::string> queries_;
  std::vector<std::string> requests_;
  std::function<void(const Done&)> hear_ = [](const Done&) {};
  Wire wire_;
};

}  // namespace

int main(int argc, char** argv) {
  auto options = parse_load_options(argc, argv);
  if (!allow_descriptors(options.idle + options.connections +
                         kConnectionsOfAPerson * options.people + kSpareDescriptors)) {
    std::fprintf(stderr, "bench_load: so many connections need a higher `ulimit -n`\n");
    return 3;
  }
  return Run(std::move(options)).run();
}
