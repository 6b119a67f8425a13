// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/file_limit.h"

#include <sys/resource.h>

namespace aplomb::cli {

void raise_file_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);  // refused, it stays what it was: fewer connections then
}

}  // namespace aplomb::cli
