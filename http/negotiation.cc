// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/negotiation.h"

#include <algorithm>

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

/// The q of what stands behind the first semicolon of an item; 1000 without.
int weight_in(std::string_view parameters) {
  int weight = 1000;
  while (!parameters.empty()) {
    auto parameter = take(parameters, ';');
    const auto name = take(parameter, '=');
    if (same(name, "q")) weight = quality(trim(parameter));
  }
  return weight;
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
    const int weight = weight_in(item);
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

bool accepts_gzip(std::optional<std::string_view> accept_encoding) {
  if (!accept_encoding) return false;
  std::optional<int> gzip, identity, rest;
  auto list = *accept_encoding;
  while (!list.empty()) {
    auto item = take(list, ',');
    const auto coding = take(item, ';');
    const int weight = weight_in(item);
    if (same(coding, "gzip") || same(coding, "x-gzip"))
      gzip = weight;
    else if (same(coding, "identity"))
      identity = weight;
    else if (coding == "*")
      rest = weight;
  }
  const int wanted = gzip.value_or(rest.value_or(0));
  // Where nothing is said of identity it may be sent, and is what nobody asked for.
  return wanted > 0 && wanted >= identity.value_or(gzip ? rest.value_or(0) : 0);
}

}  // namespace aplomb::http
