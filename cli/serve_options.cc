// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/serve_options.h"

#include <charconv>

#include "http/gate/endpoint.h"
#include "http/text.h"

namespace aplomb::cli {
namespace {

/// More searches than a machine answers in a minute.
constexpr std::uint32_t kMostRequests = 1'000'000;

/// Ten years.
constexpr std::uint32_t kMostDays = 3650;

bool is_number(const std::string& text, std::uint32_t most) {
  std::uint32_t number = 0;
  const auto* const end = text.data() + text.size();
  const auto [stop, status] = std::from_chars(text.data(), end, number);
  return !text.empty() && status == std::errc{} && stop == end && number <= most;
}

/// Empty, or what is wrong with a number of requests a minute.
std::string fault_of_limit(const std::string& text) {
  if (is_number(text, kMostRequests)) return {};
  return "\"" + text + "\" is no number of requests a minute: 0 (no limit) to " +
         std::to_string(kMostRequests);
}

/// The same with a number of days.
std::string fault_of_days(const std::string& text) {
  if (is_number(text, kMostDays)) return {};
  return "\"" + text + "\" is no number of days: 0 (nothing is kept) to " +
         std::to_string(kMostDays);
}

void add_limit(CLI::App& command, const std::string& name, std::uint32_t& requests,
               const std::string& what) {
  command.add_option(name, requests, what)
      ->check(CLI::Validator(fault_of_limit, "REQUESTS"))
      ->capture_default_str();
}

}  // namespace

void add_serve_options(CLI::App& command, ServeOptions& options) {
  add_articles_option(command, options.places);
  add_data_option(command, options.places);
  command
      .add_option("--listen", options.listen,
                  "ADDRESS:PORT (port 0 takes any free one) or unix:PATH; may be repeated. Sockets "
                  "that systemd passes on are used instead")
      ->capture_default_str();
  command.add_option("--host", options.hosts,
                     "name that browsers know this server by; may be repeated");
  command
      .add_option("--anonymous", options.anonymous,
                  "what may be read without signing in: customer or agent")
      ->check(CLI::IsMember({"", "customer", "agent"}));
  command.add_option("--trust-proxy", options.trusted_proxies,
                     "address or network of a proxy in front, believed what it says of its "
                     "clients; unix for whoever connects to a Unix socket; may be repeated");
  command.add_option("--user-header", options.user_header,
                     "header in which such a proxy names whom it has signed in");
  command.add_option("--cors-origin", options.cors_origins,
                     "https://… whose pages may call the API with a token; may be repeated");
  command.add_option("--panel-origin", options.panel_origins,
                     "https://… whose pages may hold /panel in a frame; may be repeated");
  command.add_option("--access-log", options.access_log, "a file, - for standard error, or off")
      ->capture_default_str();
  command.add_flag("--log-queries", options.log_queries,
                   "log what was searched for, too, with personal data masked");
  command
      .add_option("--search-log-days", options.search_log_days,
                  "days for which questions that agents asked are kept, with personal data masked; "
                  "0: none are, and what was kept goes")
      ->check(CLI::Validator(fault_of_days, "DAYS"))
      ->capture_default_str();
  command.add_option("--metrics-listen", options.metrics_listen,
                     "ADDRESS:PORT of a listener of its own for /metrics");
  add_limit(command, "--limit-anonymous", options.limit_anonymous,
            "requests a minute that an address has for all who do not sign in; 0: no limit");
  add_limit(command, "--limit-token", options.limit_token,
            "requests a minute that each token has; 0: no limit");
  add_limit(command, "--limit-address", options.limit_address,
            "requests a minute that an address has for all; 0: no limit");
}

Result<http::IdentityOptions> identity_options(const ServeOptions& options) {
  http::IdentityOptions identity;
  if (!options.anonymous.empty()) identity.anonymous = desk::parse_role(options.anonymous);
  for (const auto& text : options.trusted_proxies) {
    if (text == http::kUnixPeer) {
      identity.trust_unix = true;
      continue;
    }
    const auto network = http::Network::parse(text);
    if (!network) return tl::unexpected(network.error());
    identity.trusted_proxies.push_back(*network);
  }
  identity.user_header = http::lower(options.user_header);
  if (!identity.user_header.empty() && options.trusted_proxies.empty())
    return fail(Code::kInvalidArgument, "--user-header needs --trust-proxy",
                "Name the proxy's address; from all others the header is not believed.");
  return identity;
}

http::LimitQuotas limit_quotas(const ServeOptions& options) {
  return {.anonymous = {.requests = options.limit_anonymous},
          .token = {.requests = options.limit_token},
          .address = {.requests = options.limit_address}};
}

}  // namespace aplomb::cli
