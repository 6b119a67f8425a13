// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "desk/desk.h"
#include "engine/searcher.h"
#include "http/gate/figures.h"

namespace aplomb::http {

/// What one of the index's two databases holds, that of internal readers or that of customers.
/// The former has the customers' passages too.
struct ReaderFigures {
  std::uint64_t revision = 0;
  std::size_t articles = 0;
  std::size_t passages = 0;
};

struct IndexFigures {
  std::uint64_t generation = 0;
  ReaderFigures internal{};
  ReaderFigures customer{};
  /// When the newest commit that searches read was made. Absent where nobody knows.
  std::optional<std::chrono::sys_seconds> committed{};
  /// How long the oldest change of the articles has been waiting that no search sees yet; zero when
  /// index and folder are in step. Searches read the newest commit whenever they begin, so nothing
  /// else can lag. Absent where nobody follows the folder: zero would be a claim.
  std::optional<std::chrono::milliseconds> lag{};
};

/// Of both searchers of one index, without `lag`. Absent when either has no index to read.
[[nodiscard]] std::optional<IndexFigures> index_figures(const Searcher& internal,
                                                        const Searcher& customer);

struct AccessLogFigures {
  std::uint64_t written = 0;  ///< lines
  std::uint64_t dropped = 0;  ///< lines: the queue was full, or the destination took nothing
};

/// How it stands with connections and what they ask.
struct ConnectionFigures {
  std::size_t idle = 0;
  std::size_t active = 0;
  std::size_t waiting_reads = 0;  ///< requests that wait for a worker
  std::size_t waiting_writes = 0;
};

/// Of a gate.
[[nodiscard]] ConnectionFigures connection_figures(const GateFigures& gate);

/// Asked at each scrape, from any thread. What is absent, empty or throws is left out of that
/// scrape; the rest of it stands.
struct Collectors {
  std::function<std::optional<IndexFigures>()> index{};
  std::function<std::optional<desk::DeskSizes>()> desk{};
  std::function<std::optional<desk::SearchLogFigures>()> search_log{};
  std::function<std::optional<AccessLogFigures>()> access_log{};
  std::function<std::optional<ConnectionFigures>()> connections{};
};

/// What the server counts and times, for Prometheus. docs/metrics.md lists all of it.
///
/// The number of series is bounded by the route table: a route that is not in it counts as "none",
/// a method without a place in HTTP as "other", an unusual status as its class ("4xx"), a stage
/// unknown here as "other".
/// Thread-safety: all members may be called from any thread at once. What was counted once is
/// found again without a lock or an allocation; see bench/README.md for what it costs.
class Metrics {
 public:
  /// The media type of what scrape() returns.
  static constexpr std::string_view kContentType = "text/plain; version=0.0.4; charset=utf-8";

  /// `routes` are the patterns of the route table (a doubled one counts once), `version` is the
  /// program's.
  Metrics(const std::vector<std::string>& routes, const std::string& version,
          Collectors collectors = {});
  Metrics(const Metrics&) = delete;
  Metrics& operator=(const Metrics&) = delete;
  ~Metrics();

  /// One request was answered. `route` is the pattern, never the path; empty for none. `took` is
  /// from the head's last byte to the answer's last; below zero counts as zero.
  void answered(std::string_view route, std::string_view method, int status,
                std::chrono::nanoseconds took);

  /// One search was done: its stages (`SearchPage::stages`) and how certain it was.
  void searched(const std::vector<Stage>& stages, std::optional<Certainty> certainty);

  /// All of it in Prometheus's text format 0.0.4. About 1 ms with 50 routes in use.
  [[nodiscard]] std::string scrape() const;

 private:
  class Series;  // keeps prometheus/*.h out of this header
  Collectors collectors_;
  std::unique_ptr<Series> series_;
};

}  // namespace aplomb::http
