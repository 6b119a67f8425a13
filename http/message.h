// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/caller.h"

namespace aplomb::http {

/// Header or query fields in their order; a name may come more than once.
using Fields = std::vector<std::pair<std::string, std::string>>;

/// What was asked, free of sockets and of the library below.
struct Request {
  std::string method = {};  ///< upper-case, as sent
  std::string path = {};    ///< as sent, still percent-encoded; begins with '/'
  Fields query = {};        ///< decoded, valid UTF-8
  Fields headers = {};      ///< names lower-case
  std::string body = {};
  std::string peer = {};  ///< the address that the connection comes from; empty when unknown
  std::chrono::nanoseconds waited = {};  ///< in the queue, whole, before anybody took it up

  // What is found out about it on its way (service.h, router.h):
  std::string id = {};      ///< names it in the log and in X-Request-Id
  std::string client = {};  ///< who asks: the peer, or whom a trusted proxy asks for
  bool secure = false;      ///< whether the client speaks TLS, as a trusted proxy says
  Caller caller = {};
  std::map<std::string, std::string, std::less<>> captures = {};  ///< the route's {names}, decoded

  /// The first header of that lower-case name.
  [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const;
  /// The capture of that name; empty when the route has none.
  [[nodiscard]] std::string_view capture(std::string_view name) const;
};

/// What is answered. An empty `content_type` goes with an empty body.
struct Response {
  int status = 200;
  std::string content_type = {};
  std::string body = {};
  Fields headers = {};  ///< besides Content-Type and Content-Length

  [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const;
  /// Says that the answer depends on that header of the request, besides those it names.
  void add_vary(std::string_view name);
};

/// What Cache-Control may say.
inline constexpr std::string_view kNoStore = "no-store";
/// The reader's own browser may keep it and asks each time whether it is still right.
inline constexpr std::string_view kRevalidate = "private, no-cache";

[[nodiscard]] Response json(std::string body, std::string_view cache_control = kRevalidate);
[[nodiscard]] Response no_content();
[[nodiscard]] Response redirect(int status, std::string location);

}  // namespace aplomb::http
