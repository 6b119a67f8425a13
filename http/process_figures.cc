// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/process_figures.h"

#include <sys/resource.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <system_error>
#include <vector>

namespace aplomb::http {
namespace {

std::string read(const char* path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// The fields of /proc/self/stat from the third on: the second is the program's name in
/// parentheses, which may hold anything.
std::vector<std::string> stat_fields() {
  const auto text = read("/proc/self/stat");
  const auto name_end = text.rfind(')');
  if (name_end == std::string::npos) return {};
  std::istringstream fields(text.substr(name_end + 1));
  return {std::istream_iterator<std::string>(fields), {}};
}

/// When the machine started, Unix time.
std::optional<double> boot_seconds() {
  std::istringstream lines(read("/proc/stat"));
  for (std::string word; lines >> word;) {
    double seconds = 0;
    if (word == "btime" && lines >> seconds) return seconds;
  }
  return std::nullopt;
}

std::optional<std::uint64_t> open_files() {
  std::error_code failed;
  std::filesystem::directory_iterator at("/proc/self/fd", failed);
  if (failed) return std::nullopt;
  std::uint64_t count = 0;
  for (const std::filesystem::directory_iterator end; !failed && at != end; at.increment(failed))
    ++count;
  if (failed || count == 0) return std::nullopt;
  return count - 1;  // the one that lists them
}

}  // namespace

ProcessFigures process_figures() {
  // Their places in proc(5), less the two before.
  constexpr std::size_t kUserTicks = 11, kSystemTicks = 12, kThreads = 17, kStartTicks = 19,
                        kVirtualBytes = 20, kResidentPages = 21;
  ProcessFigures figures;
  const auto ticks = static_cast<double>(::sysconf(_SC_CLK_TCK));
  if (const auto fields = stat_fields(); fields.size() > kResidentPages && ticks > 0) {
    const auto number = [&](std::size_t field) {
      return std::strtoull(fields[field].c_str(), nullptr, 10);
    };
    figures.cpu_seconds = static_cast<double>(number(kUserTicks) + number(kSystemTicks)) / ticks;
    figures.threads = number(kThreads);
    figures.virtual_bytes = number(kVirtualBytes);
    figures.resident_bytes =
        number(kResidentPages) * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
    if (const auto boot = boot_seconds())
      figures.start_seconds = *boot + static_cast<double>(number(kStartTicks)) / ticks;
  }
  figures.open_files = open_files();
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) == 0) figures.max_files = limit.rlim_cur;
  return figures;
}

}  // namespace aplomb::http
