// SPDX-License-Identifier: GPL-3.0-or-later
#include <pthread.h>
#include <signal.h>

#include <iostream>
#include <memory>
#include <optional>
#include <thread>

#include "cli/common.h"
#include "cli/serve_options.h"
#include "cli/settings.h"
#include "engine/searcher.h"
#include "http/access_log.h"
#include "http/metrics.h"
#include "http/rate_limits.h"
#include "http/routes.h"
#include "http/server.h"
#include "http/service.h"

namespace aplomb::cli {
namespace {

/// SIGTERM, SIGINT and SIGHUP, which end the program at once while they are let through, and else
/// wait for wait(). Threads keep to what was so when they began: to be held before any of them
/// does.
class Signals {
 public:
  Signals() {
    sigemptyset(&set_);
    sigaddset(&set_, SIGHUP);
    sigaddset(&set_, SIGTERM);
    sigaddset(&set_, SIGINT);
    hold();
  }
  void hold() const { pthread_sigmask(SIG_BLOCK, &set_, nullptr); }
  void let_through() const { pthread_sigmask(SIG_UNBLOCK, &set_, nullptr); }
  int wait() const {
    int number = 0;
    sigwait(&set_, &number);
    return number;
  }

 private:
  sigset_t set_{};
};

/// An index that is there is served as it is, unless articles to follow were named: an index of
/// other articles must not be emptied by where the program happens to be started.
int prepare_index(const Places& places, bool articles_named,
                  const std::shared_ptr<const WordVectors>& vectors) {
  if (!articles_named && Searcher::open(places.index_dir(), Audience::kInternal)) return kDone;
  IndexOptions index;
  index.articles = places.articles;
  index.index_dir = places.index_dir();
  index.vectors = vectors;
  const int done = run_index(index, false);
  return done == kProblems ? int{kDone} : done;
}

/// Word vectors that were installed and are not used would be missed silently.
void say_meaning(const Searcher& searcher) {
  if (const auto status = searcher.status(); status && !status->meaning_off.empty())
    std::cerr << "searching without meaning: " << status->meaning_off << "\n";
}

/// Answers on a thread of its own for as long as it lives.
class Running {
 public:
  explicit Running(http::Server server)
      : server_(std::move(server)), thread_([this] { server_.run(); }) {}
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;
  ~Running() {
    server_.stop();
    thread_.join();
  }
  [[nodiscard]] std::string url() const { return server_.url(); }

 private:
  http::Server server_;
  std::thread thread_;
};

/// What an admin should know before others come in.
void warn(const ServeOptions& options, const http::Endpoint& listen) {
  if (listen.address.is_loopback()) return;
  std::cerr << "listening beyond this machine: have a proxy with TLS in front, or passwords and "
               "tokens cross the network in clear\n";
  if (options.anonymous == "agent")
    std::cerr << "whoever reaches " << options.listen
              << " reads everything, internal text included (--anonymous agent)\n";
}

/// Where nobody could sign in yet, the way in for the first.
void say_ways_in(desk::Desk& desk, const desk::WaysIn& ways_in, const std::string& url) {
  const auto empty = desk.people().empty();
  if (!empty || !*empty) return;
  std::cout << "Nobody is on this desk yet. Sign in once as its admin with this link:\n"
            << "  " << url << "welcome#" << ways_in.first_code() << std::endl;
}

/// What watches the server, and what it looks at.
struct Watching {
  http::AccessLog access_log;
  std::optional<http::Metrics> metrics{};  ///< made of the route table, so after it

