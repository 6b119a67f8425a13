// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

#include "indexer/document.h"
#include "indexer/finding_log.h"

namespace aplomb {

/// Whether a block quote whose first line is `source` may be internal: it opens with `[!`, and not
/// with one of the words that show its text.
[[nodiscard]] bool hides_text(std::string_view source);

/// Decides who may see each node. `base` is the audience outside marked block quotes. Marks are
/// taken out of the text and noted in `Node::mark`. Everything fails closed:
///   - inside an internal block everything is internal;
///   - a mark nobody knows, or one that is not plain text, makes its block internal;
///   - a line that begins with `[!INTERNAL]` where it cannot open a block quote makes the whole
///     quote around it (or its paragraph) internal;
///   - a footnote is customer text only when customer text, and no other, refers to it.
void mark_audiences(Document& document, Audience base, FindingLog& log);

}  // namespace aplomb
