// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace aplomb {

/// Where a heading's text lies in the file, up to the next heading.
struct SectionLines {
  std::string heading;  ///< plain text; empty above the first one
  std::string anchor;
  int from_line = 1;  ///< from 1; the first section begins with the front matter
  int to_line = 1;    ///< the last one, of the file at most
};

/// The sections of an article's file, one behind the other without a gap, with the anchors that its
/// page has. Empty for bytes that are no article. Thread-safe.
[[nodiscard]] std::vector<SectionLines> read_section_lines(std::string_view path,
                                                           std::string_view bytes);

}  // namespace aplomb
