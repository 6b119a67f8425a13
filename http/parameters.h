// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/filters.h"
#include "engine/result.h"
#include "engine/searcher.h"
#include "http/message.h"

namespace aplomb::http {

/// Reads typed query parameters. Unknown parameters are nobody's business here; a known one that
/// is malformed is a kInvalidArgument which names it and says what it takes.
/// Where one value is wanted, the first counts. An empty value is as good as none.
/// Lifetime: looks into the request's fields.
class Parameters {
 public:
  explicit Parameters(const Request& request) : fields_(request.query) {}

  /// The value as sent; empty when there is none.
  [[nodiscard]] std::string text(std::string_view name) const;

  /// Every value that is not empty, in order.
  [[nodiscard]] std::vector<std::string> values(std::string_view name) const;

  /// A whole number from `least` to `most`.
  [[nodiscard]] Result<std::size_t> number(std::string_view name, std::size_t least,
                                           std::size_t most, std::size_t otherwise) const;

  /// `1` or `true`, `0` or `false`; false when there is none.
  [[nodiscard]] Result<bool> flag(std::string_view name) const;

  /// `q`, at most kMaxQueryBytes long. A space at its end is kept: it says the word is whole.
  [[nodiscard]] Result<std::string> query_text() const;

  /// Every filter field by its name, repeated for alternatives. The words of kind, confidence and
  /// audience are checked, in any case; the others are free.
  [[nodiscard]] Result<Filters> filters() const;

  /// `facets=kind,department`, repeated as well.
  [[nodiscard]] Result<std::vector<FilterField>> facets() const;

  [[nodiscard]] Result<Sort> sort() const;

  /// `folder`, without slashes at its ends; empty for the root.
  [[nodiscard]] std::string folder() const;

  /// `standing`; absent when there is none.
  [[nodiscard]] Result<std::optional<Standing>> standing() const;

  /// A day, 2026-01-31; absent when there is none.
  [[nodiscard]] Result<std::optional<Date>> day(std::string_view name) const;

 private:
  const Fields& fields_;
};

}  // namespace aplomb::http
