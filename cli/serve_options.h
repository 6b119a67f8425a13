// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "cli/common.h"
#include "cli/settings.h"
#include "http/identity.h"
#include "http/network.h"
#include "http/rate_limits.h"

namespace aplomb::cli {

/// What `aplomb serve` takes, as typed.
struct ServeOptions {
  Places places;
  std::vector<std::string> listen{"127.0.0.1:8080"};
  std::vector<std::string> hosts;
  std::string anonymous;
  std::vector<std::string> trusted_proxies;
  std::string user_header;
  std::vector<std::string> cors_origins;
  std::vector<std::string> panel_origins;
  std::string access_log = "off";
  bool log_queries = false;
  std::uint32_t search_log_days = 90;
  std::string metrics_listen;
  std::uint32_t limit_anonymous = http::LimitQuotas{}.anonymous.requests;
  std::uint32_t limit_token = http::LimitQuotas{}.token.requests;
  std::uint32_t limit_address = http::LimitQuotas{}.address.requests;
  Sources sources = {};  ///< where each comes from
};

/// Adds them to a command.
void add_serve_options(CLI::App& command, ServeOptions& options);

/// Errors: kInvalidArgument.
[[nodiscard]] Result<http::IdentityOptions> identity_options(const ServeOptions& options);

/// How often who may ask.
[[nodiscard]] http::LimitQuotas limit_quotas(const ServeOptions& options);

}  // namespace aplomb::cli
