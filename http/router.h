// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "http/message.h"

namespace aplomb::http {

/// Turns one value into another; called from many threads at once.
using Handler = std::function<Response(const Request&)>;

/// Who may call a route. Until there are accounts every reader is an agent.
enum class Access {
  kOpen,       ///< anybody: the page's own files, health
  kAnyReader,  ///< whoever may read articles
};

/// One row of the route table. A row that does not say who may call it does not compile.
///
/// A pattern is literal parts and captures: `/api/v1/articles/{id}`; a last part `{path...}` takes
/// one or more parts. Captures are decoded after splitting, so an encoded '/' never splits.
struct Route {
  Route(std::string_view route_method, std::string_view route_pattern, Access route_access,
        Handler route_handler)
      : method(route_method),
        pattern(route_pattern),
        access(route_access),
        handler(std::move(route_handler)) {}

  std::string method;
  std::string pattern;
  Access access;
  Handler handler;
};

/// Finds the route of a request and answers it.
///
/// Besides the table: HEAD is answered as GET (the server leaves the body out), OPTIONS with 204
/// and Allow, a known path with another method with 405 and Allow, an unknown path with 404.
/// Literal parts win over captures; otherwise the earlier row wins. Each answer carries the
/// security headers (see docs/api.md), unless its handler set its own.
/// Thread-safety: const members may be called from any thread at once.
class Router {
 public:
  explicit Router(std::vector<Route> routes);

  [[nodiscard]] Response answer(Request request) const;

  [[nodiscard]] const std::vector<Route>& routes() const { return routes_; }

 private:
  [[nodiscard]] Response dispatch(Request& request) const;

  std::vector<Route> routes_;
};

}  // namespace aplomb::http
