// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/access_logs.h"

#include <utility>

namespace aplomb::cli {

Result<std::shared_ptr<http::AccessLog>> AccessLogs::open(http::AccessLogOptions options) {
  if (in_use_ && options.destination == options_.destination &&
      options.log_queries == options_.log_queries) {
    in_use_->reopen();
    return in_use_;
  }
  auto opened = http::AccessLog::open(options);
  if (!opened) return tl::unexpected(opened.error());
  auto log = std::make_unique<http::AccessLog>(*std::move(opened));
  in_use_ = {log.get(), [](http::AccessLog* each) { each->close(); }};
  options_ = std::move(options);
  const std::lock_guard lock(mutex_);
  logs_.push_back(std::move(log));
  return in_use_;
}

http::AccessLogFigures AccessLogs::figures() const {
  http::AccessLogFigures all;
  const std::lock_guard lock(mutex_);
  for (const auto& log : logs_) {
    const auto [written, dropped] = log->counts();
    all.written += written;
    all.dropped += dropped;
  }
  return all;
}

}  // namespace aplomb::cli
