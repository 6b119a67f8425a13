// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "indexer/finding_log.h"

namespace aplomb {

/// A value of front matter, whatever language it was written in. Scalars are their text: what a
/// word means is for whoever asks (a tag named `no` is a word, not a refusal).
struct Field {
  enum class Shape { kNothing, kScalar, kSequence, kMap };
  Shape shape = Shape::kNothing;
  std::string key;           ///< its name, where it stands in a map; as written
  std::string text;          ///< of a scalar
  int line = 0;              ///< in the file, from 1
  std::vector<Field> items;  ///< of a sequence or a map, in the order of the file
};

inline constexpr int kMaxFieldDepth = 32;
inline constexpr std::size_t kMaxFields = 20'000;

/// What came of reading front matter. `broken` when it does not follow its language's rules: the
/// root is then what could be salvaged.
struct FieldTree {
  Field root{Field::Shape::kMap, {}, {}, 1, {}};
  bool broken = false;
};

/// Where a text breaks its language's rules, and which.
struct FieldFault {
  int line = 0;
  std::string message;
};

/// Reads YAML 1.1 that holds a map, or nothing, and salvages nothing.
[[nodiscard]] tl::expected<Field, FieldFault> parse_yaml(std::string_view text, int first_line);

/// Reads YAML 1.1. `first_line` is the line of the file on which `text` begins. Aliases are
/// refused: a few hundred bytes of them unfold to gigabytes.
[[nodiscard]] FieldTree read_yaml(std::string_view text, int first_line, FindingLog& log);

/// Reads TOML 1.0, as Hugo writes between `+++` lines.
[[nodiscard]] FieldTree read_toml(std::string_view text, int first_line, FindingLog& log);

/// Takes what can be understood from broken front matter: `key: value` lines (`key = value` in
/// TOML) at the margin, and the `- item` lines below them.
[[nodiscard]] Field salvage_fields(std::string_view text, int first_line, char separator);

}  // namespace aplomb
