// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

#include "indexer/document.h"
#include "indexer/finding_log.h"

namespace aplomb {

/// Parses GitHub-flavoured Markdown: tables, task lists, strikethrough, footnotes, bare links.
/// Raw HTML is replaced by its text. `body` is valid UTF-8 with '\n' line ends and without NUL;
/// `first_line` is its first line in the file. Footnotes stand at the end, in the order of their
/// numbers; `mark` of one is kInternal when its definition stood in a block that may be internal.
[[nodiscard]] Document parse_markdown(std::string_view body, int first_line, FindingLog& log);

}  // namespace aplomb
