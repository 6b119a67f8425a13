// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <string_view>

namespace aplomb::cli {

/// One line on a terminal that is written over; nothing where standard error goes to a file.
class ProgressLine {
 public:
  ProgressLine() = default;
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;
  ~ProgressLine() { clear(); }

  /// `indexing 12 of 132 files`
  void show(std::string_view doing, std::size_t done, std::size_t all, std::string_view what);
  void clear();

 private:
  bool visible_ = false;
  std::chrono::steady_clock::time_point shown_;
};

}  // namespace aplomb::cli
