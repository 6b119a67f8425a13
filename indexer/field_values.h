// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/field_tree.h"

namespace aplomb {

/// Takes typed values out of a map of front matter. Keys are compared without case, and the last
/// of two equal keys wins, with a warning. A value of the wrong shape is left out, with a warning
/// that names its line and what was expected.
class FieldValues {
 public:
  /// `fields` and `log` must outlive this. `context` is how messages name the map: empty for the
  /// front matter itself, else as in "promise."
  FieldValues(const Field& fields, std::string context, FindingLog& log);

  /// The first of `keys` that is there and holds something.
  [[nodiscard]] const Field* find(std::initializer_list<std::string_view> keys) const;

  /// All values of `key`, for who may not trust the last one only.
  [[nodiscard]] std::vector<const Field*> find_all(std::string_view key) const;

  /// Text of at most `limit` code points, white space collapsed; empty when absent.
  [[nodiscard]] std::string text(std::initializer_list<std::string_view> keys,
                                 std::size_t limit = 4000) const;

  /// A list of texts; a single one counts as a list of one. With `split`, a single one is
  /// divided at its commas ("refund, card").
  [[nodiscard]] std::vector<std::string> texts(std::initializer_list<std::string_view> keys,
                                               bool split = false) const;

  [[nodiscard]] std::optional<bool> boolean(std::initializer_list<std::string_view> keys) const;

  /// The value as a map; warns when it is something else.
  [[nodiscard]] const Field* map(std::string_view key) const;

  [[nodiscard]] std::string name_of(const Field& field) const { return context_ + field.key; }
  [[nodiscard]] FindingLog& log() const { return *log_; }

 private:
  void warn_about_duplicates() const;
  [[nodiscard]] std::string bounded(const Field& field, const std::string& name,
                                    std::size_t limit) const;

  const Field* fields_;
  std::string context_;
  FindingLog* log_;
};

}  // namespace aplomb