  [[nodiscard]] http::Watchers watchers() {
    return {.metrics = &*metrics, .access_log = &access_log};
  }
};

std::optional<http::IndexFigures> index_figures(const http::Houses& houses) {
  const auto* const internal = houses.of(Audience::kInternal);
  if (internal == nullptr) return std::nullopt;
  return http::index_figures(*internal, *houses.of(Audience::kCustomer));
}

std::optional<desk::DeskSizes> desk_sizes(const desk::Desk& desk) {
  auto sizes = desk.sizes();
  return sizes ? std::optional(*std::move(sizes)) : std::nullopt;
}

Result<http::AccessLog> open_access_log(const ServeOptions& options) {
  const auto& destination = options.access_log;
  return http::AccessLog::open(
      {.destination = destination == "off" ? "" : destination, .log_queries = options.log_queries});
}

/// `watching` gets its metrics here.
Result<http::Service> make_service(const ServeOptions& options, const http::Endpoint& listen,
                                   const http::Houses& houses, desk::Desk& desk,
                                   desk::WaysIn& ways_in, Watching& watching,
                                   http::RateLimits& limits) {
  auto identity = identity_options(options);
  if (!identity) return tl::unexpected(identity.error());
  auto names = http::ServedNames::make(listen.address, options.hosts);
  if (!names) return tl::unexpected(names.error());
  auto cors = http::Cors::make(options.cors_origins);
  if (!cors) return tl::unexpected(cors.error());
  auto& metrics = watching.metrics;
  auto router = http::make_router({
      .houses = houses,
      .desk = desk,
      .ways_in = ways_in,
      .articles = options.places.articles,
      .searched =
          [&metrics](const SearchPage& page) { metrics->searched(page.stages, page.certainty); },
      .metrics = [&metrics] { return metrics->scrape(); },
  });
  std::vector<std::string> patterns;
  for (const auto& route : router.routes()) patterns.push_back(route.pattern);
  metrics.emplace(patterns, APLOMB_VERSION,
                  http::Collectors{
                      .index = [&houses] { return index_figures(houses); },
                      .desk = [&desk] { return desk_sizes(desk); },
                      .access_log =
                          [&log = watching.access_log] {
                            const auto [written, dropped] = log.counts();
                            return http::AccessLogFigures{written, dropped};
                          },
                  });
  return http::Service(std::move(router), http::Identity(desk, *std::move(identity)),
                       *std::move(names), *std::move(cors), watching.watchers(), &limits);
}

/// /metrics and nothing else, to whoever reaches that listener.
Result<std::unique_ptr<Running>> serve_metrics(const std::string& where,
                                               const http::Metrics& metrics) {
  if (where.empty()) return nullptr;
  const auto listen = http::Endpoint::parse(where);
  if (!listen) return tl::unexpected(listen.error());
  auto server = http::Server::listen(*listen, {.answer = [&metrics](const http::Request& request) {
    if (request.method == "GET" && request.path == "/metrics")
      return http::metrics([&metrics] { return metrics.scrape(); });
    return http::Response{.status = 404};
  }});
  if (!server) return tl::unexpected(server.error());
  std::cout << "metrics at " << server->url() << "metrics" << std::endl;
  return std::make_unique<Running>(*std::move(server));
}

int run(const ServeOptions& options, bool articles_named) {
  const auto listen = http::Endpoint::parse(options.listen);
  if (!listen) return report(listen.error());
  const Signals signals;
  auto desk = desk::Desk::open(options.places.data);
  if (!desk) return report(desk.error());
  desk::WaysIn ways_in(*desk);
  http::Houses houses;
  auto access_log = open_access_log(options);
  if (!access_log) return report(access_log.error());
  Watching watching{*std::move(access_log)};
  http::RateLimits limits(limit_quotas(options));
  const auto service = make_service(options, *listen, houses, *desk, ways_in, watching, limits);
  if (!service) return report(service.error());
  auto server = http::Server::listen(
      *listen,
      {.answer = [&service](http::Request request) { return service->answer(std::move(request)); },
       .demand = [&service](std::string_view method,
                            std::string_view path) { return service->demand(method, path); },
       .refused = [&service](http::Request& request,
                             http::Response& response) { service->refused(request, response); }});
  if (!server) return report(server.error());
  const auto metrics = serve_metrics(options.metrics_listen, *watching.metrics);
  if (!metrics) return report(metrics.error());
  warn(options, *listen);
  // Health and the page are there from now on; searches hear "not now" until the index is open.
  const Running running(*std::move(server));

  const auto vectors = vectors_for_search(options.places);
  signals.let_through();  // indexing may be interrupted at any moment
  const int prepared = prepare_index(options.places, articles_named, vectors);
  signals.hold();
  if (prepared != kDone) return prepared;
  auto internal = Searcher::open(options.places.index_dir(), Audience::kInternal, vectors);
  if (!internal) return report(internal.error());
  say_meaning(*internal);
  auto customer = Searcher::open(options.places.index_dir(), Audience::kCustomer, vectors);
  if (!customer) return report(customer.error());
  houses.open(*std::move(internal), *std::move(customer));

  say_ways_in(*desk, ways_in, running.url());
  std::cout << "Aplomb is ready at " << running.url() << "  (Ctrl+C stops it)" << std::endl;
  while (signals.wait() == SIGHUP) watching.access_log.reopen();
  return kDone;
}

}  // namespace

Action add_serve(CLI::App& program, int argc, const char* const* argv) {
  CLI::App* command = program.add_subcommand("serve", "Answer searches over HTTP, with a page");
  command->footer(
      "Serves the index that is there; makes one of the articles when there is none, and\n"
      "brings it in step with them first when --articles is given or configured. People sign\n"
      "in (aplomb user), programs send a token (aplomb token); on a desk without people the\n"
      "link for the first admin is printed. SIGTERM and Ctrl+C finish what is under way;\n"
      "SIGHUP opens the access log anew, for logrotate.");
  const auto options = std::make_shared<ServeOptions>();
  add_serve_options(*command, *options);
  return [options, argc, argv] {
    return run(*options, source_of("articles", argc, argv) != "default");
  };
}

}  // namespace aplomb::cli
