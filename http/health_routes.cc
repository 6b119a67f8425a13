// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/json.h"
#include "http/problem.h"
#include "http/routes.h"

namespace aplomb::http {

Response healthz(const Request& /*request*/) {
  return {.status = 200,
          .content_type = "text/plain; charset=utf-8",
          .body = "ok\n",
          .headers = {{"Cache-Control", "no-store"}}};
}

Response readyz(const Searcher& searcher, const Request& request) {
  const auto status = searcher.status();
  if (!status) {
    // Whatever the reason, a balancer should hear "not now".
    auto problem = to_problem(status.error());
    problem.status = 503;
    problem.instance = request.path;
    return to_response(problem);
  }
  auto response = json(dump({{"generation", status->generation},
                             {"revision", status->revision},
                             {"articles", status->articles},
                             {"passages", status->passages}}));
  response.headers.emplace_back("Cache-Control", "no-store");
  return response;
}

}  // namespace aplomb::http
