// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "http/access_log.h"
#include "http/metrics.h"

namespace aplomb::cli {

/// The access log in use, and those before it, whose lines go on to count.
///
/// Thread-safety: figures() from any thread at once; open() from one.
class AccessLogs {
 public:
  /// A log of these options: the one in use, with its file opened anew, where they are the same,
  /// else another. One that is no longer in use is closed, with all its lines written, when the
  /// last who holds it lets go. Nobody may hold one for longer than this lives.
  /// Errors: kIo; the log in use stays so.
  [[nodiscard]] Result<std::shared_ptr<http::AccessLog>> open(http::AccessLogOptions options);

  /// Lines of all of them.
  [[nodiscard]] http::AccessLogFigures figures() const;

 private:
  mutable std::mutex mutex_;                            ///< guards logs_
  std::vector<std::unique_ptr<http::AccessLog>> logs_;  ///< kept for their counts
  std::shared_ptr<http::AccessLog> in_use_;             ///< one of them; closes it at its end
  http::AccessLogOptions options_;
};

}  // namespace aplomb::cli
