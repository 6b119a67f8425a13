// SPDX-License-Identifier: GPL-3.0-or-later
// The only file that names prometheus-cpp.
#include "http/metrics.h"

#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <iterator>
#include <unordered_map>
#include <utility>

#include "http/process_figures.h"
#include "http/search_json.h"
#include "http/uri.h"

namespace aplomb::http {
namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;

/// In seconds. A keystroke is to be answered within 50 ms, and most are within 2: the steps are
/// fine there and coarse where only "too slow" matters.
const prometheus::Histogram::BucketBoundaries kRequestBuckets{
    0.0002, 0.0005, 0.001, 0.002, 0.003, 0.005, 0.0075, 0.01, 0.015,
    0.025,  0.05,   0.1,   0.2,   0.5,   1,     2,      5};
/// A stage takes from a microsecond (parse) to some milliseconds (retrieve).
const prometheus::Histogram::BucketBoundaries kStageBuckets{
    0.00001, 0.00002, 0.00005, 0.0001, 0.0002, 0.0005, 0.001, 0.002,
    0.005,   0.01,    0.02,    0.05,   0.1,    0.5,    1};

constexpr std::array<std::string_view, 8> kMethods{"GET",    "HEAD",  "POST",    "PUT",
                                                   "DELETE", "PATCH", "OPTIONS", "other"};
/// Those that the server answers with; the rest counts as its class.
constexpr std::array<int, 36> kStatuses{200, 201, 202, 204, 206, 301, 302, 303, 304, 307, 308, 400,
                                        401, 403, 404, 405, 406, 408, 409, 411, 412, 413, 415, 416,
                                        417, 421, 422, 428, 429, 431, 500, 501, 503, 504, 505, 507};
constexpr std::array<std::string_view, 6> kClasses{"1xx", "2xx", "3xx", "4xx", "5xx", "other"};
/// As engine/lookup and engine/searcher name them.
constexpr std::array<std::string_view, 7> kStages{"parse", "expand", "retrieve", "rank",
                                                  "judge", "show",   "other"};
constexpr std::string_view kNoRoute = "none";

/// The index of `value`, or of the last one.
template <std::size_t N>
std::size_t place(const std::array<std::string_view, N>& values, std::string_view value) {
  const auto found = std::ranges::find(values, value);
  return std::min(static_cast<std::size_t>(found - values.begin()), N - 1);
}

std::size_t status_place(int status) {
  const auto found = std::ranges::lower_bound(kStatuses, status);
  if (found != kStatuses.end() && *found == status)
    return static_cast<std::size_t>(found - kStatuses.begin());
  const bool known = status >= 100 && status <= 599;
  return kStatuses.size() + (known ? static_cast<std::size_t>(status / 100 - 1) : 5);
}

std::string status_label(std::size_t at) {
  return at < kStatuses.size() ? std::to_string(kStatuses[at])
                               : std::string(kClasses[at - kStatuses.size()]);
}

double seconds(std::chrono::nanoseconds took) {
  return std::max(0.0, std::chrono::duration<double>(took).count());
}

/// Lets string views look strings up.
struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const {
    return std::hash<std::string_view>()(text);
  }
};

/// One route's series, made when they are first needed: of all that could be, few ever are.
struct RouteSeries {
  static constexpr std::size_t kOutcomes = kStatuses.size() + kClasses.size();
  std::string pattern;
  std::atomic<prometheus::Histogram*> duration{};
  std::array<std::atomic<prometheus::Counter*>, kMethods.size() * kOutcomes> requests{};
};

MetricFamily family(std::string name, std::string help, MetricType type,
                    std::vector<ClientMetric> metrics) {
  return {std::move(name), std::move(help), type, std::move(metrics)};
}

ClientMetric value_of(double value, std::vector<ClientMetric::Label> labels = {}) {
  ClientMetric metric;
  metric.label = std::move(labels);
  metric.gauge.value = metric.counter.value = value;
  return metric;
}

/// Families that are read at the scrape, of what is known then.
class Readings {
 public:
  template <class Number>
  void gauge(const char* name, const char* help, const std::optional<Number>& value) {
    if (value) one(name, help, MetricType::Gauge, static_cast<double>(*value));
  }
  template <class Number>
  void counter(const char* name, const char* help, const std::optional<Number>& value) {
    if (value) one(name, help, MetricType::Counter, static_cast<double>(*value));
  }
  /// One gauge for each of the two kinds of readers.
  void by_reader(const char* name, const char* help, std::uint64_t internal,
                 std::uint64_t customer) {
    labelled(name, help,
             {value_of(static_cast<double>(internal), {{"reader", "internal"}}),
              value_of(static_cast<double>(customer), {{"reader", "customer"}})});
  }
  void labelled(const char* name, const char* help, std::vector<ClientMetric> values) {
    families_.push_back(family(name, help, MetricType::Gauge, std::move(values)));
  }
  [[nodiscard]] std::vector<MetricFamily> take() { return std::move(families_); }

