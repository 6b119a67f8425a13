// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/running.h"

#include "http/routes.h"

namespace aplomb::cli {

Result<std::unique_ptr<Running>> Running::start(Listening listening, http::Backend backend) {
  auto server = http::Server::make(listening.take(), std::move(backend));
  if (!server) return tl::unexpected(server.error());
  return std::make_unique<Running>(std::move(listening), *std::move(server));
}

Running::Running(Listening listening, http::Server server)
    : listening_(std::move(listening)),
      server_(std::move(server)),
      thread_([this] { server_.run(); }) {}

Running::~Running() {
  server_.stop();
  thread_.join();
}

Result<std::unique_ptr<Running>> serve_metrics(const std::string& where,
                                               const http::Metrics& metrics) {
  if (where.empty()) return nullptr;
  auto listening = Listening::at({where});
  if (!listening) return tl::unexpected(listening.error());
  return Running::start(*std::move(listening), {.answer = [&metrics](const http::Request& request) {
    if (request.method == "GET" && request.path == "/metrics")
      return http::metrics([&metrics] { return metrics.scrape(); });
    return http::Response{.status = 404};
  }});
}

}  // namespace aplomb::cli
