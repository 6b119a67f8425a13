// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "bench/load/wire.h"

namespace aplomb::bench {

/// The command line of bench_load; bounds stand where it is read.
struct LoadOptions {
  std::string mode;  ///< closed, open or typing
  Target target;
  std::string path = "/healthz";  ///< asked for where there is no file of queries
  std::string queries;            ///< the file, or empty
  std::vector<std::string> headers;
  std::vector<pid_t> processes;  ///< the server's
  std::size_t connections = 16;
  std::size_t people = 20;
  std::size_t idle = 0;
  double rate = 100;  ///< a second
  double time_s = 5;
  double warm_up_s = 0.5;
  double patience_s = 5;
  double recover_rate = 0;  ///< 0: no such phase
  double recover_time_s = 5;
  double recover_p99_ms = 100;
};

/// Exits with what was wrong, or with help.
[[nodiscard]] LoadOptions parse_load_options(int argc, char** argv);

}  // namespace aplomb::bench
