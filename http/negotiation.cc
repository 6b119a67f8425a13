// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/negotiation.h"

#include <algorithm>
#include <utility>

#include "engine/hash.h"
#include "http/problem.h"
#include "http/text.h"

namespace aplomb::http {
namespace {

bool same(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::ranges::equal(a, b, {}, lower, lower);
}

/// Thousandths, 0 to 1000; a malformed weight counts as 1, the default.
int quality(std::string_view weight) {
  if (weight.empty() || (weight[0] != '0' && weight[0] != '1')) return 1000;
  int value = (weight[0] - '0') * 1000;
  int unit = 100;
  for (std::size_t i = 2; i < weight.size() && i < 5 && weight[1] == '.'; ++i, unit /= 10) {
    if (weight[i] < '0' || weight[i] > '9') return 1000;
    value += (weight[i] - '0') * unit;
  }
  return std::min(value, 1000);
}

/// How closely a range of Accept names a type: 0 not at all, 1 `*/*`, 2 `text/*`, 3 itself.
int closeness(std::string_view range, std::string_view type) {
  if (same(range, type)) return 3;
  if (range == "*/*") return 1;
  const auto slash = type.find('/');
  return range.ends_with("/*") && same(range.substr(0, range.size() - 2), type.substr(0, slash))
             ? 2
             : 0;
}

/// The quality that the closest range gives to `type`; 0 when none fits.
int quality_of(std::string_view accept, std::string_view type) {
  int best_closeness = 0;
  int best_quality = 0;
  while (!accept.empty()) {
    auto item = take(accept, ',');
    const auto range = take(item, ';');
    int weight = 1000;
    while (!item.empty()) {
      auto parameter = take(item, ';');
      const auto name = take(parameter, '=');
      if (same(name, "q")) weight = quality(trim(parameter));
    }
    const int close = closeness(range, type);
    if (close > best_closeness) {
      best_closeness = close;
      best_quality = weight;
    }
  }
  return best_quality;
}

}  // namespace

std::optional<std::size_t> choose_type(std::optional<std::string_view> accept,
                                       std::span<const std::string_view> offered) {
  if (!accept || trim(*accept).empty()) return 0;
  std::optional<std::size_t> best;
  int best_quality = 0;
  for (std::size_t i = 0; i < offered.size(); ++i) {
    const int here = quality_of(*accept, offered[i]);
    if (here > best_quality) {
      best = i;
      best_quality = here;
    }
  }
  return best;
}

bool none_match_holds(std::string_view if_none_match, std::string_view etag) {
  if (trim(if_none_match) == "*") return true;
  // Our tags hold no comma, so a plain split is enough to find one of them in any list.
  while (!if_none_match.empty()) {
    auto held = take(if_none_match, ',');
    if (held.starts_with("W/")) held.remove_prefix(2);
    if (held == etag) return true;
  }
  return false;
}

std::optional<Response> precondition_refusal(const Request& request, std::string_view etag) {
  const auto header = request.header("if-match");
  if (!header) return std::nullopt;
  auto wanted = *header;
  if (trim(wanted) == "*") return std::nullopt;
  while (!wanted.empty())
    if (take(wanted, ',') == etag) return std::nullopt;
  return to_response({.slug = "precondition-failed",
                      .status = 412,
                      .title = "It has changed since you read it",
                      .detail = "If-Match names another version than the present one.",
                      .hint = "Read it again, and change that.",
                      .instance = request.path});
}

std::string etag_of_bytes(std::string_view bytes) {
  return '"' + hash_digits(bytes) + '"';
}

Response with_etag(Response response, const Request& request, std::string etag) {
  const auto held = request.header("if-none-match");
  const bool reads = request.method == "GET" || request.method == "HEAD";
  if (reads && held && none_match_holds(*held, etag)) {
    response.status = 304;
    response.body.clear();
    response.content_type.clear();
  }
  response.headers.emplace_back("ETag", std::move(etag));
  return response;
}

}  // namespace aplomb::http
