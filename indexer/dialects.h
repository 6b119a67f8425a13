// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "indexer/finding_log.h"

namespace aplomb {

/// Takes out Jekyll's Liquid: `{% … %}` and `{{ … }}`, and comments with what they hold. Line
/// breaks stay, so that lines keep their numbers; code keeps everything.
[[nodiscard]] std::string strip_liquid(std::string_view text);

/// Makes the body of an article that was written for Jekyll, Docusaurus (MDX) or Microsoft Learn
/// plain Markdown of as many lines. `first_line` is the body's first in the file.
[[nodiscard]] std::string plain_markdown(std::string_view body, int first_line, FindingLog& log);

}  // namespace aplomb
