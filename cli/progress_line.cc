// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/progress_line.h"

#include <unistd.h>

#include <iostream>

namespace aplomb::cli {
namespace {

constexpr std::chrono::milliseconds kProgressEvery{100};

}  // namespace

void ProgressLine::show(std::string_view doing, std::size_t done, std::size_t all,
                        std::string_view what) {
  static const bool terminal = ::isatty(STDERR_FILENO) != 0;
  const auto now = std::chrono::steady_clock::now();
  if (!terminal || (done < all && now - shown_ < kProgressEvery)) return;
  shown_ = now;
  std::cerr << "\r\033[K" << doing << ' ' << done << " of " << all << ' ' << what << std::flush;
  visible_ = true;
}

void ProgressLine::clear() {
  if (visible_) std::cerr << "\r\033[K" << std::flush;
  visible_ = false;
}

}  // namespace aplomb::cli
