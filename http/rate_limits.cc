// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/rate_limits.h"

#include <algorithm>
#include <utility>

#include "desk/counted_address.h"
#include "http/problem.h"
#include "http/rate_limit_fields.h"

namespace aplomb::http {
namespace {

constexpr std::string_view kAnonymous = "anonymous";
constexpr std::string_view kToken = "token";
constexpr std::string_view kAddress = "address";

bool is_status(const Route& route) {
  return route.demand.lane == Lane::kStatus;
}

/// The page's own files, who one is, signing in and out.
bool is_way_in(const Route& route) {
  return route.access == Access::kOpen && route.reads == Reads::kNothing;
}

std::string counted(std::uint64_t count, const std::string& noun) {
  return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

std::string detail_of(const Governing& by) {
  const auto& quota = by.standing.quota;
  const auto rate = counted(quota.requests, "request") + " in " +
                    counted(static_cast<std::uint64_t>(quota.window.count()), "second");
  if (by.policy == kToken) return "A token has " + rate + ", and this one has used them up.";
  if (by.policy == kAddress) return "An address has " + rate + ", and this one has used them up.";
  return "Without signing in an address has " + rate + ", and this one has used them up.";
}

std::string hint_of(const Governing& by) {
  auto hint = "Try again in " +
              counted(static_cast<std::uint64_t>(by.standing.until_more.count()), "second") + ".";
  if (by.policy == kAnonymous) hint += " Who signs in or brings a token does not count here.";
  return hint;
}

}  // namespace

bool Charge::exceeded() const {
  return std::ranges::any_of(governing, [](const auto& by) { return by.standing.exceeded; });
}

RateLimits::RateLimits(const LimitQuotas& quotas, Clock now)
    : anonymous_(quotas.anonymous),
      token_(quotas.token),
      address_(quotas.address),
      now_(std::move(now)) {}

RateLimits::Own RateLimits::own_of(const Route& route, const Request& request,
                                   const std::string& address) {
  const auto& caller = request.caller;
  if (caller.token) return {&token_, kToken, std::to_string(caller.token->value)};
  if (caller.is_named() || is_way_in(route)) return {};
  return {&anonymous_, kAnonymous, address};
}

Charge RateLimits::charge(const Route& route, const Request& request) {
  if (is_status(route)) return {};
  const auto now = now_();
  const auto address = desk::counted_address(request.client);
  const auto own = own_of(route, request, address);
  Charge charge;
  if (own.limit != nullptr) {
    if (const auto standing = own.limit->charge(own.key, now))
      charge.governing.push_back({own.policy, *standing});
    if (charge.exceeded()) return charge;
  }
  const auto standing = address_.charge(address, now);
  if (!standing) return charge;
  if (standing->exceeded) {
    if (own.limit != nullptr) own.limit->give_back(own.key);
    charge.governing.clear();
  }
  charge.governing.push_back({kAddress, *standing});
  return charge;
}

void RateLimits::set_quotas(const LimitQuotas& quotas) {
  anonymous_.set_quota(quotas.anonymous);
  token_.set_quota(quotas.token);
  address_.set_quota(quotas.address);
}

std::optional<Response> quota_refusal(const Charge& charge, const Request& request) {
  if (!charge.exceeded()) return std::nullopt;
  const auto& by = charge.governing.back();
  auto response = to_response({.slug = "quota-exceeded",
                               .status = 429,
                               .title = "Too many requests in a short time",
                               .detail = detail_of(by),
                               .hint = hint_of(by),
                               .instance = request.path});
  response.headers.emplace_back("Retry-After", std::to_string(by.standing.until_more.count()));
  return response;
}

void add_headers(const Charge& charge, Response& response) {
  for (const auto& [policy, standing] : charge.governing) {
    add_policy(response, policy, standing.quota.requests, standing.quota.window);
    add_standing(response, policy, standing.remaining, standing.until_more);
  }
}

}  // namespace aplomb::http
