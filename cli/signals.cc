// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/signals.h"

namespace aplomb::cli {

Signals::Signals() {
  sigemptyset(&ends_);
  sigaddset(&ends_, SIGTERM);
  sigaddset(&ends_, SIGINT);
  all_ = ends_;
  sigaddset(&all_, SIGHUP);
  hold();
}

int Signals::wait() const {
  int number = 0;
  sigwait(&all_, &number);
  return number;
}

void Signals::let_end() const {
  pthread_sigmask(SIG_UNBLOCK, &ends_, nullptr);
}

void Signals::hold() const {
  pthread_sigmask(SIG_BLOCK, &all_, nullptr);
}

}  // namespace aplomb::cli
