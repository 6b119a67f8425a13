// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/message.h"
#include "http/rate_limit.h"
#include "http/router.h"

namespace aplomb::http {

/// The quotas of aplomb serve, in requests a minute.
struct LimitQuotas {
  /// Of each address, over all who are neither a person nor a token. An office stands behind one
  /// address: 50 people who take a call every six minutes and type four queries of 25 letters in
  /// each, at two requests a letter, are 1,700 requests a minute, which leaves two fifths for busy
  /// ones; and all of a quota may be used at once.
  Quota anonymous{.requests = 3000};
  Quota token{};    ///< of each token
  Quota address{};  ///< of each address, over all callers
};

/// A limit that governs a request, and how it is with whom it counts after that.
struct Governing {
  std::string_view policy;  ///< "anonymous", "token" or "address"
  RateLimit::Standing standing;
};

/// What governs one request. Where it exceeds one limit, that one alone, and no other counts it.
struct Charge {
  std::vector<Governing> governing;

  [[nodiscard]] bool exceeded() const;
};

/// How often who may ask. A request counts, by its address, where it comes from neither a person
/// nor a token, so also when what it shows does not hold; by its token; and by its address again,
/// whoever asks.
///
/// Nothing limits health and metrics, which balancers and monitors ask. Those that are open to
/// anybody and read no article do not count as anonymous: who shares an address with somebody that
/// has used up its quota can still open the page and sign in, which has a throttle of its own
/// (desk/ways_in).
///
/// Outlives a Service, so that a new configuration forgets nothing.
/// Thread-safety: all members may be called from any thread at once.
class RateLimits {
 public:
  using Clock = std::function<RateLimit::Time()>;

  explicit RateLimits(const LimitQuotas& quotas = {}, Clock now = std::chrono::steady_clock::now);

  /// Counts a request for `route`, of which client and caller are known.
  [[nodiscard]] Charge charge(const Route& route, const Request& request);

  /// From now on. What share of their quotas has been used up stays.
  void set_quotas(const LimitQuotas& quotas);

 private:
  /// The limit by which a caller counts beside that of all addresses; null: there is none.
  struct Own {
    RateLimit* limit = nullptr;
    std::string_view policy;
    std::string key;
  };
  [[nodiscard]] Own own_of(const Route& route, const Request& request, const std::string& address);

  RateLimit anonymous_, token_, address_;
  Clock now_;
};

/// 429 where a limit was exceeded, with Retry-After; absent where the request may go on.
[[nodiscard]] std::optional<Response> quota_refusal(const Charge& charge, const Request& request);

/// Tells by RateLimit-Policy and RateLimit what governed the request.
void add_headers(const Charge& charge, Response& response);

}  // namespace aplomb::http
