// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/index_json.h"
#include "http/metrics.h"
#include "http/problem.h"
#include "http/routes.h"

namespace aplomb::http {

Response healthz(const Request& /*request*/) {
  return {.status = 200,
          .content_type = "text/plain; charset=utf-8",
          .body = "ok\n",
          .headers = {{"Cache-Control", "no-store"}}};
}

Response metrics(const std::function<std::string()>& scrape) {
  return {.status = 200,
          .content_type = std::string(Metrics::kContentType),
          .body = scrape ? scrape() : std::string(),
          .headers = {{"Cache-Control", std::string(kNoStore)}}};
}

Response readyz(const ServerStatus& server, const Searcher& searcher, const Request& request) {
  const auto status = searcher.status();
  if (!status) {
    // Whatever the reason, a balancer should hear "not now".
    if (status_of(status.error().code) == 503) return problem_response(status.error(), request);
    return problem_response(
        {Code::kUnavailable, "The index cannot be read now.", "The server's log says why."},
        request);
  }
  // how much there is, and how often it changes, is nobody else's business
  if (searcher.reader() == Audience::kCustomer) return json(dump({{"ready", true}}), kNoStore);
  const auto keeper = keeper_status(server);
  return json(dump({{"ready", true},
                    {"following", keeper ? Json(word_of(keeper->state)) : Json(nullptr)},
                    {"generation", status->generation},
                    {"revision", status->revision},
                    {"articles", status->articles},
                    {"passages", status->passages},
                    {"meaning", meaning_of(*status)}}),
              kNoStore);
}

}  // namespace aplomb::http
