// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <sys/types.h>

#include <vector>

namespace aplomb::bench {

/// What processes have used so far, and hold now.
struct Usage {
  double processor_s = 0;  ///< user and system, of all threads
  double rss_mb = 0;       ///< resident memory, in 10^6 bytes
  double own_mb = 0;       ///< of it, without mapped files, which come and go with what is read
};

/// The sum over these processes, from /proc; nothing for one that has ended. The processor's time
/// comes in ticks of 10 ms.
[[nodiscard]] Usage usage_of(const std::vector<pid_t>& processes);

/// The processor time of this process, in seconds.
[[nodiscard]] double own_processor_s();

}  // namespace aplomb::bench
