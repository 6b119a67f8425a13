// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>

namespace aplomb::http {

/// What the kernel says of this process; absent where it does not say.
struct ProcessFigures {
  std::optional<std::uint64_t> resident_bytes;
  std::optional<std::uint64_t> virtual_bytes;
  std::optional<double> cpu_seconds;  ///< user and system, of all threads, since the start
  std::optional<std::uint64_t> open_files;
  std::optional<std::uint64_t> max_files;  ///< what `open_files` may rise to
  std::optional<std::uint64_t> threads;
  std::optional<double> start_seconds;  ///< Unix time
};

/// Reads /proc (proc(5)). Thread-safe.
[[nodiscard]] ProcessFigures process_figures();

}  // namespace aplomb::http
