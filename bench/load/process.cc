// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/load/process.h"

#include <sys/resource.h>
#include <unistd.h>

#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <string_view>

namespace aplomb::bench {
namespace {

std::string read(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// proc(5): utime and stime are the 14th and 15th field of stat; the second, the name, may hold
/// anything but ends with the last bracket.
double processor_s(const std::string& folder) {
  const auto stat = read(folder + "stat");
  const auto bracket = stat.rfind(')');
  if (bracket == std::string::npos) return 0;
  std::istringstream fields(stat.substr(bracket + 1));
  std::string skipped;
  for (int field = 3; field < 14; ++field) fields >> skipped;
  double user = 0;
  double system = 0;
  fields >> user >> system;
  return (user + system) / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

/// A line of proc(5)'s status that has kibibytes.
double megabytes(const std::string& folder, std::string_view line) {
  constexpr double kKib = 1024;
  std::istringstream status(read(folder + "status"));
  for (std::string name; status >> name;)
    if (double kib = 0; name == line && status >> kib) return kib * kKib / 1e6;
  return 0;
}

}  // namespace

Usage usage_of(const std::vector<pid_t>& processes) {
  Usage sum;
  for (const pid_t process : processes) {
    const auto folder = "/proc/" + std::to_string(process) + "/";
    sum.processor_s += processor_s(folder);
    sum.rss_mb += megabytes(folder, "VmRSS:");
    sum.own_mb += megabytes(folder, "RssAnon:");
  }
  return sum;
}

double own_processor_s() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

}  // namespace aplomb::bench
