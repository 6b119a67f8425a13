// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

#include "indexer/field_tree.h"
#include "indexer/finding_log.h"

namespace aplomb {

/// A file's two parts. The views point into the file's text.
struct FrontMatter {
  enum class Language { kNone, kYaml, kToml };
  Language language = Language::kNone;
  std::string_view text;  ///< between the fences
  std::string_view body;
  int body_line = 1;   ///< the line of the file on which the body begins
  bool closed = true;  ///< false: it ends where its lines stop looking like front matter
};

/// Finds the front matter at the head of `text` (line ends are '\n'): between `---` and `---` or
/// `...` (YAML), or between `+++` lines (TOML). An opening line that nothing closes is front
/// matter only as far as its lines look like it; otherwise it is a rule drawn in the text.
[[nodiscard]] FrontMatter split_front_matter(std::string_view text, FindingLog& log);

/// Reads what was found.
[[nodiscard]] FieldTree read_fields(const FrontMatter& front_matter, FindingLog& log);

}  // namespace aplomb
