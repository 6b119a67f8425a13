// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <vector>

#include "cli/access_logs.h"
#include "cli/current.h"
#include "cli/serve_options.h"
#include "desk/desk.h"
#include "desk/editing.h"
#include "desk/gap_watch.h"
#include "desk/ways_in.h"
#include "http/gate/endpoint.h"
#include "http/houses.h"
#include "http/metrics.h"
#include "http/rate_limits.h"
#include "http/router.h"
#include "http/server.h"
#include "http/service.h"
#include "http/setting.h"
#include "indexer/index_keeper.h"

namespace aplomb::cli {

/// All that answers requests: what lives as long as the program, which are the members here, and
/// the Service above them, which settings decide and a reload replaces.
///
/// Thread-safety: requests are answered from any thread at once, also during apply() and while the
/// houses are opened; the rest is for one thread.
class Serving {
 public:
  /// `listening` is where it will be reached; the index is opened later. Errors: the desk's,
  /// kInvalidArgument (a setting), kIo.
  [[nodiscard]] static Result<std::unique_ptr<Serving>> open(const ServeOptions& options,
                                                             std::vector<http::Endpoint> listening);

  /// Has the requests from now on answered by these settings; those under way keep to the ones they
  /// began with. The access log is opened anew.
  /// Errors: kInvalidArgument, kIo; nothing has changed then.
  [[nodiscard]] Result<void> apply(const ServeOptions& options);

  /// For a server that this outlives.
  [[nodiscard]] http::Backend backend();

  [[nodiscard]] http::Houses& houses() { return houses_; }
  /// Has the index kept in step with its folder, and says how that goes. Once at most.
  void keep(std::unique_ptr<IndexKeeper> keeper);
  /// Null where nobody follows the folder.
  [[nodiscard]] IndexKeeper* keeper() const { return keeping_ ? keeper_.get() : nullptr; }
  [[nodiscard]] desk::Desk& desk() { return desk_; }
  [[nodiscard]] desk::WaysIn& ways_in() { return ways_in_; }
  [[nodiscard]] const http::Metrics& metrics() const { return metrics_; }

 private:
  /// What a request keeps hold of.
  struct Settled {
    std::shared_ptr<http::AccessLog> access_log;
    std::vector<http::SettingInForce> settings;
    http::Service service;
  };

  [[nodiscard]] std::optional<KeeperStatus> keeper_status() const;
  /// Whether searches see what was saved until now, having waited a little.
  [[nodiscard]] bool is_searchable() const;

  Serving(const Places& places, desk::Desk desk, std::vector<http::Endpoint> listening);

  std::vector<http::Endpoint> listening_;
  desk::Desk desk_;
  desk::WaysIn ways_in_;
  std::unique_ptr<IndexKeeper> keeper_;  ///< read where keeping_ says so
  std::atomic<bool> keeping_ = false;
  http::Houses houses_;
  desk::Editing editing_;
  AccessLogs access_logs_;
  http::Router router_;
  http::GateFigures gate_figures_;
  http::Metrics metrics_;  ///< of the router's table, and asked by its routes
  http::RateLimits limits_;
  Current<Settled> settled_;
  desk::GapWatch gap_watch_;  ///< last: it looks into the houses on a thread of its own
};

}  // namespace aplomb::cli
