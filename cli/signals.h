// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <signal.h>

namespace aplomb::cli {

/// SIGTERM, SIGINT and SIGHUP, held from here on: they wait for wait(). Threads keep to what was
/// so when they began, so this is made before any of them.
class Signals {
 public:
  Signals();

  /// The next of them, once it has come.
  [[nodiscard]] int wait() const;

  /// Lets SIGTERM and SIGINT end the program at once, in whatever it is doing, and one that waits
  /// already. SIGHUP goes on waiting.
  void let_end() const;
  /// Takes that back.
  void hold() const;

 private:
  sigset_t ends_{};
  sigset_t all_{};
};

}  // namespace aplomb::cli
