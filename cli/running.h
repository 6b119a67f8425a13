// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <thread>

#include "cli/listening.h"
#include "http/metrics.h"
#include "http/server.h"

namespace aplomb::cli {

/// A server that answers on a thread of its own for as long as this lives. At its end it takes no
/// more connections, finishes what is under way, and removes its sockets' files.
class Running {
 public:
  /// Errors: kIo.
  [[nodiscard]] static Result<std::unique_ptr<Running>> start(Listening listening,
                                                              http::Backend backend);
  Running(Listening listening, http::Server server);
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;
  ~Running();

  [[nodiscard]] const Listening& listening() const { return listening_; }

 private:
  Listening listening_;
  http::Server server_;
  std::thread thread_;
};

/// /metrics and nothing else, to whoever reaches `where`; null when that is empty.
/// Errors: kInvalidArgument, kConflict, kIo.
[[nodiscard]] Result<std::unique_ptr<Running>> serve_metrics(const std::string& where,
                                                             const http::Metrics& metrics);

}  // namespace aplomb::cli
