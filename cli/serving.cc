// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/serving.h"

#include <chrono>
#include <optional>
#include <utility>

#include "cli/settings_in_force.h"
#include "http/identity.h"
#include "http/origin.h"
#include "http/routes.h"
#include "http/served_names.h"

namespace aplomb::cli {
namespace {

std::optional<http::IndexFigures> index_figures(const http::Houses& houses,
                                                const std::optional<KeeperStatus>& keeper) {
  const auto* const internal = houses.of(Audience::kInternal);
  if (internal == nullptr) return std::nullopt;
  auto figures = http::index_figures(*internal, *houses.of(Audience::kCustomer));
  if (figures && keeper)
    figures->lag = std::chrono::duration_cast<std::chrono::milliseconds>(keeper->lag);
  return figures;
}

std::optional<desk::DeskSizes> desk_sizes(const desk::Desk& desk) {
  auto sizes = desk.sizes();
  return sizes ? std::optional(*std::move(sizes)) : std::nullopt;
}

std::vector<std::string> patterns_of(const http::Router& router) {
  std::vector<std::string> patterns;
  for (const auto& route : router.routes()) patterns.push_back(route.pattern);
  return patterns;
}

std::vector<std::string> texts_of(const std::vector<http::Endpoint>& listening) {
  std::vector<std::string> texts;
  for (const auto& each : listening) texts.push_back(each.text());
  return texts;
}

/// Where an article's file lies, as the index that is served knows it.
std::optional<std::string> path_in(const http::Houses& houses, const ArticleId& id) {
  const auto* const internal = houses.of(Audience::kInternal);
  if (internal == nullptr) return std::nullopt;
  const auto stored = internal->article(id);
  return stored ? std::optional(stored->article.path) : std::nullopt;
}

/// How long a save waits to be found; as a rule that takes a tenth of it.
constexpr std::chrono::milliseconds kLongestWait{500};

http::AccessLogOptions access_log_options(const ServeOptions& options) {
  return {.destination = options.access_log == "off" ? "" : options.access_log,
          .log_queries = options.log_queries};
}

}  // namespace

Serving::Serving(const Places& places, desk::Desk desk, std::vector<http::Endpoint> listening)
    : listening_(std::move(listening)),
      desk_(std::move(desk)),
      ways_in_(desk_),
      editing_({.articles = places.articles,
                .default_language = "en",
                .path_of = [this](const ArticleId& id) -> std::optional<std::string> {
                  const auto* const following = keeper();
                  auto path = following == nullptr ? std::nullopt : following->path_of(id);
                  return path ? path : path_in(houses_, id);  // the keeper may still be waiting
                },
                .touched =
                    [this](const std::string& path) {
                      if (auto* const following = keeper()) following->touched(path);
                    }},
               desk_.audit()),
      router_(http::make_router({
          .houses = houses_,
          .desk = desk_,
          .ways_in = ways_in_,
          .articles = places.articles,
          .searched =
              [this](const SearchPage& page) { metrics_.searched(page.stages, page.certainty); },
          .metrics = [this] { return metrics_.scrape(); },
          .settings = [this] { return settled_.get()->settings; },
          .server = {.version = APLOMB_VERSION,
                     .started =
                         std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()),
                     .listening = texts_of(listening_),
                     .connections = [this] { return http::connection_figures(gate_figures_); },
                     .keeper = [this] { return keeper_status(); }},
          .workshop = http::Workshop{.desk = desk_,
                                     .editing = editing_,
                                     .open = [this] { return keeper() != nullptr; },
                                     .searchable = [this] { return is_searchable(); }},
      })),
      metrics_(patterns_of(router_), APLOMB_VERSION,
               {
                   .index = [this] { return index_figures(houses_, keeper_status()); },
                   .desk = [this] { return desk_sizes(desk_); },
                   .search_log = [this] { return desk_.intents().figures(); },
                   .access_log = [this] { return access_logs_.figures(); },
                   .connections = [this] { return http::connection_figures(gate_figures_); },
               }),
      gap_watch_(desk_.gaps(), [this] { return houses_.of(Audience::kInternal); }) {
  desk_.gaps().house_files().follow(places.articles);
  gap_watch_.start();
}

Result<std::unique_ptr<Serving>> Serving::open(const ServeOptions& options,
                                               std::vector<http::Endpoint> listening) {
  auto desk = desk::Desk::open(options.places.data);
  if (!desk) return tl::unexpected(desk.error());
  std::unique_ptr<Serving> serving(
      new Serving(options.places, *std::move(desk), std::move(listening)));
  if (auto applied = serving->apply(options); !applied) return tl::unexpected(applied.error());
  return serving;
}

Result<void> Serving::apply(const ServeOptions& options) {
  auto identity = identity_options(options);
  if (!identity) return tl::unexpected(identity.error());
  auto names = http::ServedNames::make(listening_, options.hosts);
  if (!names) return tl::unexpected(names.error());
  auto cors = http::Cors::make(options.cors_origins);
  if (!cors) return tl::unexpected(cors.error());
  auto panels = http::PanelOrigins::make(options.panel_origins);
  if (!panels) return tl::unexpected(panels.error());
  auto log = access_logs_.open(access_log_options(options));  // last: it opens the file anew
  if (!log) return tl::unexpected(log.error());
  limits_.set_quotas(limit_quotas(options));
  desk_.intents().keep_for(std::chrono::days(options.search_log_days));
  settled_.set(std::make_shared<const Settled>(Settled{
      .access_log = *log,
      .settings = settings_in_force(options),
      .service = http::Service(router_, http::Identity(desk_, *std::move(identity)),
                               *std::move(names), {*std::move(cors), *std::move(panels)},
                               {.metrics = &metrics_, .access_log = log->get()}, &limits_)}));
  return {};
}

void Serving::keep(std::unique_ptr<IndexKeeper> keeper) {
  keeper_ = std::move(keeper);
  keeping_ = true;
}

std::optional<KeeperStatus> Serving::keeper_status() const {
  const auto* const following = keeper();
  return following == nullptr ? std::nullopt : std::optional(following->status());
}

bool Serving::is_searchable() const {
  const auto* const following = keeper();
  if (following == nullptr || following->status().state == KeeperStatus::State::kWaiting)
    return false;
  return following->wait_until_in_step(kLongestWait);
}

http::Backend Serving::backend() {
  return {
      .answer =
          [this](http::Request request) {
            const auto settled = settled_.get();
            return settled->service.answer(std::move(request));
          },
      .demand = [this](std::string_view method,
                       std::string_view path) { return router_.demand(method, path); },
      .refused =
          [this](http::Request& request, http::Response& response) {
            settled_.get()->service.refused(request, response);
          },
      .figures = &gate_figures_,
  };
}

}  // namespace aplomb::cli
