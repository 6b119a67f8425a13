// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/view.h"

#include <utility>

#include "engine/opaque_name.h"
#include "http/parameters.h"
#include "http/text.h"

namespace aplomb::http {
namespace {

constexpr std::string_view kParameter = "view";

}  // namespace

Result<std::optional<Audience>> asked_view(const Request& request) {
  const auto values = Parameters(request).values(kParameter);
  for (const auto& value : values)
    if (lower(value) != to_string(Audience::kCustomer))
      return fail_at(kParameter, "view takes customer",
                     "Leave it out for all that you may see yourself.");
  return values.empty() ? std::optional<Audience>{} : Audience::kCustomer;
}

Result<Audience> audience_of(const Request& request) {
  const auto view = asked_view(request);
  if (!view) return tl::unexpected(view.error());
  return *view == Audience::kCustomer ? Audience::kCustomer : request.caller.audience();
}

bool is_lowered(const Searcher& searcher, const Request& request) {
  return searcher.reader() == Audience::kCustomer &&
         request.caller.audience() == Audience::kInternal;
}

Result<ArticleId> wanted_id(const Houses& houses, const Searcher& searcher,
                            const Request& request) {
  ArticleId id{std::string(request.capture("id"))};
  const auto* const agents = houses.of(Audience::kInternal);
  if (!is_lowered(searcher, request) || agents == nullptr) return id;
  return agents->customers_id(id);
}

std::string name_in_view(std::string_view path, const Searcher& searcher, const Request& request) {
  if (path.starts_with('~')) return std::string(path.substr(1));
  return is_lowered(searcher, request) ? opaque_name(path) : std::string();
}

std::string in_view(std::string location, const Searcher& searcher, const Request& request) {
  if (!is_lowered(searcher, request)) return location;
  return std::move(location) + "?" + std::string(kParameter) + "=" +
         std::string(to_string(searcher.reader()));
}

}  // namespace aplomb::http
