// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/serve_options.h"

#include "http/gate/endpoint.h"
#include "http/text.h"

namespace aplomb::cli {

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
  command.add_option("--access-log", options.access_log, "a file, - for standard error, or off")
      ->capture_default_str();
  command.add_flag("--log-queries", options.log_queries,
                   "log what was searched for, too, with personal data masked");
  command.add_option("--metrics-listen", options.metrics_listen,
                     "ADDRESS:PORT of a listener of its own for /metrics");
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

}  // namespace aplomb::cli
