// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "engine/result.h"
#include "http/access_line.h"

namespace aplomb::http {

struct AccessLogOptions {
  std::string destination{};  ///< a file, "-" for standard error, empty for no log
  bool log_queries = false;   ///< writes what was searched for, masked
  /// What may wait to be written, 10,000 lines or so; beyond it lines are dropped.
  std::size_t max_queued_bytes = std::size_t{4} << 20U;
  /// What a destination that takes nothing is given at the end.
  std::chrono::milliseconds patience = std::chrono::seconds(2);
};

/// One line of JSON for each answered request, written by a thread of its own, so that no answer
/// waits for a disk. Lines come a tenth of a second late, in batches.
///
/// A full disk, a pipe whose reader went away or one that takes nothing stops no request: the lines
/// are counted, the trouble is said once on the server's own log, and a line {"time", "dropped"}
/// stands in their place when writing works again.
/// Thread-safety: all members may be called from any thread at once; record() after close() drops.
class AccessLog {
 public:
  /// Opens the destination and starts the thread, which takes no signals.
  /// Errors: kIo.
  [[nodiscard]] static Result<AccessLog> open(AccessLogOptions options);

  /// Queues the line. Never waits for the destination; costs about a microsecond.
  void record(const AccessRecord& record);

  /// Has the file opened anew before the next line is written, for logrotate. Only sets a flag, so
  /// a signal handler may call it. Nothing for standard error.
  void reopen() noexcept;

  /// Waits until what was recorded before is written or dropped. For tests and tools.
  void flush();

  /// Writes what waits and ends the thread; the destructor does it too.
  void close();

  struct Counts {
    std::uint64_t written = 0;
    std::uint64_t dropped = 0;
  };
  /// Lines since the start. Without a destination both stay 0.
  [[nodiscard]] Counts counts() const;

  AccessLog(AccessLog&&) noexcept;
  AccessLog& operator=(AccessLog&&) noexcept;
  ~AccessLog();

 private:
  class Writer;  // the queue and its thread, which stay where they are when this moves
  explicit AccessLog(std::unique_ptr<Writer> writer);
  std::unique_ptr<Writer> writer_;  ///< none without a destination
  bool log_queries_ = false;
};

}  // namespace aplomb::http
