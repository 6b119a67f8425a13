// SPDX-License-Identifier: GPL-3.0-or-later
#include <limits>

#include "http/desk_json.h"
#include "http/parameters.h"
#include "http/problem.h"
#include "http/routes.h"

namespace aplomb::http {
namespace {

constexpr std::size_t kDefaultEntries = 100;

}  // namespace

Response list_audit(desk::Desk& desk, const Request& request) {
  const Parameters parameters(request);
  const auto limit = parameters.number("limit", 1, desk::kMaxAuditPage, kDefaultEntries);
  if (!limit) return problem_response(limit.error(), request);
  constexpr std::size_t kNewest = std::numeric_limits<std::int64_t>::max();
  const auto before = parameters.number("cursor", 1, kNewest, kNewest);
  if (!before) return problem_response(before.error(), request);
  const auto entries = desk.audit().list(*limit, static_cast<std::int64_t>(*before));
  if (!entries) return problem_response(entries.error(), request);
  auto list = Json::array();
  for (const auto& entry : *entries) list.push_back(to_json(entry));
  const bool more = entries->size() == *limit;
  return json(dump({{"entries", std::move(list)},
                    {"next", more ? Json(std::to_string(entries->back().id)) : Json(nullptr)}}),
              kNoStore);
}

}  // namespace aplomb::http
