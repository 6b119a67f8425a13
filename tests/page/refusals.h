// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <sstream>
#include <string>

#include "http/gate/overload.h"
#include "http/problem.h"
#include "http/rate_limits.h"

namespace aplomb::http::test {

/// Turns requests away as a server with too much to do does, to order.
///
/// Thread-safety: all members may be called from any thread at once.
class Refusals {
 public:
  /// "2 overloaded 1 /api/v1/": the next two requests whose path begins so are turned away, with
  /// that Retry-After in seconds. Instead of `overloaded`: `quota-exceeded`, `unavailable`. Takes
  /// the place of the order before.
  void order(const std::string& line) {
    const std::lock_guard lock(mutex_);
    std::int64_t seconds = 0;
    std::istringstream(line) >> left_ >> slug_ >> seconds >> path_;
    wait_ = std::chrono::seconds(seconds);
  }

  /// Absent where the request is to be answered.
  [[nodiscard]] std::optional<Response> refuse(const Request& request) {
    const std::lock_guard lock(mutex_);
    if (left_ == 0 || !request.path.starts_with(path_)) return std::nullopt;
    --left_;
    if (slug_ == "overloaded") return overloaded(wait_);
    if (slug_ == "quota-exceeded") return over_quota(request);
    return unavailable(request);
  }

 private:
  [[nodiscard]] std::optional<Response> over_quota(const Request& request) const {
    const RateLimit::Standing standing{
        .quota = {.requests = 3000}, .exceeded = true, .until_more = wait_};
    return quota_refusal({.governing = {{"anonymous", standing}}}, request);
  }

  /// As http/router answers while there is no index yet.
  [[nodiscard]] Response unavailable(const Request& request) const {
    auto response = problem_response(
        {Code::kUnavailable, "The articles are being indexed.", "Ask again in a few seconds."},
        request);
    response.headers.emplace_back("Retry-After", std::to_string(wait_.count()));
    return response;
  }

  std::mutex mutex_;  // guards the order
  std::uint32_t left_ = 0;
  std::string slug_, path_;
  std::chrono::seconds wait_{};
};

}  // namespace aplomb::http::test
