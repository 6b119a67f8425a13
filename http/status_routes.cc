// SPDX-License-Identifier: GPL-3.0-or-later
#include <chrono>
#include <optional>

#include "engine/calendar.h"
#include "http/index_json.h"
#include "http/problem.h"
#include "http/routes.h"

namespace aplomb::http {
namespace {

/// What an admin is told of the index, or why there is nothing to tell.
struct IndexReport {
  Json index = nullptr, articles = nullptr, problem = nullptr;
};

Json problem_of(const Error& error) {
  return {{"detail", error.message}, {"hint", or_null(error.hint)}};
}

Json following_of(const ServerStatus& server) {
  const auto keeper = keeper_status(server);
  if (!keeper) return nullptr;
  return {{"state", word_of(keeper->state)},
          {"watching", keeper->watching},
          {"pending", keeper->pending},
          {"lag_ms", std::chrono::duration_cast<std::chrono::milliseconds>(keeper->lag).count()},
          {"refused", keeper->refused},
          {"problem", keeper->problem ? problem_of(*keeper->problem) : Json(nullptr)}};
}

Json to_json(const StandingCounts& counts) {
  auto by_confidence = Json::object();
  for (const auto& [confidence, count] : counts.by_confidence)
    by_confidence[std::string(to_string(confidence))] = count;
  return {{"by_confidence", std::move(by_confidence)}, {"overdue", counts.overdue}};
}

/// An index of which one question can be answered and another cannot is one that fails.
Result<IndexReport> read_index(const Searcher& internal, const Searcher& customer) {
  const auto all = internal.status();
  if (!all) return tl::unexpected(all.error());
  const auto some = customer.status();
  if (!some) return tl::unexpected(some.error());
  const auto bytes = internal.disk_bytes();
  if (!bytes) return tl::unexpected(bytes.error());
  const auto counts = internal.standing_counts();
  if (!counts) return tl::unexpected(counts.error());
  IndexReport report;
  report.index = {{"generation", all->generation},
                  {"revision", all->revision},
                  {"committed", all->committed ? Json(timestamp(*all->committed)) : Json(nullptr)},
                  {"articles", all->articles},
                  {"customer_articles", some->articles},
                  {"passages", all->passages},
                  {"bytes", *bytes},
                  {"meaning", meaning_of(*all)}};
  if (*counts) report.articles = to_json(**counts);
  return report;
}

IndexReport report_of(const Houses& houses) {
  IndexReport none;
  const auto* const internal = houses.of(Audience::kInternal);
  if (internal == nullptr) {
    none.problem = problem_of({Code::kUnavailable, "The articles are being indexed.",
                               "Searches are answered when that is done."});
    return none;
  }
  auto report = read_index(*internal, *houses.of(Audience::kCustomer));
  if (report) return *std::move(report);
  none.problem = problem_of(report.error());
  return none;
}

}  // namespace

Response get_status(const ServerStatus& server, const Houses& houses, const desk::Desk& desk,
                    const Request& request) {
  const auto sizes = desk.sizes();
  if (!sizes) return problem_response(sizes.error(), request);
  auto [index, articles, problem] = report_of(houses);
  const auto gate = server.connections ? server.connections() : ConnectionFigures();
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  return json(dump({{"version", server.version},
                    {"started", timestamp(server.started)},
                    {"now", timestamp(now)},
                    {"listening", server.listening},
                    {"index", std::move(index)},
                    {"index_problem", std::move(problem)},
                    {"following", following_of(server)},
                    {"articles", std::move(articles)},
                    {"desk",
                     {{"people", sizes->people},
                      {"sessions", sizes->sessions},
                      {"tokens", sizes->active_tokens},
                      {"bytes", sizes->file_bytes}}},
                    {"connections", {{"open", gate.idle + gate.active}, {"idle", gate.idle}}},
                    {"waiting", {{"read", gate.waiting_reads}, {"write", gate.waiting_writes}}}}),
              kNoStore);
}

}  // namespace aplomb::http
