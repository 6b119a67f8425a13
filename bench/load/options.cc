// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/load/options.h"

#include <CLI/CLI.hpp>
#include <cstdlib>

namespace aplomb::bench {
namespace {

constexpr std::size_t kMaxConnections = 20'000;
constexpr double kMaxRate = 200'000;
constexpr double kMaxTime_s = 40;

}  // namespace

LoadOptions parse_load_options(int argc, char** argv) {
  LoadOptions options;
  std::string target;
  CLI::App program("Puts a server on this machine under load, with bounds", "bench_load");
  program.add_option("mode", options.mode, "closed, open or typing")
      ->required()
      ->check(CLI::IsMember({"closed", "open", "typing"}));
  program.add_option("target", target, "127.x.y.z:PORT; nothing but this machine")->required();
  const auto count = CLI::Range(std::size_t{1}, kMaxConnections);
  const auto rate = CLI::Range(1.0, kMaxRate);
  const auto time = CLI::Range(0.1, kMaxTime_s);
  program.add_option("--path", options.path, "what is asked for")->capture_default_str();
  program.add_option("--queries", options.queries,
                     "file of queries to search for instead, behind the last tab of each line");
  program.add_option("--header", options.headers, "\"Name: value\", sent with each request");
  program.add_option("--pid", options.processes, "the server's processes, whose use is reported");
  program.add_option("--connections", options.connections, "closed, open: how many")->check(count);
  program.add_option("--people", options.people, "typing: how many")->check(count);
  program.add_option("--idle", options.idle, "idle connections beside, each asked once before")
      ->check(CLI::Range(std::size_t{0}, kMaxConnections));
  program.add_option("--rate", options.rate, "open: requests a second")->check(rate);
  program.add_option("--seconds", options.time_s, "how long")->check(time);
  program.add_option("--warm-up", options.warm_up_s, "closed, typing: seconds not counted")
      ->check(CLI::Range(0.0, kMaxTime_s));
  program.add_option("--patience", options.patience_s, "seconds until a request counts as failed")
      ->check(time);
  program.add_option("--recover", options.recover_rate, "open: the rate after that")->check(rate);
  program.add_option("--recover-seconds", options.recover_time_s, "how long that lasts")
      ->check(time);
  program.add_option("--recover-p99", options.recover_p99_ms,
                     "p99 in milliseconds that counts as recovered");
  try {
    program.parse(argc, argv);
    const auto parsed = Target::parse(target);
    if (!parsed) throw CLI::ValidationError("target", "must be 127.x.y.z:PORT, not " + target);
    options.target = *parsed;
    if (options.mode == "typing" && options.queries.empty())
      throw CLI::RequiredError("--queries FILE, for people to type,");
  } catch (const CLI::ParseError& error) {
    std::exit(program.exit(error) == 0 ? 0 : 2);
  }
  return options;
}

}  // namespace aplomb::bench
