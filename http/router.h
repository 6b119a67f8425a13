// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "http/access.h"
#include "http/gate/demand.h"
#include "http/houses.h"
#include "http/message.h"
#include "http/security_headers.h"

namespace aplomb::http {

/// Turns one value into another; called from many threads at once.
using Handler = std::function<Response(const Request&)>;

/// The same with the articles that its caller may read, and no others.
using ReadingHandler = std::function<Response(const Searcher&, const Request&)>;

/// What stands between the slashes of a path, decoded.
[[nodiscard]] std::vector<std::string> parts_of(std::string_view path);

/// One row of the route table. A row that does not say who may call it and what it reads does not
/// compile; one whose words do not fit together (it reads internal articles and takes whoever may
/// read) stops the program at its start.
///
/// A pattern is literal parts and captures: `/api/v1/articles/{id}`; a last part `{path...}` takes
/// one or more parts. Captures are decoded after splitting, so an encoded '/' never splits.
struct Route {
  /// A route that looks into no article.
  Route(std::string_view route_method, std::string_view route_pattern, Access route_access,
        Handler route_handler)
      : method(route_method),
        pattern(route_pattern),
        access(route_access),
        handler(std::move(route_handler)) {}
  Route(std::string_view route_method, std::string_view route_pattern, Access route_access,
        Reads route_reads, ReadingHandler route_handler)
      : method(route_method),
        pattern(route_pattern),
        access(route_access),
        reads(route_reads),
        handler(std::move(route_handler)) {}

  /// The same row, drawing on another lane than its method would: GET reads, the rest writes.
  [[nodiscard]] Route in(Lane lane) && {
    demand.lane = lane;
    return std::move(*this);
  }

  /// The same row, taking bodies of up to that many bytes.
  [[nodiscard]] Route taking(std::size_t body_bytes) && {
    demand.max_body_bytes = body_bytes;
    return std::move(*this);
  }

  /// The same row, for a page that has to do with pages of other sites.
  [[nodiscard]] Route shown_by(Shown by) && {
    shown = by;
    return std::move(*this);
  }

  std::string method;
  std::string pattern;
  std::vector<std::string> parts = parts_of(pattern);
  Access access;
  Reads reads = Reads::kNothing;
  std::variant<Handler, ReadingHandler> handler;
  Demand demand{.lane = method == "GET" ? Lane::kRead : Lane::kWrite};
  Shown shown = Shown::kAlone;  ///< its page; what refuses a request is always shown alone
};

/// Finds the route of a request and answers it.
///
/// Besides the table: HEAD is answered as GET (the server leaves the body out), OPTIONS with 204
/// and Allow, a known path with another method with 405 and Allow, an unknown path with 404.
/// Literal parts win over captures; otherwise the earlier row wins.
/// Thread-safety: const members may be called from any thread at once.
class Router {
 public:
  /// What a request was for: a row with its captures, or the answer when there is none.
  struct Match {
    const Route* route = nullptr;
    std::map<std::string, std::string, std::less<>> captures;
  };
  using Found = std::variant<Match, Response>;

  /// `houses` must outlive the router. Throws std::logic_error when a row's words do not fit.
  Router(std::vector<Route> routes, const Houses& houses);

  [[nodiscard]] Found find(const Request& request) const;

  /// The row that a request is for; null where there is none.
  [[nodiscard]] const Route* row(std::string_view method, std::string_view path) const;

  /// What a request will take of the server; one for which there is no row takes what reading does.
  [[nodiscard]] Demand demand(std::string_view method, std::string_view path) const;

  /// Answers a request, which holds the captures already, by the row that `find` found: refuses
  /// callers that it does not take (401, 403), else hands it and the articles that are the
  /// caller's, or those of the view that it asks for (view.h), to the handler.
  [[nodiscard]] Response answer(const Route& route, const Request& request) const;

  /// Both steps, for a request of which nothing but the caller needs to be found out.
  [[nodiscard]] Response answer(Request request) const;

  [[nodiscard]] const std::vector<Route>& routes() const { return routes_; }

 private:
  /// The methods that a path takes, as Allow has them; empty where nothing is served.
  [[nodiscard]] std::vector<std::string> methods(const Request& request) const;

  std::vector<Route> routes_;
  const Houses* houses_;
};

}  // namespace aplomb::http
