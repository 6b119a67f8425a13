// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/result.h"
#include "http/message.h"

namespace aplomb::http {

/// Refuses what another site's page would have the browser of a signed-in person do (cross-site
/// request forgery). Absent when the request may go on: it changes nothing (GET, HEAD, OPTIONS),
/// its browser says that it comes from a page of ours (Sec-Fetch-Site, Origin), or no browser
/// would have added what shows who asks (a bearer token).
///
/// A cookie that comes with neither header comes from no browser of these years: refused as well.
/// Signing in carries nothing yet; there a foreign origin is refused, and none is not, since JSON
/// bodies are never sent across sites unasked.
[[nodiscard]] std::optional<Response> cross_site_refusal(const Request& request);

/// Whether a page of another site had a browser send this, whatever it asks for, with what shows
/// who asks (a cookie, a proxy's word, the place in the network). Known only from browsers that
/// say so; over TLS all do.
[[nodiscard]] bool is_asked_from_elsewhere(const Request& request);

/// Which foreign pages may call the API with a bearer token (CORS). Cookies never count there.
/// Thread-safety: immutable.
class Cors {
 public:
  /// Origins as browsers send them: `https://crm.example.com`. Errors: kInvalidArgument.
  [[nodiscard]] static Result<Cors> make(std::vector<std::string> origins);

  /// Whether the request comes from a page that may call.
  [[nodiscard]] bool allows(const Request& request) const;

  /// Adds what lets the browser hand the answer to that page; to the answer of an OPTIONS request
  /// also what a preflight asks, its methods being those of Allow.
  void add_headers(const Request& request, Response& response) const;

 private:
  std::vector<std::string> origins_;
};

}  // namespace aplomb::http