 private:
  void one(const char* name, const char* help, MetricType type, double value) {
    families_.push_back(family(name, help, type, {value_of(value)}));
  }
  std::vector<MetricFamily> families_;
};

void read_process(Readings& to) {
  const auto process = process_figures();
  to.gauge("process_resident_memory_bytes", "Memory of the process that lies in RAM.",
           process.resident_bytes);
  to.gauge("process_virtual_memory_bytes", "Address space of the process.", process.virtual_bytes);
  to.counter("process_cpu_seconds_total", "Processor time of the process, user and system.",
             process.cpu_seconds);
  to.gauge("process_open_fds", "Open file descriptors.", process.open_files);
  to.gauge("process_max_fds", "How many file descriptors may be open.", process.max_files);
  to.gauge("process_threads", "Threads of the process.", process.threads);
  to.gauge("process_start_time_seconds", "When the process started, Unix time.",
           process.start_seconds);
}

void read_index(const IndexFigures& index, Readings& to) {
  to.gauge("aplomb_index_generation", "The index generation that is searched.",
           std::optional(index.generation));
  to.by_reader("aplomb_index_revision",
               "Commits of this generation that changed something for these readers.",
               index.internal.revision, index.customer.revision);
  to.by_reader("aplomb_index_articles", "Articles that these readers can find.",
               index.internal.articles, index.customer.articles);
  to.by_reader("aplomb_index_passages", "Passages that these readers can find.",
               index.internal.passages, index.customer.passages);
  if (index.committed)
    to.gauge("aplomb_index_commit_timestamp_seconds",
             "When the newest commit that is read was made, Unix time.",
             std::optional(seconds(index.committed->time_since_epoch())));
  if (index.lag)
    to.gauge("aplomb_index_lag_seconds",
             "How long the oldest change of the articles has waited to be searchable.",
             std::optional(seconds(*index.lag)));
}

void read_desk(const desk::DeskSizes& desk, Readings& to) {
  to.gauge("aplomb_desk_people", "People who can sign in.", std::optional(desk.people));
  to.gauge("aplomb_desk_active_tokens", "Tokens neither revoked nor expired.",
           std::optional(desk.active_tokens));
  to.gauge("aplomb_desk_sessions", "Sessions not expired.", std::optional(desk.sessions));
  to.gauge("aplomb_desk_file_bytes", "Size of desk.db with its write-ahead log.",
           std::optional(desk.file_bytes));
}

void read_search_log(const desk::SearchLogFigures& log, Readings& to) {
  to.counter("aplomb_search_log_intents_total", "Intents written to the search log.",
             std::optional(log.written));
  to.counter("aplomb_search_log_dropped_total",
             "Intents lost: the queue was full, since the disk could not keep up.",
             std::optional(log.dropped));
}

void read_access_log(const AccessLogFigures& log, Readings& to) {
  to.counter("aplomb_access_log_lines_total", "Lines written to the access log.",
             std::optional(log.written));
  to.counter("aplomb_access_log_lines_dropped_total",
             "Lines lost: the queue was full, or the destination took nothing.",
             std::optional(log.dropped));
}

void read_connections(const ConnectionFigures& figures, Readings& to) {
  const auto of = [](std::size_t count, const char* label, const char* value) {
    return value_of(static_cast<double>(count), {{label, value}});
  };
  to.labelled("aplomb_http_connections", "Open connections.",
              {of(figures.idle, "state", "idle"), of(figures.active, "state", "active")});
  to.labelled(
      "aplomb_http_waiting_requests", "Requests that wait for their turn.",
      {of(figures.waiting_reads, "lane", "read"), of(figures.waiting_writes, "lane", "write")});
}

/// Asks a collector and reads its figures. Whatever it throws leaves its gauges out; whoever is to
/// mend it sees them gone.
template <class Figures>
void ask(const std::function<std::optional<Figures>()>& collector,
         void (*read)(const Figures&, Readings&), Readings& to) {
  if (!collector) return;
  std::optional<Figures> figures;
  try {
    figures = collector();
  } catch (...) {  // NOLINT: a scrape without these is better than none
    return;
  }
  if (figures) read(*figures, to);
}

}  // namespace

/// The series that grow as the server works.
class Metrics::Series {
 public:
  Series(const std::vector<std::string>& patterns, const std::string& version)
      : requests_(prometheus::BuildCounter()
                      .Name("aplomb_http_requests_total")
                      .Help("Requests that were answered.")
                      .Register(registry_)),
        durations_(prometheus::BuildHistogram()
                       .Name("aplomb_http_request_duration_seconds")
                       .Help("From a request's head to the end of its answer.")
                       .Register(registry_)) {
    routes_.reserve(patterns.size());
    for (const auto& pattern : patterns) {
      auto& route = routes_.try_emplace(pattern, std::make_unique<RouteSeries>()).first->second;
      route->pattern = to_valid_utf8(pattern);
    }
    no_route_.pattern = kNoRoute;

    auto& stages = prometheus::BuildHistogram()
                       .Name("aplomb_search_stage_duration_seconds")
                       .Help("Stages of a search.")
                       .Register(registry_);
    for (std::size_t i = 0; i < kStages.size(); ++i)
      stages_[i] = &stages.Add({{"stage", std::string(kStages[i])}}, kStageBuckets);
    auto& certainty = prometheus::BuildCounter()
                          .Name("aplomb_search_certainty_total")
                          .Help("Searches by how certain their answer was.")
                          .Register(registry_);
    for (const auto each : {Certainty::kStrong, Certainty::kWeak, Certainty::kNone})
      certainty_[static_cast<std::size_t>(each)] =
          &certainty.Add({{"certainty", std::string(to_word(each))}});
    unjudged_ = &certainty.Add({{"certainty", "unjudged"}});
    prometheus::BuildGauge()
        .Name("aplomb_build_info")
        .Help("Always 1; the version of the program is in the label.")
        .Register(registry_)
        .Add({{"version", to_valid_utf8(version)}}, 1.0);
  }

