// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/listening.h"

#include <algorithm>

#include "cli/systemd.h"

namespace aplomb::cli {
namespace {

std::string url_of(const http::Endpoint& endpoint) {
  return endpoint.is_unix() ? endpoint.text() : "http://" + endpoint.text() + "/";
}

}  // namespace

void Listening::add(http::Listener listener) {
  endpoints_.push_back(listener.endpoint);
  listeners_.push_back(std::move(listener));
}

Result<Listening> Listening::at(const std::vector<std::string>& listen) {
  std::vector<http::Endpoint> endpoints;
  for (const auto& text : listen) {
    auto endpoint = http::Endpoint::parse(text);
    if (!endpoint) return tl::unexpected(endpoint.error());
    endpoints.push_back(*std::move(endpoint));
  }
  Listening listening;  // removes the files again when one of them fails
  for (const auto& endpoint : endpoints) {
    auto listener = http::listen_on(endpoint);
    if (!listener) return tl::unexpected(listener.error());
    if (endpoint.is_unix()) listening.files_.emplace_back(endpoint.socket_path);
    listening.add(*std::move(listener));
  }
  return listening;
}

Result<Listening> Listening::passed_or_at(const std::vector<std::string>& listen) {
  auto passed = systemd::passed_listeners();
  if (!passed) return tl::unexpected(passed.error());
  if (passed->empty()) return at(listen);
  Listening listening;
  for (auto& listener : *passed) listening.add(std::move(listener));
  return listening;
}

bool Listening::reaches_beyond() const {
  return !std::ranges::all_of(endpoints_, &http::Endpoint::is_local);
}

std::string Listening::text() const {
  std::string all;
  for (const auto& endpoint : endpoints_) all += (all.empty() ? "" : ", ") + url_of(endpoint);
  return all;
}

std::string Listening::url(const std::vector<std::string>& hosts) const {
  const auto tcp = std::ranges::find_if_not(endpoints_, &http::Endpoint::is_unix);
  if (tcp != endpoints_.end()) return url_of(*tcp);
  return hosts.empty() ? "http://localhost/" : "https://" + hosts.front() + "/";
}

}  // namespace aplomb::cli
