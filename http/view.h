// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/result.h"
#include "engine/searcher.h"
#include "http/houses.h"
#include "http/message.h"

/// Seeing what customers see: with `view=customer` whoever may read internally is answered from
/// customers' articles. A view only ever goes down.
namespace aplomb::http {

/// The view that a request asks for; absent where it asks for none. Of several values all count, so
/// that none can be lost behind an empty one. Errors: kInvalidArgument.
[[nodiscard]] Result<std::optional<Audience>> asked_view(const Request& request);

/// The lower of what a caller may see and the view that they ask for. Errors: kInvalidArgument.
[[nodiscard]] Result<Audience> audience_of(const Request& request);

/// Whether the searcher that a request was given is a lower one than its caller's.
[[nodiscard]] bool is_lowered(const Searcher& searcher, const Request& request);

/// By which id the searcher that a request was given knows the article which the request calls
/// `{id}`. In a customer's view an internal reader may call it as agents do. A customer's own
/// request is taken by its word: it learns nothing of agents' names.
/// Errors: kNotFound, also where customers see nothing of it, and those of Searcher.
[[nodiscard]] Result<ArticleId> wanted_id(const Houses& houses, const Searcher& searcher,
                                          const Request& request);

/// The opaque name by which a request calls a file or an article: what stands behind `~`; of an
/// internal reader in a customer's view also that of any path. Empty where it has none.
[[nodiscard]] std::string name_in_view(std::string_view path, const Searcher& searcher,
                                       const Request& request);

/// What `find(const Searcher&)` finds by an opaque name: for internal readers in their own
/// articles, else in those of customers, whose texts have such names.
template <class Find>
[[nodiscard]] auto found_by_name(const Houses& houses, const Searcher& searcher, Find&& find) {
  auto found = find(searcher);
  const auto* const customers = houses.of(Audience::kCustomer);
  if (found || found.error().code != Code::kNotFound || customers == nullptr) return found;
  return searcher.reader() == Audience::kCustomer ? found : find(*customers);
}

/// `location` in the view that the request was answered in.
[[nodiscard]] std::string in_view(std::string location, const Searcher& searcher,
                                  const Request& request);

}  // namespace aplomb::http