  RouteSeries& route(std::string_view pattern) {
    const auto found = routes_.find(pattern);
    return found == routes_.end() ? no_route_ : *found->second;
  }

  prometheus::Counter& requests(RouteSeries& route, std::size_t method, std::size_t status) {
    auto& kept = route.requests[method * RouteSeries::kOutcomes + status];
    if (auto* const counter = kept.load(std::memory_order_acquire)) return *counter;
    // Add() returns the same child to whoever asks for these labels at once.
    auto& counter = requests_.Add({{"route", route.pattern},
                                   {"method", std::string(kMethods[method])},
                                   {"status", status_label(status)}});
    kept.store(&counter, std::memory_order_release);
    return counter;
  }

  prometheus::Histogram& duration(RouteSeries& route) {
    if (auto* const kept = route.duration.load(std::memory_order_acquire)) return *kept;
    auto& histogram = durations_.Add({{"route", route.pattern}}, kRequestBuckets);
    route.duration.store(&histogram, std::memory_order_release);
    return histogram;
  }

  prometheus::Histogram& stage(std::string_view name) { return *stages_[place(kStages, name)]; }
  prometheus::Counter& certainty(std::optional<Certainty> certainty) {
    return certainty ? *certainty_[static_cast<std::size_t>(*certainty)] : *unjudged_;
  }
  [[nodiscard]] std::vector<MetricFamily> collect() const { return registry_.Collect(); }

 private:
  prometheus::Registry registry_;
  prometheus::Family<prometheus::Counter>& requests_;
  prometheus::Family<prometheus::Histogram>& durations_;
  std::unordered_map<std::string, std::unique_ptr<RouteSeries>, TextHash, std::equal_to<>> routes_;
  RouteSeries no_route_;
  std::array<prometheus::Histogram*, kStages.size()> stages_{};
  std::array<prometheus::Counter*, 3> certainty_{};
  prometheus::Counter* unjudged_ = nullptr;
};

std::optional<IndexFigures> index_figures(const Searcher& internal, const Searcher& customer) {
  const auto all = internal.status();
  const auto some = customer.status();
  if (!all || !some) return std::nullopt;
  IndexFigures figures;
  figures.generation = all->generation;
  figures.internal = {all->revision, all->articles, all->passages};
  figures.customer = {some->revision, some->articles, some->passages};
  figures.committed = all->committed;
  return figures;
}

ConnectionFigures connection_figures(const GateFigures& gate) {
  const std::size_t all = gate.connections;
  const std::size_t idle = gate.idle_connections;
  const auto waiting = [&](Lane lane) -> std::size_t {
    return gate.waiting.at(static_cast<std::size_t>(lane));
  };
  return {.idle = idle,
          .active = all - std::min(idle, all),
          .waiting_reads = waiting(Lane::kRead),
          .waiting_writes = waiting(Lane::kWrite)};
}

Metrics::Metrics(const std::vector<std::string>& routes, const std::string& version,
                 Collectors collectors)
    : collectors_(std::move(collectors)), series_(std::make_unique<Series>(routes, version)) {}
Metrics::~Metrics() = default;

void Metrics::answered(std::string_view route, std::string_view method, int status,
                       std::chrono::nanoseconds took) {
  auto& series = series_->route(route);
  series_->requests(series, place(kMethods, method), status_place(status)).Increment();
  series_->duration(series).Observe(seconds(took));
}

void Metrics::searched(const std::vector<Stage>& stages, std::optional<Certainty> certainty) {
  for (const auto& stage : stages) series_->stage(stage.name).Observe(seconds(stage.took));
  series_->certainty(certainty).Increment();
}

std::string Metrics::scrape() const {
  Readings readings;
  ask(collectors_.index, read_index, readings);
  ask(collectors_.desk, read_desk, readings);
  ask(collectors_.search_log, read_search_log, readings);
  ask(collectors_.access_log, read_access_log, readings);
  ask(collectors_.connections, read_connections, readings);
  read_process(readings);
  auto families = series_->collect();
  std::ranges::move(readings.take(), std::back_inserter(families));
  std::ranges::sort(families, {}, &MetricFamily::name);
  return prometheus::TextSerializer().Serialize(families);
}

}  // namespace aplomb::http
