// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/settings_in_force.h"

namespace aplomb::cli {
namespace {

using Value = decltype(http::SettingInForce::value);

Value value_of(std::string_view setting, const ServeOptions& options) {
  if (setting == "articles") return options.places.articles.string();
  if (setting == "data") return options.places.data.string();
  if (setting == "listen") return options.listen;
  if (setting == "host") return options.hosts;
  if (setting == "anonymous") return options.anonymous;
  if (setting == "trust-proxy") return options.trusted_proxies;
  if (setting == "user-header") return options.user_header;
  if (setting == "cors-origin") return options.cors_origins;
  if (setting == "panel-origin") return options.panel_origins;
  if (setting == "access-log") return options.access_log;
  if (setting == "log-queries") return options.log_queries;
  if (setting == "search-log-days") return options.search_log_days;
  if (setting == "metrics-listen") return options.metrics_listen;
  if (setting == "limit-anonymous") return options.limit_anonymous;
  if (setting == "limit-token") return options.limit_token;
  return options.limit_address;
}

}  // namespace

std::vector<http::SettingInForce> settings_in_force(const ServeOptions& options) {
  std::vector<http::SettingInForce> all;
  for (const auto& [name, takes] : kSettings) {
    const auto source = options.sources.find(name);
    all.push_back({std::string(name), value_of(name, options),
                   source == options.sources.end() ? "default" : source->second});
  }
  return all;
}

}  // namespace aplomb::cli
